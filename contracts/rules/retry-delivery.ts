import { rulesOf } from '../rule.js'
import { UNKNOWN_ID } from '../target.js'
import { attempted, tested } from './deliveries.js'
import { SUCCESS } from './rejection.js'
import { requireKey, requireNotFound } from './webhook-errors.js'

const { writes, answersFit } = rulesOf('retryDelivery', 'Webhooks: retry')
const idempotent = rulesOf('retryDelivery', 'Idempotency')

/** `POST /webhooks/:id/deliveries/:deliveryId/retry`. */
export const retryDeliveryRules = [
  writes('WEBHOOK-RETRY-01', 'documented', 'a retry is accepted, and adds an attempt to the same delivery', async (context) => {
    const { api, expect, observe } = context
    const { webhook, delivery } = await tested(context)
    const { status } = await api.webhooks.retry(webhook.id, delivery.id)
    observe(`a retry answers ${status}`)
    expect(String(status)).toMatch(SUCCESS)
    await attempted(context, webhook.id, delivery.id, delivery.attributes.attempts + 1)
    expect((await api.webhooks.deliveries(webhook.id)).meta.pagination.totalCount, 'how many deliveries there are').toBe(1)
  }),

  writes('WEBHOOK-RETRY-02', 'documented', 'a retry sends the same event with the same id', async (context) => {
    const { webhook, delivery } = await tested(context)
    context.expect(String((await context.api.webhooks.retry(webhook.id, delivery.id)).status)).toMatch(SUCCESS)
    const { attributes } = await attempted(context, webhook.id, delivery.id, delivery.attributes.attempts + 1)
    context.expect(attributes.payload).toEqual(delivery.attributes.payload)
    context.expect(attributes.createdAt, 'createdAt').toBe(delivery.attributes.createdAt)
  }),

  writes('WEBHOOK-RETRY-03', 'documented', 'an unknown delivery returns 404 RESOURCE_NOT_FOUND', async (context) => {
    const { id } = await context.api.webhooks.create()
    requireNotFound(context, await context.api.webhooks.retry(id, UNKNOWN_ID))
  }),

  writes('WEBHOOK-RETRY-04', 'documented', 'an unknown webhook returns 404 RESOURCE_NOT_FOUND', async (context) => {
    requireNotFound(context, await context.api.webhooks.retry(UNKNOWN_ID, UNKNOWN_ID))
  }),

  writes('WEBHOOK-RETRY-05', 'implied', 'a delivery of another webhook returns 404, and is not sent', async (context) => {
    const { webhook, delivery } = await tested(context)
    const other = await context.api.webhooks.create()
    requireNotFound(context, await context.api.webhooks.retry(other.id, delivery.id))
    const { attributes } = await attempted(context, webhook.id, delivery.id)
    context.expect(attributes.payload.meta.webhookId).toBe(webhook.id)
  }),

  writes('WEBHOOK-RETRY-06', 'documented', 'it returns 401 without a key or with an unknown key', async (context) => {
    const { webhook, delivery } = await tested(context)
    const [webhookId, deliveryId] = [webhook.id, delivery.id].map(encodeURIComponent)
    await requireKey(context, 'POST', `/webhooks/${webhookId}/deliveries/${deliveryId}/retry`)
  }),

  idempotent.writes('WEBHOOK-RETRY-07', 'documented', 'a repeated Idempotency-Key retries once', async (context) => {
    const { api, expect } = context
    const { webhook, delivery } = await tested(context)
    const headers = { 'idempotency-key': `linktor-mock-${api.runId}-retry` }
    const first = await api.webhooks.retry(webhook.id, delivery.id, { headers })
    const second = await api.webhooks.retry(webhook.id, delivery.id, { headers })
    expect(String(first.status)).toMatch(SUCCESS)
    expect(second.status).toBe(first.status)
    const { attempts } = delivery.attributes
    expect((await attempted(context, webhook.id, delivery.id, attempts + 1)).attributes.attempts).toBe(attempts + 1)
  }),

  answersFit('WEBHOOK-RETRY-08'),
]
