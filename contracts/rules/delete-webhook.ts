import { rulesOf } from '../rule.js'
import { idsOf } from './response-values.js'
import { requireKey, requireNotFound, UNKNOWN_WEBHOOK } from './webhook-errors.js'

const { writes, answersFit } = rulesOf('deleteWebhook', 'Webhooks: delete')

/** `DELETE /webhooks/:id`. */
export const deleteWebhookRules = [
  writes('WEBHOOK-DELETE-01', 'documented', 'deleting returns 204 without content', async ({ api, expect }) => {
    const { id } = await api.webhooks.create()
    const { status, text } = await api.webhooks.delete(id)
    expect([status, text]).toEqual([204, ''])
  }),

  writes('WEBHOOK-DELETE-02', 'documented', 'a deleted webhook returns 404, and is not listed', async (context) => {
    const { api, expect } = context
    const { id } = await api.webhooks.create()
    expect((await api.webhooks.delete(id)).status).toBe(204)
    requireNotFound(context, await api.call('GET', `/webhooks/${encodeURIComponent(id)}`))
    expect(idsOf(await api.webhooks.all())).not.toContain(id)
  }),

  writes('WEBHOOK-DELETE-03', 'implied', 'a deleted webhook cannot be changed, tested or deleted again', async (context) => {
    const { api, expect } = context
    const { id } = await api.webhooks.create()
    expect((await api.webhooks.delete(id)).status).toBe(204)
    requireNotFound(context, await api.webhooks.update(id, { status: 'inactive' }))
    requireNotFound(context, await api.webhooks.tryToTest(id))
    requireNotFound(context, await api.webhooks.delete(id))
  }),

  writes('WEBHOOK-DELETE-04', 'implied', 'another webhook with the same url stays', async ({ api, expect }) => {
    const [one, other] = [await api.webhooks.create(), await api.webhooks.create()]
    expect((await api.webhooks.delete(one.id)).status).toBe(204)
    expect((await api.webhooks.get(other.id)).id).toBe(other.id)
  }),

  writes('WEBHOOK-DELETE-05', 'documented', 'an unknown webhook returns 404 RESOURCE_NOT_FOUND', async (context) => {
    requireNotFound(context, await context.api.call('DELETE', UNKNOWN_WEBHOOK))
  }),

  writes('WEBHOOK-DELETE-06', 'documented', 'it returns 401 without a key or with an unknown key', async (context) => {
    const { api, expect } = context
    const { id } = await api.webhooks.create()
    await requireKey(context, 'DELETE', `/webhooks/${encodeURIComponent(id)}`)
    expect((await api.webhooks.get(id)).id, 'nothing was done').toBe(id)
  }),

  answersFit('WEBHOOK-DELETE-07'),
]
