import type { Bot, Channel, Contact, Conversation, Delivery, Message, User, Webhook } from './records.js'

/** The records that a state holds, by their kinds. */
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

/** One write: the record that stands in the state from now on, or the id of one that does not any more. */
export type Change = {
  readonly [K in keyof RecordsByKind]:
    | { readonly kind: K; readonly record: RecordsByKind[K] }
    | { readonly kind: K; readonly removed: string }
}[keyof RecordsByKind]
