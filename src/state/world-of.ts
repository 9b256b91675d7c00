import {
  type BotRecord,
  type ChannelRecord,
  type ContactRecord,
  conversationRecord,
  type DeliveryRecord,
  type UserRecord,
  type WebhookRecord,
  type World,
} from './records.js'
import type { State } from './state.js'
import type { Timestamp } from './timestamp.js'

/** What a state holds as a world, to start another one from: conversations in the order in which they were last written. */
export function worldOf(state: State, now: Timestamp): World {
  return {
    version: 1,
    now,
    organization: state.organization,
    users: state.users
      .index('order')
      .toArray()
      .map(withoutOrder<UserRecord>),
    bots: state.bots
      .index('order')
      .toArray()
      .map(withoutOrder<BotRecord>),
    channels: state.channels
      .index('order')
      .toArray()
      .map(withoutOrder<ChannelRecord>),
    contacts: state.contacts
      .index('order')
      .toArray()
      .map(withoutOrder<ContactRecord>),
    conversations: [...state.conversations.values()].sort((a, b) => a.revision - b.revision).map(conversationRecord),
    messages: state.messages.toArray(),
    ...(state.webhooks.size > 0 && {
      webhooks: state.webhooks
        .index('order')
        .toArray()
        .map(withoutOrder<WebhookRecord>),
      deliveries: state.deliveries
        .index('order')
        .toArray()
        .map(withoutOrder<DeliveryRecord>),
    }),
  }
}

function withoutOrder<R>({ order, ...record }: R & { readonly order: number }): Omit<R & { readonly order: number }, 'order'> {
  return record
}
