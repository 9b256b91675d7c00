import { rulesOf } from '../rule.js'
import { changes, idsOf } from './response-values.js'
import { queryText, requireDocumentedError, unlessRejected } from './unspecified.js'
import { requireKey } from './webhook-errors.js'
import { withRetries } from './with-retries.js'

const { reads, writes, answersFit } = rulesOf('listWebhooks', 'Webhooks: list')

/** Fields of a webhook that are the same in every response. */
const STABLE = ['url', 'description', 'status', 'events', 'headers', 'config', 'createdAt', 'updatedAt']

/** `GET /webhooks`. */
export const listWebhooksRules = [
  reads('WEBHOOK-LIST-01', 'documented', 'it returns 200 with webhooks in data and pagination in meta', async ({ api, expect }) => {
    const { status, body } = await api.call('GET', '/webhooks', { query: { page: 1, perPage: 5 } })
    const whole = expect.any(Number)
    const pagination = { page: 1, perPage: 5, totalPages: whole, totalCount: whole }
    expect([status, body]).toMatchObject([200, { data: expect.any(Array), meta: { pagination } }])
  }),

  reads('WEBHOOK-LIST-02', 'documented', 'it returns 401 without a key or with an unknown key', (context) =>
    requireKey(context, 'GET', '/webhooks'),
  ),

  writes('WEBHOOK-LIST-03', 'documented', 'a created webhook is listed once, with the same values as get', async ({ api, expect }) => {
    const { id } = await api.webhooks.create()
    await withRetries(api, async () => {
      const found = (await api.webhooks.all()).filter((webhook) => webhook.id === id)
      expect(found).toMatchObject([{ id, type: 'webhook' }])
      expect(changes((await api.webhooks.get(id)).attributes, found[0]?.attributes ?? {}, STABLE)).toEqual([])
    })
  }),

  writes('WEBHOOK-LIST-04', 'documented', 'it does not show the secret', async ({ api, expect }) => {
    const { attributes } = await api.webhooks.create()
    expect(JSON.stringify(await api.webhooks.all())).not.toContain(attributes.secret)
  }),

  writes('WEBHOOK-LIST-05', 'documented', 'perPage limits the page size, and totalCount counts all', async ({ api, expect }) => {
    await Promise.all([api.webhooks.create(), api.webhooks.create()])
    const { data, meta } = await api.webhooks.list({ perPage: 1 })
    expect(data.length).toBe(1)
    expect(meta.pagination.perPage).toBe(1)
    expect(meta.pagination.totalCount).toBeGreaterThanOrEqual(2)
    expect(meta.pagination.totalPages, 'pages of one').toBe(meta.pagination.totalCount)
  }),

  writes('WEBHOOK-LIST-06', 'implied', 'pages do not overlap', async ({ api, expect }) => {
    await Promise.all([api.webhooks.create(), api.webhooks.create()])
    await withRetries(api, async () => {
      const pages = await Promise.all([1, 2].map((page) => api.webhooks.list({ page, perPage: 1 })))
      expect(pages.map(({ meta }) => meta.pagination.page)).toEqual([1, 2])
      const [first, second] = pages.map(({ data }) => idsOf(data))
      expect(second?.length).toBe(1)
      expect(second).not.toEqual(first)
    })
  }),

  reads('WEBHOOK-LIST-07', 'documented', 'a page has at most 100 items, whatever perPage is', async (context) => {
    const answered = await unlessRejected(context, 'perPage=101', context.api.webhooks.list({ perPage: 101 }))
    if (answered === undefined) return
    context.expect(answered.meta.pagination.perPage).toBeLessThanOrEqual(100)
    context.expect(answered.data.length).toBeLessThanOrEqual(100)
  }),

  reads('WEBHOOK-LIST-08', 'implied', 'a page or perPage that is not a number is rejected or corrected', async (context) => {
    for (const query of [{ page: 'x' }, { perPage: 'x' }, { page: 0 }, { page: 1_000_000 }]) {
      requireDocumentedError(context, queryText(query), await context.api.call('GET', '/webhooks', { query }))
    }
  }),

  answersFit('WEBHOOK-LIST-09'),
]
