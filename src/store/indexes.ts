import type { Compare } from './ordered-set.js'
import type { Bot, Channel, Contact, Conversation, Delivery, User, Webhook } from './records.js'
import type { Index, Indexes } from './table.js'

/** What conversations can be sorted by. */
export const SORT_FIELDS = ['createdAt', 'updatedAt', 'lastMessageAt', 'messageCount', 'unreadCount'] as const
export type SortField = (typeof SORT_FIELDS)[number]

/** An order over all conversations, and the same order within each status. */
export type SortIndex = SortField | `status,${SortField}`

/** The conversations of one channel, assignee or bot, by their status, and those of one status by their time of creation. */
export type GroupIndex = 'channelId' | 'assigneeId' | 'botId'

export type ConversationIndex = 'order' | SortIndex | 'contactId' | GroupIndex | 'snoozedUntil'

/** The value that a conversation is sorted by; one without messages stands before all that have some. */
export function sortValue(conversation: Conversation, field: SortField): string | number {
  return conversation[field] ?? ''
}

export const conversationIndexes: Indexes<Conversation, ConversationIndex> = {
  order: byOrder(),
  ...sortIndex('createdAt', (a, b) => ordered(a.createdAt, b.createdAt) || a.revision - b.revision),
  ...sortIndex('updatedAt', (a, b) => ordered(a.updatedAt, b.updatedAt) || a.revision - b.revision),
  ...sortIndex('lastMessageAt', (a, b) => ordered(a.lastMessageAt ?? '', b.lastMessageAt ?? '') || a.revision - b.revision),
  ...sortIndex('messageCount', (a, b) => a.messageCount - b.messageCount || a.revision - b.revision),
  ...sortIndex('unreadCount', (a, b) => a.unreadCount - b.unreadCount || a.revision - b.revision),
  contactId: { compare: (a, b) => ordered(a.contactId, b.contactId) || a.order - b.order },
  channelId: { compare: (a, b) => ordered(a.channelId, b.channelId) || byStatusAndCreation(a, b) },
  assigneeId: {
    includes: (conversation) => conversation.assigneeId !== undefined,
    compare: (a, b) => ordered(a.assigneeId ?? '', b.assigneeId ?? '') || byStatusAndCreation(a, b),
  },
  botId: {
    includes: (conversation) => conversation.botId !== undefined,
    compare: (a, b) => ordered(a.botId ?? '', b.botId ?? '') || byStatusAndCreation(a, b),
  },
  snoozedUntil: {
    eager: true,
    includes: (conversation) => conversation.snoozedUntil !== undefined,
    compare: (a, b) => ordered(a.snoozedUntil ?? '', b.snoozedUntil ?? '') || a.revision - b.revision,
  },
}

export const contactIndexes: Indexes<Contact, 'order' | 'phone' | 'email'> = {
  order: byOrder(),
  phone: {
    eager: true,
    includes: (contact) => contact.phone !== undefined,
    compare: (a, b) => ordered(a.phone ?? '', b.phone ?? '') || a.order - b.order,
  },
  email: {
    eager: true,
    includes: (contact) => contact.email !== undefined,
    compare: (a, b) => ordered(a.email ?? '', b.email ?? '') || a.order - b.order,
  },
}

export const userIndexes: Indexes<User, 'order'> = { order: byOrder() }
export const botIndexes: Indexes<Bot, 'order'> = { order: byOrder() }
export const channelIndexes: Indexes<Channel, 'order'> = { order: byOrder() }

export const webhookIndexes: Indexes<Webhook, 'order'> = { order: byOrder() }

/** The deliveries of a webhook: those that are to be sent by themselves, by when; those that are by hand; those that are finished; and all. */
export const deliveryIndexes: Indexes<Delivery, 'order' | 'webhook' | 'due' | 'byHand' | 'finished'> = {
  order: byOrder(),
  webhook: { compare: byWebhook },
  due: {
    includes: ({ dueAt }) => dueAt !== undefined,
    compare: (a, b) => ordered(a.webhookId, b.webhookId) || ordered(a.dueAt ?? '', b.dueAt ?? '') || a.order - b.order,
  },
  byHand: { includes: ({ status, dueAt }) => status === 'pending' && dueAt === undefined, compare: byWebhook },
  finished: { includes: ({ status }) => status !== 'pending', compare: byWebhook },
}

function byStatusAndCreation(a: Conversation, b: Conversation): number {
  return ordered(a.status, b.status) || ordered(a.createdAt, b.createdAt) || a.revision - b.revision
}

function byWebhook(a: Delivery, b: Delivery): number {
  return ordered(a.webhookId, b.webhookId) || a.order - b.order
}

function byOrder<T extends { readonly order: number }>(): Index<T> {
  return { compare: (a, b) => a.order - b.order }
}

/** @param compare - spelt out for each field: a write compares a few hundred times, and a property by a name that varies is slow to read */
function sortIndex<F extends SortField>(field: F, compare: Compare<Conversation>): { [K in F | `status,${F}`]: Index<Conversation> } {
  return {
    [field]: { compare },
    [`status,${field}`]: { compare: (a: Conversation, b: Conversation) => ordered(a.status, b.status) || compare(a, b) },
  } as { [K in F | `status,${F}`]: Index<Conversation> }
}

function ordered(a: string | number, b: string | number): number {
  return a === b ? 0 : a < b ? -1 : 1
}
