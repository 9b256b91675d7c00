import { rulesOf } from '../rule.js'
import { attempted, tested } from './deliveries.js'
import { idsOf, isTimestamp } from './response-values.js'
import { queryText, requireDocumentedError, unlessRejected } from './unspecified.js'
import { requireKey, requireNotFound, UNKNOWN_WEBHOOK } from './webhook-errors.js'
import { withRetries } from './with-retries.js'

const { reads, writes, answersFit } = rulesOf('listDeliveries', 'Webhooks: deliveries')

type Status = 'succeeded' | 'failed' | 'pending'
const STATUSES: Status[] = ['succeeded', 'failed', 'pending']

/** `GET /webhooks/:id/deliveries`. */
export const listDeliveriesRules = [
  writes(
    'WEBHOOK-DELIVERIES-01',
    'documented',
    'a new webhook has an empty list of deliveries, with pagination',
    async ({ api, expect }) => {
      const { id } = await api.webhooks.create()
      const { data, meta } = await api.webhooks.deliveries(id, { page: 1, perPage: 10 })
      expect(data).toEqual([])
      expect(meta.pagination).toMatchObject({ page: 1, perPage: 10, totalCount: 0 })
    },
  ),

  writes('WEBHOOK-DELIVERIES-02', 'documented', 'a sent event is listed as a delivery, with its result', async (context) => {
    const { expect } = context
    const { delivery } = await tested(context)
    const { id, type, attributes } = delivery
    expect([id, type]).toEqual([expect.stringMatching(/^del_./), 'delivery'])
    expect(attributes).toMatchObject({ event: 'test.ping', attempts: expect.any(Number), request: { headers: expect.any(Object) } })
    expect(attributes.status).toBeOneOf(STATUSES)
    expect(attributes.createdAt).toSatisfy(isTimestamp, 'createdAt is a timestamp')
    expect(attributes.lastAttemptAt).toSatisfy(isTimestamp, 'lastAttemptAt is a timestamp')
  }),

  writes(
    'WEBHOOK-DELIVERIES-03',
    'documented',
    'its payload is the event in its envelope: id, timestamp, data and meta',
    async (context) => {
      const { expect } = context
      const { webhook, delivery } = await tested(context)
      const { payload } = delivery.attributes
      const data = expect.any(Object)
      const meta = { organizationId: expect.stringMatching(/./), webhookId: webhook.id }
      expect(payload).toMatchObject({ id: expect.stringMatching(/^evt_./), event: 'test.ping', data, meta })
      expect(payload.timestamp).toSatisfy(isTimestamp, 'timestamp is a timestamp')
    },
  ),

  writes('WEBHOOK-DELIVERIES-04', 'implied', 'an attempt without a response has not succeeded', async (context) => {
    if (!context.target.isWebhookUrlUnreachable) context.skip('somebody may listen at --webhook-url')
    const { attributes } = (await tested(context)).delivery
    context.expect(attributes.status).not.toBe('succeeded')
    context.expect(attributes.attempts).toBeGreaterThan(0)
    if (attributes.errorMessage === undefined) context.observe('a failed attempt has no errorMessage')
  }),

  writes('WEBHOOK-DELIVERIES-05', 'documented', 'status returns exactly the deliveries with that status', async (context) => {
    const { api, expect } = context
    const { webhook, delivery } = await tested(context)
    await withRetries(api, async () => {
      const { status: now } = (await attempted(context, webhook.id, delivery.id)).attributes
      for (const status of STATUSES) {
        const found = await api.webhooks.deliveries(webhook.id, { status })
        expect(idsOf(found.data), queryText({ status })).toEqual(status === now ? [delivery.id] : [])
        expect(found.meta.pagination.totalCount, queryText({ status })).toBe(status === now ? 1 : 0)
      }
    })
  }),

  writes('WEBHOOK-DELIVERIES-06', 'documented', 'event returns exactly the deliveries of that event', async (context) => {
    const { api, expect } = context
    const { webhook, delivery } = await tested(context)
    const of = async (event: string) => idsOf((await api.webhooks.deliveries(webhook.id, { event })).data)
    expect(await of('test.ping')).toEqual([delivery.id])
    expect(await of('conversation.closed')).toEqual([])
  }),

  writes('WEBHOOK-DELIVERIES-07', 'documented', 'perPage limits the page size, and the pages together contain all', async (context) => {
    const { api, expect } = context
    const { webhook, delivery } = await tested(context)
    const { deliveryId } = await api.webhooks.test(webhook.id)
    const pages = await Promise.all([1, 2].map((page) => api.webhooks.deliveries(webhook.id, { page, perPage: 1 })))
    for (const [i, { data, meta }] of pages.entries()) {
      expect(data.length).toBe(1)
      expect(meta.pagination).toMatchObject({ page: i + 1, perPage: 1, totalPages: 2, totalCount: 2 })
    }
    expect(pages.flatMap(({ data }) => idsOf(data)).sort()).toEqual([delivery.id, deliveryId].sort())
  }),

  writes('WEBHOOK-DELIVERIES-08', 'documented', 'a page has at most 100 items, whatever perPage is', async (context) => {
    const { id } = await context.api.webhooks.create()
    const answered = await unlessRejected(context, 'perPage=101', context.api.webhooks.deliveries(id, { perPage: 101 }))
    if (answered !== undefined) context.expect(answered.meta.pagination.perPage).toBeLessThanOrEqual(100)
  }),

  writes('WEBHOOK-DELIVERIES-09', 'implied', 'deliveries belong to their own webhook', async (context) => {
    const { api, expect } = context
    await tested(context)
    const { id } = await api.webhooks.create()
    expect((await api.webhooks.deliveries(id)).data).toEqual([])
  }),

  writes('WEBHOOK-DELIVERIES-10', 'implied', 'lastDelivery of the webhook, if returned, is its latest delivery', async (context) => {
    const { api, expect, observe } = context
    const { webhook, delivery } = await tested(context)
    const { stats, lastDelivery } = (await api.webhooks.get(webhook.id)).attributes
    observe(`a test ${stats.deliveriesTotal > 0 ? 'counts' : 'does not count'} in stats`)
    if (lastDelivery) expect(lastDelivery).toMatchObject({ id: delivery.id, event: 'test.ping' })
    expect(stats.deliveriesSucceeded + stats.deliveriesFailed, 'those that ended').toBeLessThanOrEqual(stats.deliveriesTotal)
  }),

  writes(
    'WEBHOOK-DELIVERIES-11',
    'implied',
    'an unknown status or a page that is not a number is rejected or corrected',
    async (context) => {
      const { id } = await context.api.webhooks.create()
      for (const query of [{ status: 'lost' }, { page: 'x' }, { perPage: 0 }]) {
        const answer = await context.api.call('GET', `/webhooks/${encodeURIComponent(id)}/deliveries`, { query })
        requireDocumentedError(context, queryText(query), answer)
      }
    },
  ),

  reads('WEBHOOK-DELIVERIES-12', 'documented', 'an unknown webhook returns 404 RESOURCE_NOT_FOUND', async (context) => {
    requireNotFound(context, await context.api.call('GET', `${UNKNOWN_WEBHOOK}/deliveries`))
  }),

  writes('WEBHOOK-DELIVERIES-13', 'documented', 'it returns 401 without a key or with an unknown key', async (context) => {
    const { id } = await context.api.webhooks.create()
    await requireKey(context, 'GET', `/webhooks/${encodeURIComponent(id)}/deliveries`)
  }),

  answersFit('WEBHOOK-DELIVERIES-14'),
]
