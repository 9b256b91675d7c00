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
