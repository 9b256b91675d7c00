import { type GroupIndex, type SortField, sortValue } from './indexes.js'
import type { Before, OrderedSet } from './ordered-set.js'
import type { Conversation, ConversationStatus, Timestamp } from './records.js'
import type { State } from './state.js'
import type { Traits } from './tally.js'

/** What a list of conversations is asked for; every filter given must hold. */
export interface ListingQuery {
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
  /** In the contact's name or the text of a message, whatever the case. */
  readonly search?: string | undefined
  readonly sortBy: SortField
  readonly sortOrder: 'asc' | 'desc'
  readonly offset: number
  readonly limit: number
}

export interface Listing {
  readonly conversations: readonly Conversation[]
  /** How many there are on all pages. */
  readonly total: number
}

const STATUSES: readonly ConversationStatus[] = ['open', 'pending', 'snoozed', 'closed']

/** Conversations that hold all those asked for: a stretch of an index, from `start` to before `end`. */
interface Candidates {
  readonly members: OrderedSet<Conversation>
  readonly start: Before<Conversation>
  readonly end: Before<Conversation>
  readonly count: number
}

/**
 * One page of the conversations that a query matches, and how many match in all. Where it can, it counts without visiting (by the tally
 * or by positions in an index), and visits no more than the page: see docs/decisions/0002-state.md.
 */
export function listConversations(state: State, query: ListingQuery): Listing {
  if (query.contactId !== undefined) return sorted(query, state.conversationsOf(query.contactId).filter(matcher(state, query)))
  if (query.search !== undefined) return searched(state, query, query.search)

  const matches = matcher(state, query)
  const ordered = orderedCandidates(state, query)
  const total = countMatches(state, query, matches)
  if (total <= query.offset) return { conversations: [], total }
  if (total === ordered.count) return { conversations: slice(query, ordered, () => true, query.offset), total }
  const smallest = smallestCandidates(state, query)
  if (sortingIsLess(query, total, ordered.count, smallest.count)) return sorted(query, membersOf(smallest).filter(matches))
  return { conversations: slice(query, ordered, matches), total }
}

function searched(state: State, query: ListingQuery, text: string): Listing {
  const found = search(state, text).filter(matcher(state, { ...query, search: undefined }))
  const ordered = orderedCandidates(state, query)
  if (sortingIsLess(query, found.length, ordered.count, 0)) return sorted(query, found)
  const ids = new Set(found.map(({ id }) => id))
  return { conversations: slice(query, ordered, ({ id }) => ids.has(id)), total: found.length }
}

/**
 * There are two ways to a page: to walk in the order asked for until it is full, which takes long where few match; or to gather all
 * matches, from no more than the smallest group, and sort them. Told by how many conversations each looks at.
 */
function sortingIsLess({ offset, limit }: ListingQuery, total: number, ordered: number, gathered: number): boolean {
  const lookedAtSorting = gathered + total * Math.log2(total + 1)
  const lookedAtWalking = (ordered / Math.max(1, total)) * (offset + limit)
  return lookedAtSorting < lookedAtWalking
}

/** All conversations of the status asked for in the order asked for, from the dates asked for when that is the order of creation. */
function orderedCandidates(state: State, query: ListingQuery): Candidates {
  const { status, sortBy } = query
  const span: Span = sortBy === 'createdAt' ? query : { status }
  return stretch(
    state.conversations.index(status === undefined ? sortBy : `status,${sortBy}`),
    (c) => isBefore(c, span),
    (c) => !isAfter(c, span),
  )
}

function smallestCandidates(state: State, query: ListingQuery): Candidates {
  const groups = groupsOf(query).flatMap(([name, ids]) => (ids.length === 1 ? groupCandidates(state, query, name, ids[0] ?? '') : []))
  return [createdCandidates(state, query), ...groups].reduce((smallest, other) => (other.count < smallest.count ? other : smallest))
}

/** All conversations of the status and the dates asked for. */
function createdCandidates(state: State, query: ListingQuery): Candidates {
  return orderedCandidates(state, { ...query, sortBy: 'createdAt' })
}

/** The groups that a query asks for: conversations of one of these ids. */
function groupsOf({ channelIds, assigneeId, botId }: ListingQuery): [name: GroupIndex, ids: readonly string[]][] {
  const groups: [GroupIndex, readonly string[]][] = []
  if (channelIds !== undefined) groups.push(['channelId', channelIds])
  if (assigneeId !== undefined) groups.push(['assigneeId', [assigneeId]])
  if (botId !== undefined) groups.push(['botId', [botId]])
  return groups
}

/** All conversations of a group; with a status those of the status and the dates asked for. */
function groupCandidates(state: State, query: Span, name: GroupIndex, id: string): Candidates {
  const span: Span = query.status === undefined ? {} : query
  return stretch(
    state.conversations.index(name),
    (c) => (c[name] ?? '') < id || (c[name] === id && isBefore(c, span)),
    (c) => (c[name] ?? '') < id || (c[name] === id && !isAfter(c, span)),
  )
}

/** A status and the dates within it, each given or left open: a stretch of every index that is in order of status and creation. */
type Span = Pick<ListingQuery, 'status' | 'createdFrom' | 'createdTo'>

function isBefore({ status, createdAt }: Conversation, span: Span): boolean {
  if (span.status !== undefined && status !== span.status) return status < span.status
  return span.createdFrom !== undefined && createdAt < span.createdFrom
}

function isAfter({ status, createdAt }: Conversation, span: Span): boolean {
  if (span.status !== undefined && status !== span.status) return status > span.status
  return span.createdTo !== undefined && createdAt > span.createdTo
}

function stretch(members: OrderedSet<Conversation>, start: Before<Conversation>, end: Before<Conversation>): Candidates {
  return { members, start, end, count: Math.max(0, members.count(end) - members.count(start)) }
}

function countMatches(state: State, query: ListingQuery, matches: (c: Conversation) => boolean): number {
  const { status, channelIds, assigneeId, botId, createdFrom, createdTo } = query
  const dated = createdFrom !== undefined || createdTo !== undefined
  if (!dated) {
    const traits: Traits = { status, assigneeId, botId }
    if (channelIds === undefined) return state.tally.of(traits)
    return channelIds.reduce((sum, channelId) => sum + state.tally.of({ ...traits, channelId }), 0)
  }
  const [group, ...others] = groupsOf(query)
  if (group === undefined) return createdCandidates(state, query).count
  if (others.length === 0) return countOfGroup(state, query, group)
  return countOf(smallestCandidates(state, query), matches)
}

/** How many conversations of a group, given by its ids, are of the status and the dates asked for. */
function countOfGroup(state: State, query: ListingQuery, [name, ids]: [name: GroupIndex, ids: readonly string[]]): number {
  const statuses = query.status === undefined ? STATUSES : [query.status]
  const counts = statuses.flatMap((status) => ids.map((id) => groupCandidates(state, { ...query, status }, name, id).count))
  return counts.reduce((sum, count) => sum + count, 0)
}

/** A page of candidates that stand in the order asked for. */
function slice(query: ListingQuery, candidates: Candidates, matches: (c: Conversation) => boolean, skip = 0): Conversation[] {
  const { members, start, end, count } = candidates
  const conversations: Conversation[] = []
  let visited = skip
  let toSkip = query.offset - skip
  const visit = (conversation: Conversation): boolean => {
    if (++visited > count) return false
    if (matches(conversation) && --toSkip < 0) conversations.push(conversation)
    return conversations.length < query.limit
  }
  if (query.sortOrder === 'asc') members.ascend(start, visit, skip)
  else members.descend(end, visit, skip)
  return conversations
}

/** A page of all matches, which stand in any order. */
function sorted({ sortBy, sortOrder, offset, limit }: ListingQuery, matching: Conversation[]): Listing {
  const sign = sortOrder === 'asc' ? 1 : -1
  matching.sort((a, b) => {
    const left = sortValue(a, sortBy)
    const right = sortValue(b, sortBy)
    return sign * (left < right ? -1 : left > right ? 1 : a.revision - b.revision)
  })
  return { conversations: matching.slice(offset, offset + limit), total: matching.length }
}

function membersOf({ members, start, count }: Candidates): Conversation[] {
  const conversations: Conversation[] = []
  if (count > 0) members.ascend(start, (conversation) => conversations.push(conversation) < count)
  return conversations
}

function countOf({ members, start, count }: Candidates, matches: (c: Conversation) => boolean): number {
  let visited = 0
  let matching = 0
  members.ascend(start, (conversation) => {
    if (visited === count) return false
    if (matches(conversation)) matching++
    return ++visited < count
  })
  return matching
}

/** Every filter of a query. */
function matcher(state: State, query: ListingQuery): (conversation: Conversation) => boolean {
  const { status, assigneeId, contactId, botId, createdFrom, createdTo } = query
  const channelIds = query.channelIds && new Set(query.channelIds)
  const text = query.search?.toLowerCase()
  return (c) =>
    (status === undefined || c.status === status) &&
    (channelIds === undefined || channelIds.has(c.channelId)) &&
    (assigneeId === undefined || c.assigneeId === assigneeId) &&
    (contactId === undefined || c.contactId === contactId) &&
    (botId === undefined || c.botId === botId) &&
    (createdFrom === undefined || c.createdAt >= createdFrom) &&
    (createdTo === undefined || c.createdAt <= createdTo) &&
    (text === undefined || isAbout(state, c, text))
}

/** The conversations that a text is found in. Too short a text has no trigrams to go by. */
function search(state: State, search: string): Conversation[] {
  const text = search.toLowerCase()
  if (text.length < 3) return [...state.conversations.values()].filter((conversation) => isAbout(state, conversation, text))
  return state.conversationsThatMaySay(text).filter((conversation) => isAbout(state, conversation, text))
}

/** Whether a text, in lower case, is in the contact's name or in a message. */
function isAbout(state: State, { id, contactId }: Conversation, text: string): boolean {
  return state.messages.of(id).says(text) || state.contacts.get(contactId)?.name?.toLowerCase().includes(text) === true
}
