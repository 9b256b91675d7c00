import type { Bot, Channel, Contact, Conversation, Delivery, Message, User, Webhook } from './records.js'

/** Record types by kind. */
export interface RecordsByKind {
  readonly users: User
  readonly bots: Bot
  readonly channels: Channel
  readonly contacts: Contact
  readonly conversations: Conversation
  readonly messages: Message
  readonly webhooks: Webhook
  readonly deliveries: Delivery
}

/** One write: the record as it is now, or the id of a deleted one. */
export type Change = {
  readonly [K in keyof RecordsByKind]:
    | { readonly kind: K; readonly record: RecordsByKind[K] }
    | { readonly kind: K; readonly removed: string }
}[keyof RecordsByKind]
