import { rulesOf } from '../rule.js'
import { changes } from './response-values.js'
import { requireKey, requireNotFound, UNKNOWN_WEBHOOK } from './webhook-errors.js'

const { reads, writes, answersFit } = rulesOf('getWebhook', 'Webhooks: get')

const CREATED = ['url', 'description', 'status', 'events', 'headers', 'config', 'stats', 'createdAt', 'updatedAt']

/** `GET /webhooks/:id`. */
export const getWebhookRules = [
  writes('WEBHOOK-GET-01', 'documented', 'it returns the webhook as it was created', async ({ api, expect }) => {
    const created = await api.webhooks.create({ headers: { 'X-Team': 'support' } })
    const { id, type, attributes } = await api.webhooks.get(created.id)
    expect({ id, type }).toEqual({ id: created.id, type: 'webhook' })
    expect(changes(created.attributes, attributes, CREATED)).toEqual([])
  }),

  writes('WEBHOOK-GET-02', 'documented', 'it does not show the secret', async ({ api, expect }) => {
    const { id, attributes } = await api.webhooks.create()
    expect(JSON.stringify(await api.webhooks.get(id))).not.toContain(attributes.secret)
  }),

  reads('WEBHOOK-GET-03', 'documented', 'an unknown webhook returns 404 RESOURCE_NOT_FOUND', async (context) => {
    requireNotFound(context, await context.api.call('GET', UNKNOWN_WEBHOOK))
  }),

  writes('WEBHOOK-GET-04', 'documented', 'it returns 401 without a key or with an unknown key', async (context) => {
    const { id } = await context.api.webhooks.create()
    await requireKey(context, 'GET', `/webhooks/${encodeURIComponent(id)}`)
  }),

  answersFit('WEBHOOK-GET-05'),
]
