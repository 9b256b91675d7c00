import type { Resource } from './answer.js'
import { type Call, pass, type Twist } from './call.js'

/** Parameters that filter the list. */
export const FILTERS = ['status', 'channelId', 'channelType', 'assigneeId', 'contactId', 'botId', 'startDate', 'endDate', 'search'] as const

/**
 * A server that lists other conversations, or in another order, and paginates that list.
 *
 * @param handled - the query parameters that it handles itself instead of the mock
 */
export function relisting(change: (items: Resource[], call: Call) => Resource[], ...handled: readonly string[]): Twist {
  return (call) => {
    const page = pass(call)
    if (!page.succeeded) return page
    const items = change(allOf(call, handled), call)
    const { page: number = 1, perPage = 20 } = page.pagination
    page.resources = items.slice((number - 1) * perPage, number * perPage)
    Object.assign(page.pagination, { totalCount: items.length, totalPages: Math.ceil(items.length / perPage) })
    return page
  }
}

/** All conversations that a call requests, on all pages, without some of its parameters. */
export function allOf(call: Call, without: readonly string[] = []): Resource[] {
  const items: Resource[] = []
  for (let number = 1; ; number++) {
    const query = new URLSearchParams(call.query)
    for (const name of without) query.delete(name)
    query.set('perPage', '100')
    query.set('page', String(number))
    const page = pass(call, { query })
    items.push(...page.resources)
    if (number >= (page.pagination.totalPages ?? 0)) return items
  }
}

/** A server that returns an empty list. */
export const findingNothing: Twist = relisting(() => [])

/** Whether a call filters the list. */
export function isFiltered({ query }: Call): boolean {
  return FILTERS.some((name) => query.has(name))
}

/** The requested page as a number. */
export function pageOf({ query }: Pick<Call, 'query'>): number {
  return Number(query.get('page') ?? 1)
}

export function perPageOf({ query }: Pick<Call, 'query'>): number {
  return Number(query.get('perPage') ?? 20)
}
