import { rulesOf } from '../rule.js'
import { isRejected, responseText } from './rejection.js'
import { changes } from './response-values.js'
import { requireDocumentedError } from './unspecified.js'
import { requireWebhookUpdatedAtAdvances } from './updated-at.js'
import { requireKey, requireNotFound, requireRefused, UNKNOWN_WEBHOOK } from './webhook-errors.js'

const { writes, answersFit } = rulesOf('updateWebhook', 'Webhooks: update')

/** Fields that an update does not change unless they are sent. */
const ATTRIBUTES = ['url', 'events', 'description', 'headers', 'status', 'config', 'createdAt']

/** `PATCH /webhooks/:id`. */
export const updateWebhookRules = [
  ...numbered(1, ['url', 'events', 'description', 'headers', 'status'], (id, field) =>
    writes(id, 'documented', `${field} alone changes ${field} alone, in the response and in get`, async ({ api, target, expect }) => {
      const webhook = await api.webhooks.create({ headers: { 'X-Team': 'support' } })
      const values = {
        url: `${target.webhookUrl()}/other`,
        events: ['conversation.closed'],
        description: `linktor-mock ${api.runId}, by another name`,
        headers: { 'X-Shard': '7' },
        status: 'inactive',
      }
      if (field === 'events') await api.webhooks.did(api.webhooks.update(webhook.id, { status: 'inactive' })) // it receives no events
      const { attributes: before } = await api.webhooks.get(webhook.id)
      const answered = await api.webhooks.did(api.webhooks.update(webhook.id, { [field]: values[field] }))
      expect(answered).toMatchObject({ id: webhook.id, type: 'webhook' })
      const { attributes: after } = await api.webhooks.get(webhook.id)
      for (const attributes of [answered.attributes, after]) {
        expect(Reflect.get(attributes, field)).toEqual(values[field])
        const others = ATTRIBUTES.filter((name) => name !== field)
        expect(changes(before, attributes, others)).toEqual([])
      }
    }),
  ),

  writes('WEBHOOK-UPDATE-06', 'documented', 'an inactive webhook can be active again', async ({ api, expect }) => {
    const { id } = await api.webhooks.create()
    await api.webhooks.did(api.webhooks.update(id, { status: 'inactive' }))
    const { attributes } = await api.webhooks.did(api.webhooks.update(id, { status: 'active' }))
    expect([attributes.status, (await api.webhooks.get(id)).attributes.status]).toEqual(['active', 'active'])
  }),

  writes('WEBHOOK-UPDATE-07', 'documented', 'the list shows the status', async ({ api, expect }) => {
    const { id } = await api.webhooks.create()
    await api.webhooks.did(api.webhooks.update(id, { status: 'inactive' }))
    const listed = (await api.webhooks.all()).find((webhook) => webhook.id === id)
    expect(listed?.attributes.status).toBe('inactive')
  }),

  writes('WEBHOOK-UPDATE-08', 'documented', 'config, if its values are accepted, is changed', async ({ api, expect, observe }) => {
    const { id, attributes: before } = await api.webhooks.create()
    const answer = await api.webhooks.update(id, { config: { maxRetries: 1 } })
    requireDocumentedError({ expect, observe }, 'maxRetries alone', answer)
    const { attributes: after } = await api.webhooks.get(id)
    expect(after.config.maxRetries).toBe(isRejected(answer) ? before.config.maxRetries : 1)
    const rest = changes(before.config, after.config, ['retryPolicy', 'timeout'])
    observe(`the rest of config ${rest.length === 0 ? 'stays' : 'does not stay'} when a part is changed`)
  }),

  writes('WEBHOOK-UPDATE-09', 'documented', 'the response does not show the secret', async ({ api, expect }) => {
    const { id, attributes } = await api.webhooks.create()
    const answer = await api.webhooks.update(id, { description: `linktor-mock ${api.runId}, without its secret` })
    expect(answer.status).toBe(200)
    expect(answer.text).not.toContain(attributes.secret)
  }),

  ...numbered(10, ['url', 'events'], (id, field) => {
    const [code, value] = field === 'url' ? ['INVALID_URL', 'http://linktor-mock.invalid/hook'] : ['INVALID_EVENTS', ['weather.changed']]
    const what = field === 'url' ? 'an http url of another host' : 'an unknown event'
    return writes(id, 'documented', `${what} returns 400 ${code}, and changes nothing`, async (context) => {
      const { api, expect } = context
      const webhook = await api.webhooks.create()
      const { attributes: before } = await api.webhooks.get(webhook.id)
      const answer = await api.webhooks.update(webhook.id, { [field]: value, headers: { 'X-Shard': '7' } })
      requireRefused(context, answer, String(code))
      expect(changes(before, (await api.webhooks.get(webhook.id)).attributes, ATTRIBUTES)).toEqual([])
    })
  }),

  writes(
    'WEBHOOK-UPDATE-12',
    'implied',
    'an unknown status is never shown, and does not change the old one',
    async ({ api, expect, observe }) => {
      const { id } = await api.webhooks.create()
      const answer = await api.webhooks.update(id, { status: 'paused' })
      requireDocumentedError({ expect, observe }, 'an unknown status', answer)
      expect((await api.webhooks.get(id)).attributes.status).toBe('active')
    },
  ),

  writes('WEBHOOK-UPDATE-13', 'implied', 'an empty update changes nothing', async ({ api, expect, observe }) => {
    const { id } = await api.webhooks.create()
    const { attributes: before } = await api.webhooks.get(id)
    const answer = await api.webhooks.update(id, {})
    observe(`an empty update answers ${responseText(answer)}`)
    expect(answer.status).toBeLessThan(500)
    expect(changes(before, (await api.webhooks.get(id)).attributes, ATTRIBUTES)).toEqual([])
  }),

  writes('WEBHOOK-UPDATE-14', 'implied', 'another webhook stays as it is', async ({ api, expect }) => {
    const [one, other] = [await api.webhooks.create(), await api.webhooks.create()]
    const { attributes: before } = await api.webhooks.get(other.id)
    await api.webhooks.did(api.webhooks.update(one.id, { status: 'inactive', headers: { 'X-Shard': '7' } }))
    expect(changes(before, (await api.webhooks.get(other.id)).attributes, [...ATTRIBUTES, 'updatedAt'])).toEqual([])
  }),

  writes('WEBHOOK-UPDATE-15', 'implied', 'updatedAt advances, and createdAt stays', async (context) => {
    const { id } = await context.api.webhooks.create()
    await requireWebhookUpdatedAtAdvances(context, id, () => context.api.webhooks.update(id, { headers: { 'X-Shard': '7' } }))
  }),

  writes('WEBHOOK-UPDATE-16', 'documented', 'an unknown webhook returns 404 RESOURCE_NOT_FOUND', async (context) => {
    requireNotFound(context, await context.api.call('PATCH', UNKNOWN_WEBHOOK, { body: { status: 'inactive' } }))
  }),

  writes('WEBHOOK-UPDATE-17', 'documented', 'it returns 401 without a key or with an unknown key', async (context) => {
    const { api, expect } = context
    const { id } = await api.webhooks.create()
    await requireKey(context, 'PATCH', `/webhooks/${encodeURIComponent(id)}`, { body: { status: 'inactive' } })
    expect((await api.webhooks.get(id)).attributes.status, 'nothing was done').toBe('active')
  }),

  answersFit('WEBHOOK-UPDATE-18'),
]

/** One rule per value, with consecutive ids. */
function numbered<T extends string, R>(first: number, values: readonly T[], rule: (id: string, value: T) => R): R[] {
  return values.map((value, i) => rule(`WEBHOOK-UPDATE-${String(first + i).padStart(2, '0')}`, value))
}
