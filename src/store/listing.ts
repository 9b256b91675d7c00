import {
  type Candidates,
  type Group,
  groupsOf,
  membersOf,
  merged,
  orderedCandidates,
  partsOf,
  type Sorting,
  slice,
  smallestCandidates,
  sorted,
  statusesOf,
} from './candidates.js'
import { type Filters, isOpen, matcher } from './filters.js'
import type { Conversation } from './records.js'
import type { Store } from './store.js'

/** What a list of conversations is asked for. */
export interface ListingQuery extends Filters, Sorting {
  /** In the contact's name or the text of a message, whatever the case. */
  readonly search?: string | undefined
}

export interface Listing {
  readonly conversations: readonly Conversation[]
  /** How many there are on all pages. */
  readonly total: number
}

/** About as many conversations are looked at to find where a stretch begins and where it ends. */
const TO_FIND_ENDS = 30

/**
 * One page of the conversations that a query matches, and how many match in all. Where it can, it counts without visiting (by the tally
 * or by positions in an index), and visits no more than the page: see docs/decisions/0002-state.md.
 */
export function listConversations(store: Store, query: ListingQuery): Listing {
  const { contactId, search } = query
  if (contactId !== undefined) {
    const matching = store.conversationsOf(contactId).filter(matcher(query))
    const text = search?.toLowerCase()
    return allOf(query, text === undefined ? matching : matching.filter((c) => store.matchesText(c, text)))
  }
  if (search !== undefined) return searched(store, query, search)

  const total = countMatches(store, query)
  return { conversations: total <= query.offset ? [] : page(store, query, total), total }
}

/**
 * There are three ways to a page: to put it together from the groups asked for, where they stand in the order asked for; to walk in that
 * order until it is full, which takes long where few match; or to gather all matches, and sort them. Told by how many conversations
 * each looks at.
 */
function page(store: Store, query: ListingQuery, total: number): Conversation[] {
  const [group, ...others] = groupsOf(query)
  if (group !== undefined && others.length === 0 && mergingIsLess(store, query, group)) return merged(query, partsOf(store, query, group))
  const ordered = orderedCandidates(store, query, query.sortBy)
  if (total === ordered.count) return slice(query, ordered)
  if (sortingIsLess(query, total, ordered.count, total)) {
    const smallest = smallestCandidates(store, query)
    if (sortingIsLess(query, total, ordered.count, smallest.count)) return sorted(query, matchesOf(smallest))
  }
  return slice(query, ordered, matcher(ordered.rest))
}

/** @param gathered - how many are looked at to find those that match */
function sortingIsLess({ offset, limit }: ListingQuery, total: number, ordered: number, gathered: number): boolean {
  const lookedAtSorting = gathered + total * Math.log2(total + 1)
  const lookedAtWalking = (ordered / Math.max(1, total)) * (offset + limit)
  return lookedAtSorting < lookedAtWalking
}

function mergingIsLess(store: Store, query: ListingQuery, group: Group): boolean {
  if (query.sortBy !== 'createdAt') return false
  const size = query.offset + query.limit
  const lookedAtMerging = statusesOf(query).length * group[1].length * (TO_FIND_ENDS + size)
  const lookedAtWalking = TO_FIND_ENDS + (store.tally.of({ status: query.status }) / countInGroup(store, query)) * size
  return lookedAtMerging < lookedAtWalking
}

function searched(store: Store, query: ListingQuery, text: string): Listing {
  const found = store.conversationsWithText(text)
  const saying = (filters: Filters): ((c: Conversation) => boolean) => {
    const matches = matcher(filters)
    return (c) => found.has(c.id) && matches(c)
  }
  const smallest = smallestCandidates(store, query)
  const gathered = (): Conversation[] =>
    found.count < smallest.count
      ? Array.from(found)
          .flatMap((id) => store.conversations.get(id) ?? [])
          .filter(matcher(query))
      : membersOf(smallest).filter(saying(smallest.rest))
  const matching = isOpen(query) ? undefined : gathered()
  const total = matching?.length ?? found.count
  if (total <= query.offset) return { conversations: [], total }
  const ordered = orderedCandidates(store, query, query.sortBy)
  if (sortingIsLess(query, total, ordered.count, 0)) return allOf(query, matching ?? gathered())
  return { conversations: slice(query, ordered, saying(ordered.rest)), total }
}

function allOf(query: ListingQuery, matching: readonly Conversation[]): Listing {
  return { conversations: sorted(query, matching), total: matching.length }
}

function countMatches(store: Store, query: ListingQuery): number {
  const { createdFrom, createdTo } = query
  const [group, ...others] = groupsOf(query)
  if (createdFrom === undefined && createdTo === undefined) return countInGroup(store, query)
  if (group === undefined) return orderedCandidates(store, query, 'createdAt').count
  if (others.length === 0) return sum(partsOf(store, query, group).map(({ count }) => count))
  return matchesOf(smallestCandidates(store, query)).length
}

/** How many conversations hold all that is asked for but the dates. */
function countInGroup(store: Store, { status, channelIds, assigneeId, botId }: Filters): number {
  const traits = { status, assigneeId, botId }
  return channelIds === undefined ? store.tally.of(traits) : sum(channelIds.map((channelId) => store.tally.of({ ...traits, channelId })))
}

function matchesOf(candidates: Candidates): Conversation[] {
  return membersOf(candidates).filter(matcher(candidates.rest))
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0)
}
