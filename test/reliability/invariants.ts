import type { Mock, StoredConversation } from '../../src/index.js'

const STATUSES = ['open', 'pending', 'snoozed', 'closed'] as const
const SORT_FIELDS = ['createdAt', 'updatedAt', 'lastMessageAt', 'messageCount', 'unreadCount'] as const

/**
 * Inconsistencies in the data of a mock: counts against messages, lists and their totals against records. Empty when everything is
 * consistent.
 */
export function disagreements(mock: Mock): readonly string[] {
  const conversations = mock.db.conversations.findMany()
  return [
    ...conversations.flatMap((conversation) => inCounts(mock, conversation)),
    ...SORT_FIELDS.flatMap((field) => inOrder(mock, conversations, field)),
    ...STATUSES.flatMap((status) => inTotal(mock, conversations, 'status', status)),
    ...mock.db.channels.findMany().flatMap(({ id }) => inTotal(mock, conversations, 'channelId', id)),
    ...[...mock.db.users.findMany(), ...mock.db.bots.findMany()].flatMap(({ id }) => inTotal(mock, conversations, 'assigneeId', id)),
    ...mock.db.bots.findMany().flatMap(({ id }) => inTotal(mock, conversations, 'botId', id)),
    ...mock.db.contacts.findMany().flatMap(({ id }) => inTotal(mock, conversations, 'contactId', id)),
  ]
}

function inCounts(mock: Mock, { id, messageCount, unreadCount, lastMessageId, lastMessageAt }: StoredConversation): string[] {
  const messages = mock.db.messages.findMany({ conversationId: id })
  const unread = messages.filter(({ direction, status }) => direction === 'inbound' && status !== 'read').length
  const last = messages.at(-1)
  return [
    ...differs(`${id}.messageCount`, messageCount, messages.length),
    ...differs(`${id}.unreadCount`, unreadCount, unread),
    ...differs(`${id}.lastMessageId`, lastMessageId, last?.id),
    ...differs(`${id}.lastMessageAt`, lastMessageAt, last?.timestamp),
  ]
}

function inOrder(mock: Mock, conversations: readonly StoredConversation[], field: (typeof SORT_FIELDS)[number]): string[] {
  const sorted = conversations.toSorted((a, b) => {
    const [x, y] = [a[field] ?? '', b[field] ?? '']
    return x < y ? -1 : x > y ? 1 : a.revision - b.revision
  })
  const listed: string[] = []
  for (let page = 1; listed.length < conversations.length; page++) {
    const ids = list(mock, `sortBy=${field}&sortOrder=asc&perPage=100&page=${page}`).ids
    if (ids.length === 0) break
    listed.push(...ids)
  }
  return differs(`the order by ${field}`, listed.join(), sorted.map(({ id }) => id).join())
}

function inTotal(
  mock: Mock,
  conversations: readonly StoredConversation[],
  field: 'status' | 'channelId' | 'assigneeId' | 'botId' | 'contactId',
  value: string,
): string[] {
  const matching = conversations.filter((conversation) => conversation[field] === value).length
  return differs(`the total of ${field}=${value}`, list(mock, `${field}=${encodeURIComponent(value)}&perPage=1`).total, matching)
}

function list(mock: Mock, query: string): { readonly ids: readonly string[]; readonly total: number } {
  const { body } = mock.handle({ method: 'GET', path: `/conversations?${query}`, headers: { authorization: 'Bearer key' } })
  const { data, meta } = JSON.parse(body)
  return { ids: data.map(({ id }: { readonly id: string }) => id), total: meta.pagination.totalCount }
}

function differs(what: string, is: unknown, wanted: unknown): string[] {
  return is === wanted ? [] : [`${what} is ${is}, and should be ${wanted}`]
}
