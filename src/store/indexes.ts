import { type Compare, type Index, type Indexes, sortedIndex } from './collection.js'
import type { Bot, Channel, Contact, Conversation, Delivery, User, Webhook } from './records.js'

/** Fields that conversations can be sorted by. */
export const SORT_FIELDS = ['createdAt', 'updatedAt', 'lastMessageAt', 'messageCount', 'unreadCount'] as const
export type SortField = (typeof SORT_FIELDS)[number]

/** Fields by whose values conversations are filtered. */
const FILTER_FIELDS = ['status', 'channelId', 'contactId', 'assigneeId', 'botId'] as const
export type FilterField = (typeof FILTER_FIELDS)[number]

/** All conversations in one order, and those with each value of a filter field in the same order. */
type ListIndex = SortField | `${FilterField} ${SortField}`

export type ConversationIndex = 'order' | ListIndex | 'contactId' | 'snoozedUntil'

export const conversationIndexes: Indexes<Conversation, ConversationIndex> = {
  order: sortedIndex(byOrder),
  ...listIndexes(),
  contactId: { key: ({ contactId }) => contactId, compare: byOrder },
  snoozedUntil: sortedIndex(
    (a, b) => compareValues(a.snoozedUntil ?? '', b.snoozedUntil ?? '') || a.revision - b.revision,
    ({ snoozedUntil }) => snoozedUntil !== undefined,
  ),
}

export const contactIndexes: Indexes<Contact, 'order' | 'phone' | 'email'> = {
  order: sortedIndex(byOrder),
  phone: { key: ({ phone }) => phone, compare: byOrder },
  email: { key: ({ email }) => email, compare: byOrder },
}

export const userIndexes: Indexes<User, 'order'> = { order: sortedIndex(byOrder) }
export const botIndexes: Indexes<Bot, 'order'> = { order: sortedIndex(byOrder) }
export const channelIndexes: Indexes<Channel, 'order'> = { order: sortedIndex(byOrder) }
export const webhookIndexes: Indexes<Webhook, 'order'> = { order: sortedIndex(byOrder) }

/**
 * Deliveries of all webhooks in order, and of each webhook: all, those due by the clock in the order of their times, and those that are
 * finished. `manual` are the tests and retries that are being sent.
 */
export const deliveryIndexes: Indexes<Delivery, 'order' | 'webhook' | 'due' | 'finished' | 'manual'> = {
  order: sortedIndex(byOrder),
  webhook: { key: ({ webhookId }) => webhookId, compare: byOrder },
  due: {
    key: ({ webhookId, dueAt }) => (dueAt === undefined ? undefined : webhookId),
    compare: (a, b) => compareValues(a.dueAt ?? '', b.dueAt ?? '') || byOrder(a, b),
  },
  finished: { key: ({ webhookId, status }) => (status === 'pending' ? undefined : webhookId), compare: byOrder },
  manual: sortedIndex<Delivery>(byOrder, ({ status, dueAt }) => status === 'pending' && dueAt === undefined),
}

function listIndexes(): Readonly<Record<ListIndex, Index<Conversation>>> {
  const indexes: Partial<Record<ListIndex, Index<Conversation>>> = {}
  for (const sortBy of SORT_FIELDS) {
    const compare = comparing(sortBy)
    indexes[sortBy] = sortedIndex(compare)
    for (const field of FILTER_FIELDS) indexes[`${field} ${sortBy}`] = { key: (conversation) => conversation[field], compare }
  }
  return indexes as Record<ListIndex, Index<Conversation>>
}

/** Order of a sort field; equal values are in the order of their last write, and a conversation without messages comes first. */
export function comparing(field: SortField): Compare<Conversation> {
  return (a, b) => compareValues(a[field] ?? '', b[field] ?? '') || a.revision - b.revision
}

function byOrder(a: { readonly order: number }, b: { readonly order: number }): number {
  return a.order - b.order
}

function compareValues(a: string | number, b: string | number): number {
  return a === b ? 0 : a < b ? -1 : 1
}
