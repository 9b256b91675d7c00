import type { Filters } from './filters.js'
import { type GroupIndex, type SortField, sortValue } from './indexes.js'
import type { Before, OrderedSet } from './ordered-set.js'
import type { Conversation, ConversationStatus } from './records.js'
import type { Store } from './store.js'

const STATUSES: readonly ConversationStatus[] = ['open', 'pending', 'snoozed', 'closed']

/** The order and the page that are asked for. */
export interface Sorting {
  readonly sortBy: SortField
  readonly sortOrder: 'asc' | 'desc'
  readonly offset: number
  readonly limit: number
}

/** Conversations that hold some filters: a stretch of an index, from `start` to before `end`. */
export interface Candidates {
  readonly members: OrderedSet<Conversation>
  readonly start: Before<Conversation>
  readonly end: Before<Conversation>
  readonly count: number
  /** The filters that are left to be looked at. */
  readonly rest: Filters
}

/** What a query asks for: conversations of one of these channels, of this assignee, of this bot. */
export type Group = readonly [name: GroupIndex, ids: readonly string[]]

export function groupsOf({ channelIds, assigneeId, botId }: Filters): Group[] {
  const groups: Group[] = []
  if (channelIds !== undefined) groups.push(['channelId', channelIds])
  if (assigneeId !== undefined) groups.push(['assigneeId', [assigneeId]])
  if (botId !== undefined) groups.push(['botId', [botId]])
  return groups
}

/** All conversations of the status asked for in the order asked for, from the dates asked for when that is the order of creation. */
export function orderedCandidates(store: Store, filters: Filters, sortBy: SortField): Candidates {
  const { status } = filters
  const span: Span = sortBy === 'createdAt' ? filters : { status }
  const rest = sortBy === 'createdAt' ? withoutSpan(filters) : { ...filters, status: undefined }
  return stretch(
    store.conversations.index(status === undefined ? sortBy : `status,${sortBy}`),
    (c) => isBefore(c, span),
    (c) => !isAfter(c, span),
    rest,
  )
}

/** The fewest conversations that are known to hold all those asked for, in the order of creation within a status. */
export function smallestCandidates(store: Store, filters: Filters): Candidates {
  const groups = groupsOf(filters).flatMap(([name, ids]) => (ids.length === 1 ? groupCandidates(store, filters, name, ids[0] ?? '') : []))
  const created = orderedCandidates(store, filters, 'createdAt')
  return groups.reduce((smallest, other) => (other.count < smallest.count ? other : smallest), created)
}

/** The conversations of a group that are of the status and the dates asked for, as stretches that each stand in the order of creation. */
export function partsOf(store: Store, filters: Filters, [name, ids]: Group): Candidates[] {
  return statusesOf(filters).flatMap((status) => ids.map((id) => groupCandidates(store, { ...filters, status }, name, id)))
}

export function statusesOf({ status }: Filters): readonly ConversationStatus[] {
  return status === undefined ? STATUSES : [status]
}

/** All conversations of a group; with a status those of the status and the dates asked for. */
function groupCandidates(store: Store, filters: Filters, name: GroupIndex, id: string): Candidates {
  const [span, rest]: [Span, Filters] = filters.status === undefined ? [{}, filters] : [filters, withoutSpan(filters)]
  return stretch(
    store.conversations.index(name),
    (c) => (c[name] ?? '') < id || (c[name] === id && isBefore(c, span)),
    (c) => (c[name] ?? '') < id || (c[name] === id && !isAfter(c, span)),
    { ...rest, [name === 'channelId' ? 'channelIds' : name]: undefined },
  )
}

/** A status and the dates within it, each given or left open: a stretch of every index that is in order of status and creation. */
type Span = Pick<Filters, 'status' | 'createdFrom' | 'createdTo'>

function withoutSpan({ status, createdFrom, createdTo, ...rest }: Filters): Filters {
  return rest
}

function isBefore({ status, createdAt }: Conversation, span: Span): boolean {
  if (span.status !== undefined && status !== span.status) return status < span.status
  return span.createdFrom !== undefined && createdAt < span.createdFrom
}

function isAfter({ status, createdAt }: Conversation, span: Span): boolean {
  if (span.status !== undefined && status !== span.status) return status > span.status
  return span.createdTo !== undefined && createdAt > span.createdTo
}

function stretch(members: OrderedSet<Conversation>, start: Before<Conversation>, end: Before<Conversation>, rest: Filters): Candidates {
  return { members, start, end, count: Math.max(0, members.count(end) - members.count(start)), rest }
}

/** A page of candidates that stand in the order asked for, of all of them or of those that match. */
export function slice(
  { sortOrder, offset, limit }: Omit<Sorting, 'sortBy'>,
  candidates: Candidates,
  matches?: (c: Conversation) => boolean,
): Conversation[] {
  const { members, start, end, count } = candidates
  const skip = matches === undefined ? offset : 0
  const conversations: Conversation[] = []
  let visited = skip
  let toSkip = offset - skip
  const visit = (conversation: Conversation): boolean => {
    if (++visited > count) return false
    if ((matches === undefined || matches(conversation)) && --toSkip < 0) conversations.push(conversation)
    return conversations.length < limit
  }
  if (sortOrder === 'asc') members.ascend(start, visit, skip)
  else members.descend(end, visit, skip)
  return conversations
}

/** A page of several stretches that each stand in the order asked for: of what comes next in each, the first one in turn. */
export function merged(sorting: Sorting, stretches: readonly Candidates[]): Conversation[] {
  const { offset, limit } = sorting
  const [only, ...others] = stretches
  if (only !== undefined && others.length === 0) return slice(sorting, only)
  const rows = stretches.map((each) => slice({ ...sorting, offset: 0, limit: offset + limit }, each))
  const places = rows.map(() => 0)
  const compare = comparing(sorting)
  const conversations: Conversation[] = []
  for (let left = offset + limit; left > 0; left--) {
    let first = -1
    let next: Conversation | undefined
    for (const [i, row] of rows.entries()) {
      const head = row[places[i] as number]
      if (head === undefined || (next !== undefined && compare(next, head) < 0)) continue
      first = i
      next = head
    }
    if (next === undefined) break
    places[first] = (places[first] as number) + 1
    conversations.push(next)
  }
  return conversations.slice(offset)
}

/** A page of conversations that stand in any order. */
export function sorted(sorting: Sorting, conversations: readonly Conversation[]): Conversation[] {
  return conversations.toSorted(comparing(sorting)).slice(sorting.offset, sorting.offset + sorting.limit)
}

/** All of them, in the order of the index. */
export function membersOf(candidates: Candidates): Conversation[] {
  return slice({ sortOrder: 'asc', offset: 0, limit: candidates.count }, candidates)
}

/** As the indexes have it: in the order of the last write where the values are the same. */
function comparing({ sortBy, sortOrder }: Sorting): (a: Conversation, b: Conversation) => number {
  const sign = sortOrder === 'asc' ? 1 : -1
  return (a, b) => {
    const left = sortValue(a, sortBy)
    const right = sortValue(b, sortBy)
    return sign * (left < right ? -1 : left > right ? 1 : a.revision - b.revision)
  }
}
