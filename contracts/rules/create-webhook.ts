import type { Client } from '../client.js'
import { rulesOf } from '../rule.js'
import { isRejected, responseText } from './rejection.js'
import { isTimestamp } from './response-values.js'
import { requireDocumentedError } from './unspecified.js'
import { requireKey, requireRefused } from './webhook-errors.js'

const { writes, answersFit } = rulesOf('createWebhook', 'Webhooks: create')
const idempotent = rulesOf('createWebhook', 'Idempotency')

/** An http URL of a host that does not exist (RFC 2606). */
const BY_HTTP = 'http://linktor-mock.invalid/hook'

/** The events of this API. */
const EVENTS = [
  'conversation.created',
  'conversation.updated',
  'conversation.assigned',
  'conversation.transferred',
  'conversation.closed',
  'conversation.reopened',
  'test.ping',
]

/** `POST /webhooks`. */
export const createWebhookRules = [
  writes('WEBHOOK-CREATE-01', 'documented', 'creating returns 201 with the webhook, with the url and events sent', async (context) => {
    const { api, target, expect } = context
    const { status, body } = await api.webhooks.tryToCreate()
    expect(status).toBe(201)
    const attributes = { url: target.webhookUrl(), events: ['test.ping'] }
    expect(body).toMatchObject({ data: { id: expect.stringMatching(/^wh_./), type: 'webhook', attributes } })
  }),

  writes('WEBHOOK-CREATE-02', 'documented', 'the response has the secret, which begins with whsec_', async ({ api, expect }) => {
    expect((await api.webhooks.create()).attributes.secret).toEqual(expect.stringMatching(/^whsec_./))
  }),

  writes('WEBHOOK-CREATE-03', 'implied', 'each webhook has a unique id and secret', async ({ api, expect }) => {
    const [one, other] = await Promise.all([api.webhooks.create(), api.webhooks.create()])
    expect(other.id).not.toBe(one.id)
    expect(other.attributes.secret).not.toBe(one.attributes.secret)
  }),

  writes('WEBHOOK-CREATE-04', 'implied', 'a new webhook is active, and has no deliveries yet', async ({ api, expect }) => {
    const { attributes } = await api.webhooks.create()
    expect(attributes.status).toBe('active')
    expect(attributes.stats).toMatchObject({ deliveriesTotal: 0, deliveriesSucceeded: 0, deliveriesFailed: 0 })
  }),

  writes('WEBHOOK-CREATE-05', 'documented', 'the description is stored as sent', async ({ api, expect }) => {
    const description = `${markOf(api)} of “Zoë & 張偉”`
    const { id, attributes } = await api.webhooks.create({ description })
    expect([attributes.description, (await api.webhooks.get(id)).attributes.description]).toEqual([description, description])
  }),

  writes('WEBHOOK-CREATE-06', 'documented', 'custom headers are stored as sent', async ({ api, expect }) => {
    const headers = { 'X-Team': 'support', 'X-Shard': '7' }
    const { id, attributes } = await api.webhooks.create({ headers })
    expect([attributes.headers, (await api.webhooks.get(id)).attributes.headers]).toMatchObject([headers, headers])
  }),

  writes('WEBHOOK-CREATE-07', 'documented', 'config, if its values are accepted, is stored as sent', async ({ api, expect, observe }) => {
    const config = { retryPolicy: 'exponential', maxRetries: 2, timeout: 10 }
    const answer = await api.webhooks.tryToCreate({ config })
    requireDocumentedError({ expect, observe }, `the config ${JSON.stringify(config)}`, answer)
    if (!isRejected(answer)) expect(answer.body).toMatchObject({ data: { attributes: { config } } })
  }),

  writes('WEBHOOK-CREATE-08', 'documented', 'createdAt and updatedAt are timestamps, in that order', async ({ api, expect }) => {
    const { createdAt, updatedAt } = (await api.webhooks.create()).attributes
    expect([createdAt, updatedAt]).toSatisfy((all: string[]) => all.every(isTimestamp), 'they are timestamps')
    expect(Date.parse(updatedAt)).toBeGreaterThanOrEqual(Date.parse(createdAt))
  }),

  writes('WEBHOOK-CREATE-09', 'documented', 'every event of this API can be subscribed to', async ({ api, expect }) => {
    const { attributes, id } = await api.webhooks.create({ events: EVENTS })
    await api.webhooks.delete(id) // before any event is sent to it
    expect([...attributes.events].sort()).toEqual([...EVENTS].sort())
  }),

  writes('WEBHOOK-CREATE-10', 'documented', 'an http url of another host returns 400 INVALID_URL', async (context) => {
    requireRefused(context, await context.api.webhooks.tryToCreate({ url: BY_HTTP }), 'INVALID_URL')
  }),

  writes('WEBHOOK-CREATE-11', 'documented', 'a url of another scheme returns 400 INVALID_URL', async (context) => {
    requireRefused(context, await context.api.webhooks.tryToCreate({ url: 'ftp://linktor-mock.invalid/hook' }), 'INVALID_URL')
  }),

  writes('WEBHOOK-CREATE-12', 'implied', 'text that is not a URL returns 400 INVALID_URL or VALIDATION_ERROR', async (context) => {
    const answer = await context.api.webhooks.tryToCreate({ url: 'not a url' })
    context.observe(`what is no URL answers ${responseText(answer)}`)
    context.expect(responseText(answer)).toBeOneOf(['400 INVALID_URL', '400 VALIDATION_ERROR'])
  }),

  writes('WEBHOOK-CREATE-13', 'documented', 'an unknown event, alone or with a known one, returns 400 INVALID_EVENTS', async (context) => {
    const { api } = context
    for (const events of [['weather.changed'], ['test.ping', 'weather.changed']]) {
      requireRefused(context, await api.webhooks.tryToCreate({ events }), 'INVALID_EVENTS')
    }
  }),

  ...(['url', 'events'] as const).map((field, i) =>
    writes(
      `WEBHOOK-CREATE-${14 + i}`,
      'documented',
      `${i === 0 ? 'a missing url returns' : 'missing events return'} 400 VALIDATION_ERROR`,
      async (context) => {
        requireRefused(context, await context.api.webhooks.tryToCreate({ [field]: undefined }), 'VALIDATION_ERROR')
      },
    ),
  ),

  writes('WEBHOOK-CREATE-16', 'implied', 'a url or events of another type are rejected', async (context) => {
    for (const fields of [{ url: 7 }, { events: 'test.ping' }, { events: [7] }]) {
      const answer = await context.api.webhooks.tryToCreate(fields)
      context.observe(`${JSON.stringify(fields)} answers ${responseText(answer)}`)
      context.expect(responseText(answer)).toBeOneOf(['400 VALIDATION_ERROR', '400 INVALID_URL', '400 INVALID_EVENTS'])
    }
  }),

  writes('WEBHOOK-CREATE-17', 'implied', 'an empty list of events is rejected or stored as empty', async ({ api, expect, observe }) => {
    const answer = await api.webhooks.tryToCreate({ events: [] })
    observe(`no events answer ${responseText(answer)}`)
    expect(answer.status).toBeLessThan(500)
    if (!isRejected(answer)) expect(answer.body).toMatchObject({ data: { attributes: { events: [] } } })
  }),

  writes('WEBHOOK-CREATE-18', 'implied', 'a rejected webhook is not created', async ({ api, expect }) => {
    const description = `${markOf(api)} that must not be`
    for (const fields of [{ url: BY_HTTP }, { events: ['weather.changed'] }, { events: undefined }]) {
      expect((await api.webhooks.tryToCreate({ ...fields, description })).status).toBe(400)
    }
    const found = (await api.webhooks.all()).filter(({ attributes }) => attributes.description === description)
    expect(found).toEqual([])
  }),

  writes('WEBHOOK-CREATE-19', 'documented', 'it returns 401 without a key or with an unknown key', async (context) => {
    const { api, expect } = context
    const description = `${markOf(api)} without a key`
    await requireKey(context, 'POST', '/webhooks', { body: api.newWebhook({ description }) })
    const found = (await api.webhooks.all()).filter(({ attributes }) => attributes.description === description)
    expect(found, 'created all the same').toEqual([])
  }),

  idempotent.writes(
    'WEBHOOK-CREATE-20',
    'documented',
    'a repeated Idempotency-Key creates one webhook, and returns it again with its secret',
    async ({ api, expect }) => {
      const body = api.newWebhook({ description: `${markOf(api)} of a key` })
      const headers = { 'idempotency-key': `linktor-mock-${api.runId}-webhook` }
      const first = await api.call('POST', '/webhooks', { body, headers })
      const second = await api.call('POST', '/webhooks', { body, headers })
      expect([second.status, Object(second.body).data]).toEqual([201, Object(first.body).data])
      const found = (await api.webhooks.all()).filter(({ attributes }) => attributes.description === body['description'])
      expect(found.length, 'how many there are').toBe(1)
    },
  ),

  answersFit('WEBHOOK-CREATE-21'),
]

/** Prefix of the description of every webhook of this run. */
function markOf({ runId }: Client): string {
  return `linktor-mock ${runId}`
}
