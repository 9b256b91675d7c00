import type { Conversation, ConversationStatus, Timestamp } from './records.js'

/** What conversations are filtered by; every filter given must hold. */
export interface Filters {
  readonly status?: ConversationStatus | undefined
  /** One of these channels. */
  readonly channelIds?: readonly string[] | undefined
  readonly assigneeId?: string | undefined
  readonly contactId?: string | undefined
  readonly botId?: string | undefined
  /** Created then or later. */
  readonly createdFrom?: Timestamp | undefined
  /** Created then or earlier. */
  readonly createdTo?: Timestamp | undefined
}

/** Whether every conversation passes. */
export function isOpen({ status, channelIds, assigneeId, contactId, botId, createdFrom, createdTo }: Filters): boolean {
  return [status, channelIds, assigneeId, contactId, botId, createdFrom, createdTo].every((filter) => filter === undefined)
}

/** Whether a conversation passes. What is not asked for is not looked at: of many conversations, each look costs a miss of the caches. */
export function matcher(filters: Filters): (conversation: Conversation) => boolean {
  const { status, assigneeId, contactId, botId, createdFrom, createdTo } = filters
  const channelIds = filters.channelIds && new Set(filters.channelIds)
  return (c) =>
    (status === undefined || c.status === status) &&
    (channelIds === undefined || channelIds.has(c.channelId)) &&
    (assigneeId === undefined || c.assigneeId === assigneeId) &&
    (contactId === undefined || c.contactId === contactId) &&
    (botId === undefined || c.botId === botId) &&
    (createdFrom === undefined || c.createdAt >= createdFrom) &&
    (createdTo === undefined || c.createdAt <= createdTo)
}
