import { conversationListItem } from '../resources/conversation.js'
import { listConversations as list } from '../store/listing.js'
import type { Store } from '../store/store.js'
import { type Timestamp, toTimestamp } from '../time/timestamp.js'
import type { Operation } from './operation.js'
import { paginationOf } from './pagination.js'
import { parseInstant } from './parse-instant.js'

/** `GET /conversations`: one page of those that hold every filter. */
export const listConversations: Operation<'listConversations'> = ({ store }, { query }) => {
  const { page, perPage, startDate, endDate } = query
  const { conversations, total } = list(store, {
    status: query.status,
    channelIds: channelIds(store, query.channelId, query.channelType),
    assigneeId: query.assigneeId,
    contactId: query.contactId,
    botId: query.botId,
    createdFrom: startDate === undefined ? undefined : firstSecondFrom('startDate', startDate),
    createdTo: endDate === undefined ? undefined : lastSecondTo('endDate', endDate),
    search: query.search || undefined, // a cleared search box asks for nothing
    sortBy: query.sortBy,
    sortOrder: query.sortOrder,
    offset: (page - 1) * perPage,
    limit: perPage,
  })
  return {
    data: conversations.map((conversation) => conversationListItem(store, conversation)),
    meta: { pagination: paginationOf(query, total) },
  }
}

/** The channels that both filters leave; all of them as `undefined`. */
function channelIds(store: Store, id: string | undefined, type: string | undefined): readonly string[] | undefined {
  if (id === undefined && type === undefined) return undefined
  const channels = id === undefined ? [...store.channels.values()] : [store.channels.get(id)]
  return channels.flatMap((channel) => (channel && (type === undefined || channel.type === type) ? channel.id : []))
}

/** The bound as a timestamp: the first second that is not before it. */
function firstSecondFrom(field: string, date: string): Timestamp {
  return toTimestamp(Math.ceil(parseInstant(field, date) / 1000) * 1000)
}

/** The bound as a timestamp; a bare date means its whole day. */
function lastSecondTo(field: string, date: string): Timestamp {
  const instant = parseInstant(field, date)
  return /^\d{4}-\d\d-\d\d$/.test(date) ? `${date}T23:59:59Z` : toTimestamp(instant)
}
