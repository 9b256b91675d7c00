import type { ListResponse, Query } from '../client.js'
import type { RuleContext } from '../rule.js'
import { idsOf } from './response-values.js'
import { unlessRejected } from './unspecified.js'
import { withRetries } from './with-retries.js'

/** A conversation as the list shows it. */
export type Item = ListResponse['data'][number]

/** A question to the list, and which conversations answer it. */
export interface Filter {
  readonly query: Query
  /** Nothing where the guide leaves it open. */
  readonly holds: (item: Item) => boolean | undefined
  /** Said where the guide lets a server refuse the question. */
  readonly mayBeRefused?: string
}

/** The most that one page can hold. */
export const MOST = 100

/**
 * Requires that a filter leaves the conversations that it asks for, all of them, and no others: held against the list without it.
 *
 * @param filterOf - makes the filter from what there is to filter, so that something is left; nothing where it finds no value to filter by
 */
export function requireFilter(context: RuleContext, filterOf: (items: readonly Item[]) => Filter | undefined): Promise<void> {
  const { api, target, expect, observe, skip } = context
  return withRetries(api, async () => {
    const whole = await api.list({ perPage: MOST })
    // Beside the first page, for that may hold nothing but what earlier runs have left behind.
    const beside = (await target.items()).filter(({ id }) => !whole.data.some((item) => item.id === id))
    const filter = filterOf([...whole.data, ...beside]) ?? skip('no conversation on the server has what this filters by')
    const { query, holds, mayBeRefused } = filter
    const call = api.list({ ...query, perPage: MOST })
    const found = mayBeRefused === undefined ? await call : await unlessRejected(context, mayBeRefused, call)
    if (found === undefined) return

    expect(found.data.filter((item) => holds(item) === false).map(describe), 'found, though the filter leaves it out').toEqual([])
    const matching = whole.data.filter((item) => holds(item) === true)
    const matchingBeside = beside.filter((item) => holds(item) === true)
    if (matching.length + matchingBeside.length === 0) observe(`nothing on the server is found by ${JSON.stringify(query)}`)
    const seenWhole = whole.meta.pagination.totalCount <= MOST
    // Of more than a page, equal times may put others at its end: what is in its first half must be found.
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

/** A value that some conversations have and others have not, if there is one, so that it can be seen what a filter leaves out. */
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
