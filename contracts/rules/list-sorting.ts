import type { Query } from '../client.js'
import { type RuleContext, rulesOf } from '../rule.js'
import { dividing, type Item, MOST } from './listing.js'
import { idsOf } from './response-values.js'
import { queryText, requireDocumentedError, unlessRejected } from './unspecified.js'
import { withRetries } from './with-retries.js'

const { reads, writes } = rulesOf('listConversations', 'List Conversations')

/** The numeric value of each sort field; `undefined` where a conversation has none. */
const VALUES = {
  updatedAt: ({ attributes }) => Date.parse(attributes.updatedAt),
  createdAt: ({ attributes }) => Date.parse(attributes.createdAt),
  lastMessageAt: ({ attributes }) => (attributes.lastMessage ? Date.parse(attributes.lastMessage.timestamp) : undefined),
  messageCount: ({ attributes }) => attributes.messageCount,
  unreadCount: ({ attributes }) => attributes.unreadCount,
} satisfies Readonly<Record<string, (item: Item) => number | undefined>>
type SortField = keyof typeof VALUES

/** The order of the list: `sortBy` and `sortOrder`. */
export const listSortingRules = [
  reads('LIST-63', 'documented', 'the list is sorted by updatedAt by default, latest first', async ({ api, expect, skip }) => {
    const { data } = await api.list({ perPage: MOST })
    if (dividing(data, VALUES.updatedAt) === undefined) skip('there is no conversation on the server')
    expect(valuesOf('updatedAt', data)).toEqual(inOrder('updatedAt', 'desc', data))
  }),

  reads('LIST-64', 'documented', 'the defaults may be explicit: sortBy=updatedAt and sortOrder=desc', async ({ api, expect }) => {
    await withRetries(api, async () => {
      const queries: Query[] = [{}, { sortBy: 'updatedAt' }, { sortOrder: 'desc' }, { sortBy: 'updatedAt', sortOrder: 'desc' }]
      const [bare, ...named] = (await Promise.all(queries.map((query) => api.list(query)))).map(({ data }) => idsOf(data))
      expect(named).toEqual([bare, bare, bare])
    })
  }),

  reads('LIST-65', 'documented', 'sortOrder=asc reverses the default order: earliest update first', async (context) => {
    await requireOrder(context, 'updatedAt', 'asc', { sortOrder: 'asc' })
  }),

  ...(['updatedAt', 'createdAt', 'lastMessageAt', 'messageCount', 'unreadCount'] as const).map((sortBy, i) =>
    reads(
      `LIST-${66 + i}`,
      sortBy === 'updatedAt' ? 'documented' : 'implied',
      `sortBy=${sortBy} sorts the list, ascending or descending`,
      async (context) => {
        await requireOrder(context, sortBy, 'asc', { sortBy, sortOrder: 'asc' })
        await requireOrder(context, sortBy, 'desc', { sortBy, sortOrder: 'desc' })
      },
    ),
  ),

  reads('LIST-71', 'implied', 'desc is the reverse of asc, except among equal values', async ({ api, expect }) => {
    await withRetries(api, async () => {
      const [up, down] = await Promise.all(['asc', 'desc'].map((sortOrder) => api.list({ sortOrder, perPage: MOST })))
      const totalCount = down?.meta.pagination.totalCount ?? 0
      expect(up?.meta.pagination.totalCount).toBe(totalCount)
      if (totalCount > MOST) return
      expect(idsOf(up?.data ?? []).sort()).toEqual(idsOf(down?.data ?? []).sort())
      expect(valuesOf('updatedAt', up?.data ?? [])).toEqual(valuesOf('updatedAt', down?.data ?? []).reverse())
    })
  }),

  reads('LIST-72', 'implied', 'the order continues across pages', async ({ api, expect }) => {
    await withRetries(api, async () => {
      const pages = await Promise.all([1, 2, 3].map((page) => api.list({ sortOrder: 'asc', perPage: 5, page })))
      const items = pages.flatMap(({ data }) => data)
      expect(valuesOf('updatedAt', items)).toEqual(inOrder('updatedAt', 'asc', items))
    })
  }),

  reads('LIST-73', 'implied', 'a filtered list is sorted too', async ({ api, expect, skip }) => {
    const status = dividing((await api.list({ perPage: MOST })).data, ({ attributes }) => attributes.status)
    if (status === undefined) return skip('there is no conversation on the server')
    for (const sortOrder of ['asc', 'desc'] as const) {
      const { data } = await api.list({ status, sortOrder, perPage: MOST })
      expect(valuesOf('updatedAt', data)).toEqual(inOrder('updatedAt', sortOrder, data))
    }
  }),

  reads('LIST-74', 'implied', 'an unknown sort field or sort order is accepted or rejected, without a server error', async (context) => {
    for (const query of [{ sortBy: 'color' }, { sortOrder: 'sideways' }]) {
      requireDocumentedError(context, queryText(query), await context.api.call('GET', '/conversations', { query }))
    }
  }),

  ...(['updatedAt', 'createdAt'] as const).map((sortBy, i) =>
    writes(
      `LIST-${75 + i}`,
      sortBy === 'updatedAt' ? 'documented' : 'implied',
      `a new conversation comes before all that were ${sortBy === 'updatedAt' ? 'updated' : 'created'} earlier`,
      async (context) => {
        const { api, expect } = context
        const { id } = await api.create()
        const page = await unlessRejected(context, `sortBy=${sortBy}`, api.list({ sortBy, perPage: MOST }))
        if (page === undefined) return
        const at = idsOf(page.data).indexOf(id)
        const value = VALUES[sortBy](await api.get(id))
        const before = valuesOf(sortBy, at < 0 ? page.data : page.data.slice(0, at))
        const earlier = before.filter((other) => other < value)
        if (earlier.length > 0 && isByDefault(context, sortBy, 'desc', page.data)) return
        expect(earlier).toEqual([])
      },
    ),
  ),
]

/** Requires that a query sorts the whole list, not only its first page. */
async function requireOrder(context: RuleContext, field: SortField, sortOrder: 'asc' | 'desc', query: Query): Promise<void> {
  const { api, expect, observe } = context
  await withRetries(api, async () => {
    const sorted = api.list({ ...query, perPage: MOST })
    // The guide names only the default sort field.
    const page = field === 'updatedAt' ? await sorted : await unlessRejected(context, `sortBy=${field}`, sorted)
    if (page === undefined) return
    const values = valuesOf(field, page.data)
    if (new Set(values).size < 2) observe(`every conversation has the same ${field}`)
    const any = valuesOf(field, (await api.list({ perPage: MOST })).data)
    const first = values[0] ?? 0
    const isFirst = sortOrder === 'desc' ? first >= Math.max(...any) : first <= Math.min(...any)
    if (!(isFirst && isInOrder(field, sortOrder, page.data)) && isByDefault(context, field, sortOrder, page.data)) return

    expect(values).toEqual(inOrder(field, sortOrder, page.data))
    if (sortOrder === 'desc') expect(first, 'the greatest comes first').toBeGreaterThanOrEqual(Math.max(...any))
    else expect(first, 'the least comes first').toBeLessThanOrEqual(Math.min(...any))
  })
}

/** Whether a server ignored a sort field that the guide does not name, which is allowed, and returned the default order. */
function isByDefault({ observe }: RuleContext, field: SortField, sortOrder: 'asc' | 'desc', items: readonly Item[]): boolean {
  if (field === 'updatedAt' || !isInOrder('updatedAt', sortOrder, items)) return false
  observe(`sortBy=${field} gives the list in the default order`)
  return true
}

function isInOrder(field: SortField, sortOrder: 'asc' | 'desc', items: readonly Item[]): boolean {
  const ordered = inOrder(field, sortOrder, items)
  return valuesOf(field, items).every((value, i) => value === ordered[i])
}

function valuesOf(field: SortField, items: readonly Item[]): number[] {
  return items.flatMap((item) => VALUES[field](item) ?? [])
}

function inOrder(field: SortField, sortOrder: 'asc' | 'desc', items: readonly Item[]): number[] {
  return valuesOf(field, items).sort((a, b) => (sortOrder === 'asc' ? a - b : b - a))
}
