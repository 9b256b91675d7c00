import { countBefore } from './collection.js'
import { comparing, type FilterField, type SortField } from './indexes.js'
import type { Conversation, Timestamp } from './records.js'
import type { Store } from './store.js'

/** One condition of a query, and how an index finds the conversations that pass it, where one does. */
export interface Condition {
  readonly matches: (conversation: Conversation) => boolean
  /** The groups of the indexes by a field that hold exactly the conversations that pass. */
  readonly groups?: { readonly index: FilterField; readonly keys: readonly string[] }
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
 * The index with the fewest candidates gives the total. The page is found by walking an index in the requested order until it is full, or by
 * sorting the matches, whichever takes fewer steps.
 */
export function query(store: Store, request: ConversationQuery): QueryResult {
  const { conditions, sortBy, offset, limit } = request
  const candidates = fewestCandidates(store, conditions, 'createdAt')
  const matching = candidates.rest.length === 0 ? undefined : matchesOf(candidates)
  const total = matching?.length ?? candidates.size
  if (total <= offset) return { conversations: [], total }
  if (total > MIN_WALKED) {
    const { spans, size, rest } = fewestCandidates(store, conditions, sortBy, 1)
    const [span] = spans
    const steps = (size / total) * (offset + limit)
    if (span !== undefined && steps < total * Math.log2(total)) return { conversations: pageOf(span, rest, request), total }
  }
  const records = (matching ?? matchesOf(candidates)).sort(comparing(sortBy))
  return { conversations: pageOf({ records, start: 0, end: total }, [], request), total }
}

/** Fewer matches are sorted, so that no index is built for them. */
const MIN_WALKED = 100

/**
 * The fewest candidates that an index in an order finds: of the groups of one condition, or all conversations when no condition has groups.
 *
 * @param maxSpans - 1 when the candidates are to be in one order
 */
function fewestCandidates({ conversations }: Store, conditions: readonly Condition[], sortBy: SortField, maxSpans = Infinity): Candidates {
  let fewest: Candidates | undefined
  for (const condition of conditions) {
    const { groups } = condition
    if (groups === undefined || groups.keys.length > maxSpans) continue
    const arrays = groups.keys.map((key) => conversations.group(`${groups.index} ${sortBy}`, key))
    const others = conditions.filter((other) => other !== condition)
    const candidates = candidatesIn(arrays, others, sortBy)
    if (fewest === undefined || candidates.size < fewest.size) fewest = candidates
  }
  return fewest ?? candidatesIn([conversations.sorted(sortBy)], conditions, sortBy)
}

/** The candidates in arrays of an index; of an index in the order of creation, those in the spans of the conditions. */
function candidatesIn(arrays: readonly (readonly Conversation[])[], conditions: readonly Condition[], sortBy: SortField): Candidates {
  const dated = conditions.filter(({ created }) => created !== undefined && sortBy === 'createdAt')
  const spans = arrays.map((records) => createdSpan(records, dated))
  const size = spans.reduce((sum, { start, end }) => sum + end - start, 0)
  return { spans, size, rest: conditions.filter((condition) => !dated.includes(condition)) }
}

/** The part of an array in the order of creation that was created in the spans of all conditions. */
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

/** Walks a part of the requested order, from the end for `desc`, until the page is full. */
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
