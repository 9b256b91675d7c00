import { rulesOf } from '../rule.js'
import { attempted } from './deliveries.js'
import { isRejected, responseText } from './rejection.js'
import { isTimestamp } from './response-values.js'
import { requireDocumentedError, unlessRejected } from './unspecified.js'
import { requireKey, requireNotFound, requireRefused, UNKNOWN_WEBHOOK } from './webhook-errors.js'

const { writes, answersFit } = rulesOf('testWebhook', 'Webhooks: test')
const idempotent = rulesOf('testWebhook', 'Idempotency')

/** `POST /webhooks/:id/test`. */
export const testWebhookRules = [
  writes('WEBHOOK-TEST-01', 'documented', 'a test returns 200 with deliveryId, status and timestamp', async ({ api, expect, observe }) => {
    const { id } = await api.webhooks.create()
    const tested = await api.webhooks.test(id)
    expect(tested.deliveryId).toEqual(expect.stringMatching(/^del_./))
    expect(tested.status).toBeOneOf(['succeeded', 'failed', 'pending'])
    expect(tested.timestamp).toSatisfy(isTimestamp, 'timestamp is a timestamp')
    observe(`a test to an unreachable url answers ${tested.status}`)
  }),

  writes('WEBHOOK-TEST-02', 'implied', 'a test to an unreachable url does not succeed', async ({ api, target, expect, skip }) => {
    if (!target.isWebhookUrlUnreachable) skip('somebody may listen at --webhook-url')
    const { id } = await api.webhooks.create()
    expect((await api.webhooks.test(id)).status).not.toBe('succeeded')
  }),

  writes('WEBHOOK-TEST-03', 'documented', 'it sends test.ping by default', async (context) => {
    const { id } = await context.api.webhooks.create()
    const { deliveryId } = await context.api.webhooks.test(id)
    context.expect((await attempted(context, id, deliveryId)).attributes.event).toBe('test.ping')
  }),

  writes('WEBHOOK-TEST-04', 'documented', 'it sends the requested event', async (context) => {
    const { api, expect } = context
    const { id } = await api.webhooks.create()
    for (const event of ['test.ping', 'conversation.closed']) {
      const tested = await unlessRejected(context, `a test by ${event}`, api.webhooks.test(id, { event }))
      if (tested === undefined) continue // there may be no such event to send
      expect((await attempted(context, id, tested.deliveryId)).attributes.event).toBe(event)
    }
  }),

  writes('WEBHOOK-TEST-05', 'documented', 'an unknown event returns 400 INVALID_EVENTS, and sends nothing', async (context) => {
    const { id } = await context.api.webhooks.create()
    requireRefused(context, await context.api.webhooks.tryToTest(id, { event: 'weather.changed' }), 'INVALID_EVENTS')
    context.expect((await context.api.webhooks.deliveries(id)).data).toEqual([])
  }),

  writes(
    'WEBHOOK-TEST-06',
    'implied',
    'testing an inactive webhook does not cause a server error; the guide does not specify it',
    async ({ api, expect, observe }) => {
      const { id } = await api.webhooks.create()
      await api.webhooks.did(api.webhooks.update(id, { status: 'inactive' }))
      const answer = await api.webhooks.tryToTest(id)
      requireDocumentedError({ expect, observe }, 'a test of an inactive webhook', answer)
      expect((await api.webhooks.get(id)).attributes.status, 'a test does not make it active').toBe('inactive')
    },
  ),

  writes('WEBHOOK-TEST-07', 'implied', 'two tests are two deliveries', async ({ api, expect }) => {
    const { id } = await api.webhooks.create()
    const [one, other] = [await api.webhooks.test(id), await api.webhooks.test(id)]
    expect(other.deliveryId).not.toBe(one.deliveryId)
  }),

  writes('WEBHOOK-TEST-08', 'documented', 'an unknown webhook returns 404 RESOURCE_NOT_FOUND', async (context) => {
    requireNotFound(context, await context.api.call('POST', `${UNKNOWN_WEBHOOK}/test`))
  }),

  writes('WEBHOOK-TEST-09', 'documented', 'it returns 401 without a key or with an unknown key', async (context) => {
    const { api, expect } = context
    const { id } = await api.webhooks.create()
    await requireKey(context, 'POST', `/webhooks/${encodeURIComponent(id)}/test`)
    expect((await api.webhooks.deliveries(id)).data, 'nothing was sent').toEqual([])
  }),

  idempotent.writes('WEBHOOK-TEST-10', 'documented', 'a repeated Idempotency-Key sends one test', async ({ api, expect }) => {
    const { id } = await api.webhooks.create()
    const headers = { 'idempotency-key': `linktor-mock-${api.runId}-test` }
    const first = await api.webhooks.tryToTest(id, {}, { headers })
    const second = await api.webhooks.tryToTest(id, {}, { headers })
    expect(first.status).toBe(200)
    expect([second.status, idIn(second.body)]).toEqual([200, idIn(first.body)])
    expect((await api.webhooks.deliveries(id)).meta.pagination.totalCount, 'how many were sent').toBe(1)
  }),

  writes('WEBHOOK-TEST-11', 'implied', 'a body that is not JSON is rejected', async ({ api, expect, observe }) => {
    const { id } = await api.webhooks.create()
    const answer = await api.webhooks.tryToTest(id, '{"event": ')
    requireDocumentedError({ expect, observe }, 'a test with a body that is no JSON', answer)
    expect(isRejected(answer), responseText(answer)).toBe(true)
  }),

  answersFit('WEBHOOK-TEST-12'),
]

function idIn(body: unknown): unknown {
  return Object(Object(body).data).deliveryId
}
