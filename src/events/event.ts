import type { components } from '../generated/openapi.js'

/** What happened to a conversation, as a webhook tells it; `meta.webhookId` is added by a delivery. */
export type ConversationEvent = components['schemas']['ConversationEvent']
/** A message that came in from a contact, or was sent to one. */
export type MessageEvent = components['schemas']['MessageEvent']
/** What happens in a fake, as webhooks tell it. */
export type MockEvent = ConversationEvent | MessageEvent
export type ConversationEventName = ConversationEvent['event']
export type EventName = MockEvent['event']
export type EventOf<Name extends EventName> = Extract<MockEvent, { readonly event: Name }>

/** Names of the events that a mock publishes. */
export const EVENT_NAMES: readonly EventName[] = [
  'conversation.created',
  'conversation.updated',
  'conversation.assigned',
  'conversation.transferred',
  'conversation.closed',
  'conversation.reopened',
  'message.received',
  'message.sent',
]
