import type { Timestamp } from '../time/timestamp.js'
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
import type { Store } from './store.js'

/** What a state holds as a world, to start another one from: conversations in the order in which they were last written. */
export function worldOf(store: Store, now: Timestamp): World {
  const webhooks = store.webhooks
    .index('order')
    .toArray()
    .map(withoutOrder<WebhookRecord>)
  const deliveries = store.deliveries
    .index('order')
    .toArray()
    .map(withoutOrder<DeliveryRecord>)
  return {
    version: 1,
    now,
    organization: store.organization,
    users: store.users
      .index('order')
      .toArray()
      .map(withoutOrder<UserRecord>),
    bots: store.bots
      .index('order')
      .toArray()
      .map(withoutOrder<BotRecord>),
    channels: store.channels
      .index('order')
      .toArray()
      .map(withoutOrder<ChannelRecord>),
    contacts: store.contacts
      .index('order')
      .toArray()
      .map(withoutOrder<ContactRecord>),
    conversations: [...store.conversations.values()].sort((a, b) => a.revision - b.revision).map(conversationRecord),
    messages: store.messages.toArray(),
    ...(webhooks.length > 0 && { webhooks }),
    ...(deliveries.length > 0 && { deliveries }),
  }
}

function withoutOrder<R>({ order, ...record }: R & { readonly order: number }): Omit<R & { readonly order: number }, 'order'> {
  return record
}
