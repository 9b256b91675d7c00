import { countBefore } from './collection.js'
import { comparing, type FilterIndex, type SortField } from './indexes.js'
import type { Conversation, Timestamp } from './records.js'
import type { Store } from './store.js'

/** One condition of a query, and how an index finds the conversations that pass it, where one does. */
export interface Condition {
  readonly matches: (conversation: Conversation) => boolean
  /** The groups of an index that hold exactly the conversations that pass. */
  readonly groups?: { readonly index: FilterIndex; readonly keys: readonly string[] }
  /** The span of creation times, each end included, that holds exactly the conversations that pass. */
  readonly created?: { readonly from?: Timestamp; readonly to?: Timestamp }
}

export interface ConversationQuery {
  /** All must hold; expensive ones come last. */
  readonly conditions: readonly Condition[]
  readonly sortBy: SortField
  readonly sortOrder: 'asc' | 'desc'
  readonly offset: number
  readonly limit: number
}

export interface QueryResult {
  readonly conversations: readonly Conversation[]
  /** Number of matches on all pages. */
  readonly total: number
}

/** A part of an array: records from `start` to before `end`. */
interface Span {
  readonly records: readonly Conversation[]
  readonly start: number
  readonly end: number
}

/** Conversations that an index finds for some of the conditions. */
interface Candidates {
  readonly spans: readonly Span[]
  readonly size: number
  /** Conditions that are left to be checked. */
  readonly rest: readonly Condition[]
}

/**
 * Filters, sorts and pages conversations. Ties are in the order of the last write: the newest first for `desc`, last for `asc`.
 *
 * The index that leaves the fewest candidates gives the total. The page is found by walking in the order asked for until it is full, or
 * by sorting the matches where they are few.
 */
export function query(store: Store, request: ConversationQuery): QueryResult {
  const { conditions, sortBy, offset } = request
  const candidates = fewestCandidates(store, conditions)
  const isCounted = candidates.rest.length === 0
  const matching = isCounted && candidates.size > MAX_SORTED ? undefined : matchesOf(candidates)
  const total = matching?.length ?? candidates.size
  if (total <= offset) return { conversations: [], total }
  if (matching !== undefined && matching.length <= MAX_SORTED) {
    const sorted = matching.sort(comparing(sortBy))
    return { conversations: pageOf({ records: sorted, start: 0, end: total }, [], request), total }
  }
  const created = conditions.every((condition) => condition.created !== undefined) && sortBy === 'createdAt'
  const [span] = created ? candidates.spans : []
  const ordered = store.conversations.sorted(sortBy)
  return { conversations: pageOf(span ?? { records: ordered, start: 0, end: ordered.length }, span ? [] : conditions, request), total }
}

/** To sort this many takes about a millisecond; more matches are so dense that a walk soon fills a page. */
const MAX_SORTED = 1000

function fewestCandidates({ conversations }: Store, conditions: readonly Condition[]): Candidates {
  const all = conversations.sorted('createdAt')
  let fewest: Candidates = { spans: [{ records: all, start: 0, end: all.length }], size: all.length, rest: conditions }
  const offer = (spans: readonly Span[], found: readonly Condition[]): void => {
    const size = spans.reduce((sum, { start, end }) => sum + end - start, 0)
    if (size <= fewest.size) fewest = { spans, size, rest: conditions.filter((condition) => !found.includes(condition)) }
  }
  const dated = conditions.filter(({ created }) => created !== undefined)
  if (dated.length > 0) offer([createdSpan(all, dated)], dated)
  for (const condition of conditions) {
    const { groups } = condition
    if (groups === undefined) continue
    const arrays = groups.keys.map((key) => conversations.group(groups.index, key))
    offer(
      arrays.map((records) => ({ records, start: 0, end: records.length })),
      [condition],
    )
  }
  return fewest
}

/** The part of all conversations in the order of creation that was created in the spans of all the conditions. */
function createdSpan(records: readonly Conversation[], conditions: readonly Condition[]): Span {
  let start = 0
  let end = records.length
  for (const { created: { from, to } = {} } of conditions) {
    if (from !== undefined)
      start = Math.max(
        start,
        countBefore(records, ({ createdAt }) => createdAt < from),
      )
    if (to !== undefined)
      end = Math.min(
        end,
        countBefore(records, ({ createdAt }) => createdAt <= to),
      )
  }
  return { records, start, end: Math.max(start, end) }
}

function matchesOf({ spans, rest }: Candidates): Conversation[] {
  const matching: Conversation[] = []
  for (const { records, start, end } of spans) {
    for (let i = start; i < end; i++) {
      const conversation = records[i] as Conversation
      if (passes(conversation, rest)) matching.push(conversation)
    }
  }
  return matching
}

/** Walks a part of the order asked for, from the end for `desc`, until the page is full. */
function pageOf({ records, start, end }: Span, conditions: readonly Condition[], request: ConversationQuery): Conversation[] {
  const { sortOrder, offset, limit } = request
  const step = sortOrder === 'asc' ? 1 : -1
  const page: Conversation[] = []
  let skip = conditions.length === 0 ? 0 : offset
  let at = (sortOrder === 'asc' ? start : end - 1) + step * (offset - skip)
  for (; at >= start && at < end && page.length < limit; at += step) {
    const conversation = records[at] as Conversation
    if (passes(conversation, conditions) && --skip < 0) page.push(conversation)
  }
  return page
}

function passes(conversation: Conversation, conditions: readonly Condition[]): boolean {
  for (const { matches } of conditions) if (!matches(conversation)) return false
  return true
}
