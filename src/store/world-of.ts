import type { Timestamp } from '../time/timestamp.js'
import { conversationRecord, type World } from './records.js'
import type { Store } from './store.js'

/** The records of a store as a world; conversations are in the order of their last writes. */
export function worldOf(store: Store, now: Timestamp): World {
  const webhooks = store.webhooks.sorted('order').map(withoutOrder)
  const deliveries = store.deliveries.sorted('order').map(withoutOrder)
  return {
    version: 1,
    now,
    organization: store.organization,
    users: store.users.sorted('order').map(withoutOrder),
    bots: store.bots.sorted('order').map(withoutOrder),
    channels: store.channels.sorted('order').map(withoutOrder),
    contacts: store.contacts.sorted('order').map(withoutOrder),
    conversations: [...store.conversations.values()].sort((a, b) => a.revision - b.revision).map(conversationRecord),
    messages: store.messages.toArray(),
    ...(webhooks.length > 0 && { webhooks }),
    ...(deliveries.length > 0 && { deliveries }),
  }
}

function withoutOrder<R extends { readonly order: number }>({ order, ...record }: R): Omit<R, 'order'> {
  return record
}
