import { conversationListItem } from '../resources/conversation.js'
import { foldCase } from '../store/fold-case.js'
import { type Condition, query as queryConversations } from '../store/query.js'
import type { Store } from '../store/store.js'
import { LATEST, type Timestamp, toTimestamp } from '../time/timestamp.js'
import type { Operation, OperationRequest } from './operation.js'
import { paginationOf } from './pagination.js'
import { parseInstant } from './parse-instant.js'

/** `GET /conversations`: one page of the conversations that pass every filter. */
export const listConversations: Operation<'listConversations'> = ({ store }, { query }) => {
  const { page, perPage, sortBy, sortOrder } = query
  const conditions = conditionsOf(query, store)
  const { conversations, total } = queryConversations(store, {
    conditions,
    sortBy,
    sortOrder,
    offset: (page - 1) * perPage,
    limit: perPage,
  })
  return {
    data: conversations.map((conversation) => conversationListItem(store, conversation)),
    meta: { pagination: paginationOf(query, total) },
  }
}

type Query = OperationRequest<'listConversations'>['query']
type FilterName = Exclude<keyof Query, 'page' | 'perPage' | 'sortBy' | 'sortOrder'>
type Filter<Name extends FilterName> = (value: NonNullable<Query[Name]>, store: Store) => Condition | undefined

/**
 * The filters by query parameter: each returns the condition for a value, or nothing for a value that filters nothing out. The type
 * requires an entry for every parameter of the spec. Search comes last, as it costs the most.
 */
const FILTERS: { readonly [Name in FilterName]-?: Filter<Name> } = {
  status: (status) => ({ matches: (conversation) => conversation.status === status, groups: { index: 'status', keys: [status] } }),
  channelId: (id) => ({ matches: ({ channelId }) => channelId === id, groups: { index: 'channelId', keys: [id] } }),
  channelType(type, { channels }) {
    const keys = [...channels.values()].flatMap((channel) => (channel.type === type ? channel.id : []))
    const ids = new Set(keys)
    return { matches: ({ channelId }) => ids.has(channelId), groups: { index: 'channelId', keys } }
  },
  assigneeId: (id) => ({ matches: ({ assigneeId }) => assigneeId === id, groups: { index: 'assigneeId', keys: [id] } }),
  contactId: (id) => ({ matches: ({ contactId }) => contactId === id, groups: { index: 'contactId', keys: [id] } }),
  botId: (id) => ({ matches: ({ botId }) => botId === id, groups: { index: 'botId', keys: [id] } }),
  startDate(date) {
    const from = firstSecondFrom('startDate', date)
    return { matches: ({ createdAt }) => createdAt >= from, created: { from } }
  },
  endDate(date) {
    const to = lastSecondTo('endDate', date)
    return { matches: ({ createdAt }) => createdAt <= to, created: { to } }
  },
  search(text, store) {
    if (text === '') return undefined // a cleared search box
    const folded = foldCase(text)
    return { matches: (conversation) => store.matchesText(conversation, folded) }
  },
}

function conditionsOf(query: Query, store: Store): Condition[] {
  return Object.entries(FILTERS).flatMap(([name, filter]: [string, Filter<never>]) => {
    const value = query[name as FilterName]
    return value === undefined ? [] : (filter(value as never, store) ?? [])
  })
}

/** Text that sorts after every timestamp. */
const AFTER_ALL = '9999-12-31T23:59:60Z'

/** A lower bound as a timestamp: the first second that is not before it. */
function firstSecondFrom(field: string, date: string): Timestamp {
  const second = Math.ceil(parseInstant(field, date) / 1000) * 1000
  return second > LATEST ? AFTER_ALL : toTimestamp(second)
}

/** An upper bound as a timestamp; a bare date means its whole day. */
function lastSecondTo(field: string, date: string): Timestamp {
  const instant = parseInstant(field, date)
  return /^\d{4}-\d\d-\d\d$/.test(date) ? `${date}T23:59:59Z` : toTimestamp(instant)
}
