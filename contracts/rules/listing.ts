import type { ListResponse, Query } from '../client.js'
import type { RuleContext } from '../rule.js'
import { idsOf } from './response-values.js'
import { unlessRejected } from './unspecified.js'
import { withRetries } from './with-retries.js'

/** A conversation as the list shows it. */
export type Item = ListResponse['data'][number]

/** A query of the list, and the conversations that match it. */
export interface Filter {
  readonly query: Query
  /** `undefined` where the guide does not specify it. */
  readonly holds: (item: Item) => boolean | undefined
  /** Name of the query for the observation, if the guide allows a server to reject it. */
  readonly mayBeRejected?: string
}

/** Maximum size of a page. */
export const MOST = 100

/**
 * Requires that a filter returns exactly the conversations that match it, compared with the unfiltered list.
 *
 * @param filterOf - returns a filter that matches some of the items; `undefined` if they have no value to filter by
 */
export function requireFilter(context: RuleContext, filterOf: (items: readonly Item[]) => Filter | undefined): Promise<void> {
  const { api, target, expect, observe, skip } = context
  return withRetries(api, async () => {
    const whole = await api.list({ perPage: MOST })
    // In addition to the first page, which may contain only what earlier runs created.
    const beside = (await target.items()).filter(({ id }) => !whole.data.some((item) => item.id === id))
    const filter = filterOf([...whole.data, ...beside]) ?? skip('no conversation on the server has what this filters by')
    const { query, holds, mayBeRejected } = filter
    const call = api.list({ ...query, perPage: MOST })
    const found = mayBeRejected === undefined ? await call : await unlessRejected(context, mayBeRejected, call)
    if (found === undefined) return

    expect(found.data.filter((item) => holds(item) === false).map(describe), 'found, though the filter leaves it out').toEqual([])
    const matching = whole.data.filter((item) => holds(item) === true)
    const matchingBeside = beside.filter((item) => holds(item) === true)
    if (matching.length + matchingBeside.length === 0) observe(`nothing on the server is found by ${JSON.stringify(query)}`)
    const seenWhole = whole.meta.pagination.totalCount <= MOST
    // With more than one page, equal times may change the end of the first one; only its first half must be found.
    const expected = seenWhole ? matching : matching.slice(0, MOST / 2)
    const foundIds = new Set(idsOf(found.data))
    expect(expected.filter(({ id }) => !foundIds.has(id)).map(describe), 'not found, though the filter asks for it').toEqual([])
    const missedBeside = matchingBeside.filter(({ id }) => !foundIds.has(id))
    if (found.meta.pagination.totalCount <= MOST) expect(missedBeside.map(describe), 'not found, though the filter asks for it').toEqual([])
    else expect(found.data.length, 'found on the first page').toBeGreaterThan(0)
    if (seenWhole) expect(found.meta.pagination.totalCount, 'totalCount counts what is found').toBe(found.data.length)
    else expect(found.meta.pagination.totalCount).toBeGreaterThanOrEqual(found.data.length)
  })
}

/** A value that some conversations have and others do not, if possible, so that the filter excludes something. */
export function dividing<T extends string | number>(items: readonly Item[], valueIn: (item: Item) => T | undefined): T | undefined {
  const values = items.map(valueIn)
  return (
    values.find((value) => value !== undefined && values.some((other) => other !== value)) ?? values.find((value) => value !== undefined)
  )
}

function describe({ id, attributes }: Item): object {
  const { status, channel, contact, assignee, createdAt, updatedAt } = attributes
  return { id, status, channel: channel.id, contact: contact.id, assignee: assignee?.id, createdAt, updatedAt }
}
