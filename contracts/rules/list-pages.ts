import type { Client, ListResponse, Query } from '../client.js'
import { rulesOf } from '../rule.js'
import { MOST } from './listing.js'
import { idsOf } from './response-values.js'
import { requireDocumentedError, unlessRejected } from './unspecified.js'
import { withRetries } from './with-retries.js'

const { reads } = rulesOf('listConversations', 'List Conversations')

/** Pagination of the list: `page`, `perPage` and `meta.pagination`. */
export const listPagesRules = [
  reads('LIST-07', 'documented', 'page is 1 by default', async ({ api, expect }) => {
    await withRetries(api, async () => {
      const [bare, first] = await Promise.all([api.list(), api.list({ page: 1 })])
      expect(bare.meta.pagination.page).toBe(1)
      expect(first.meta.pagination.page).toBe(1)
      expect(idsOf(bare.data)).toEqual(idsOf(first.data))
    })
  }),

  reads('LIST-08', 'documented', 'perPage is 20 by default', async ({ api, expect }) => {
    await withRetries(api, async () => {
      const [bare, twenty] = await Promise.all([api.list(), api.list({ perPage: 20 })])
      expect(bare.meta.pagination.perPage).toBe(20)
      expect(bare.data.length).toBe(Math.min(20, bare.meta.pagination.totalCount))
      expect(idsOf(bare.data)).toEqual(idsOf(twenty.data))
    })
  }),

  ...[1, 2, 7].map((perPage, i) =>
    reads(`LIST-${String(9 + i).padStart(2, '0')}`, 'documented', `perPage limits the page size: ${perPage}`, async ({ api, expect }) => {
      const { data, meta } = await api.list({ perPage })
      expect(meta.pagination.perPage).toBe(perPage)
      expect(data.length).toBe(Math.min(perPage, meta.pagination.totalCount))
    }),
  ),

  reads('LIST-12', 'documented', 'perPage may be 100', async ({ api, expect }) => {
    const { data, meta } = await api.list({ perPage: 100 })
    expect(meta.pagination.perPage).toBe(100)
    expect(data.length).toBe(Math.min(100, meta.pagination.totalCount))
  }),

  reads('LIST-13', 'documented', 'a page has at most 100 items, whatever perPage is', async (context) => {
    const { api, expect } = context
    for (const perPage of [101, 1000]) {
      const answered = await unlessRejected(context, `perPage=${perPage}`, api.list({ perPage }))
      if (answered === undefined) continue
      expect(answered.data.length).toBeLessThanOrEqual(100)
      expect(answered.meta.pagination.perPage).toBeLessThanOrEqual(100)
    }
  }),

  reads('LIST-14', 'documented', 'pagination has the number of the page', async ({ api, expect, skip }) => {
    const { data, meta } = await api.list({ page: 2, perPage: 1 })
    if (meta.pagination.totalCount < 2) skip('there are fewer than two conversations on the server')
    expect(meta.pagination).toMatchObject({ page: 2, perPage: 1 })
    expect(data.length).toBe(1)
  }),

  reads('LIST-15', 'implied', 'totalPages is totalCount divided by perPage, rounded up', async ({ api, expect }) => {
    for (const { meta } of await Promise.all([1, 3, 20, 100].map((perPage) => api.list({ perPage })))) {
      const { perPage, totalPages, totalCount } = meta.pagination
      if (totalCount > 0) expect(totalPages, `${totalCount} by ${perPage}`).toBe(Math.ceil(totalCount / perPage))
      else expect(totalPages, 'of nothing').toBeLessThanOrEqual(1)
    }
  }),

  reads('LIST-16', 'implied', 'totalCount counts all items, for every page and perPage', async ({ api, expect }) => {
    await withRetries(api, async () => {
      const pages = await Promise.all([{}, { page: 2, perPage: 1 }, { perPage: 3 }, { perPage: MOST }].map((query) => api.list(query)))
      const totals = pages.map(({ meta }) => meta.pagination.totalCount)
      expect(totals).toEqual(totals.map(() => totals[0]))
      const [largest] = pages.slice(-1)
      if ((totals[0] ?? 0) <= MOST) expect(largest?.data.length).toBe(totals[0])
    })
  }),

  reads('LIST-17', 'implied', 'page n is the n-th part of the list', async ({ api, expect, skip }) => {
    await withRetries(api, async () => {
      const whole = await api.list({ perPage: 9 })
      if (whole.data.length < 2) skip('there are fewer than two conversations on the server')
      const perPage = Math.ceil(whole.data.length / 3)
      const pages = await pagesOf(api, { perPage }, 3)
      expect(pages.map(({ data }) => idsOf(data))).toEqual([0, 1, 2].map((n) => idsOf(whole.data).slice(n * perPage, (n + 1) * perPage)))
    })
  }),

  ...(['updatedAt', 'unreadCount'] as const).map((sortBy, i) =>
    reads(
      `LIST-${18 + i}`,
      'implied',
      `pages do not overlap, and together contain all: sorted by ${sortBy}${sortBy === 'unreadCount' ? ', with many equal values' : ''}`,
      async (context) => {
        const { api, expect } = context
        await withRetries(api, async () => {
          const first = await unlessRejected(context, `sortBy=${sortBy}`, api.list({ sortBy, perPage: 1 }))
          if (first === undefined) return
          const { totalCount } = first.meta.pagination
          const perPage = Math.min(MOST, Math.max(1, Math.ceil(totalCount / 3)))
          const pages = await pagesOf(api, { sortBy, perPage }, 3)
          const ids = idsOf(pages.flatMap(({ data }) => data))
          expect(
            ids.filter((id, at) => ids.indexOf(id) !== at),
            'on two pages',
          ).toEqual([])
          expect(ids.length).toBe(Math.min(totalCount, 3 * perPage))
        })
      },
    ),
  ),

  reads('LIST-20', 'implied', 'the last page has the remaining items', async ({ api, expect, skip }) => {
    await withRetries(api, async () => {
      const { totalCount } = (await api.list({ perPage: 1 })).meta.pagination
      if (totalCount < 3) skip('there are fewer than three conversations on the server')
      const perPage = Math.min(MOST, Math.floor(totalCount / 2) + 1)
      const page = Math.ceil(totalCount / perPage)
      const { data, meta } = await api.list({ perPage, page })
      expect(data.length).toBe(totalCount - (page - 1) * perPage)
      expect(meta.pagination).toMatchObject({ page, totalPages: page, totalCount })
    })
  }),

  reads('LIST-21', 'implied', 'a page after the last one is empty, or pagination has the number of the page returned', async (context) => {
    const { api, expect, observe } = context
    await withRetries(api, async () => {
      const { totalPages, totalCount } = (await api.list()).meta.pagination
      const page = totalPages + 2
      const past = await unlessRejected(context, 'a page past the last one', api.list({ page }))
      if (past === undefined) return
      observe(`a page past the last one answers 200 with ${past.data.length} conversations`)
      if (past.meta.pagination.page === page) expect(idsOf(past.data)).toEqual([])
      expect(past.meta.pagination.totalCount).toBe(totalCount)
    })
  }),

  reads('LIST-22', 'documented', 'hasNextPage and hasPrevPage, if returned, are correct', async ({ api, expect, observe }) => {
    const { totalCount } = (await api.list()).meta.pagination
    const last = Math.max(1, Math.ceil(totalCount / MOST))
    const queries = [{ perPage: 1 }, { perPage: 1, page: 2 }, { perPage: MOST, page: last }]
    const pages = await Promise.all(queries.map((query) => api.list(query)))
    if (pages.every(({ meta }) => meta.pagination.hasNextPage === undefined)) observe('hasNextPage is not returned')
    for (const { meta } of pages) {
      const { page, totalPages, hasNextPage, hasPrevPage } = meta.pagination
      if (hasNextPage !== undefined) expect(hasNextPage, `hasNextPage of page ${page}`).toBe(page < totalPages)
      if (hasPrevPage !== undefined) expect(hasPrevPage, `hasPrevPage of page ${page}`).toBe(page > 1)
    }
  }),

  ...(['page', 'perPage'] as const).map((name, i) =>
    reads(`LIST-${23 + i}`, 'implied', `a ${name} that is not an integer from 1 is rejected or corrected`, async (context) => {
      for (const value of [0, -1, 'x']) {
        requireDocumentedError(context, `${name}=${value}`, await context.api.call('GET', '/conversations', { query: { [name]: value } }))
      }
    }),
  ),
]

/** The first pages of a list, read concurrently. */
function pagesOf(api: Client, query: Query, count: number): Promise<ListResponse[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => api.list({ ...query, page: i + 1 })))
}
