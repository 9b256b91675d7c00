import type { components } from '../generated/openapi.js'

/** An event of a conversation, in webhook format; `meta.webhookId` is added by a delivery. */
export type ConversationEvent = components['schemas']['ConversationEvent']
/** An event of a message that was received from a contact, or sent to one. */
export type MessageEvent = components['schemas']['MessageEvent']
/** An event of a mock, in webhook format. */
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
