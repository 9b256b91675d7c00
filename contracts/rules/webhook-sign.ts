import { type RuleContext, rulesOf } from '../rule.js'
import { attempted } from './deliveries.js'
import { SUCCESS } from './rejection.js'
import { isTimestamp } from './response-values.js'
import { type Arrived, arrivedAt, requireSigned, sentTest } from './webhook-arrivals.js'

const { writes } = rulesOf('testWebhook', 'Webhooks: payload and signature')

/** Unix timestamps above this are in milliseconds, not seconds. */
const SECONDS = 100_000_000_000

/** Deliveries to a webhook. These rules listen themselves, so the server must be able to reach this machine. */
export const webhookSignRules = [
  writes('WEBHOOK-SIGN-01', 'documented', 'a test is sent to the url by POST, as JSON', async (context) => {
    const { request } = await sentTest(context)
    context.expect(request.method).toBe('POST')
    context.expect(request.headers['content-type']).toEqual(context.expect.stringMatching(/^application\/json\b/i))
    context.expect(request.body).toEqual(context.expect.any(Object))
  }),

  writes('WEBHOOK-SIGN-02', 'documented', 'X-Linktor-Signature is the HMAC of timestamp and body with the secret', async (context) => {
    const { webhook, request } = await sentTest(context)
    await requireSigned(context, webhook.attributes.secret, request)
  }),

  writes('WEBHOOK-SIGN-03', 'documented', 'X-Linktor-Timestamp is the time in Unix seconds', async ({ expect, ...context }) => {
    const { request } = await sentTest({ expect, ...context })
    const timestamp = request.headers['x-linktor-timestamp']
    expect(timestamp).toEqual(expect.stringMatching(/^\d+$/))
    expect(Number(timestamp), 'it is in seconds').toBeLessThan(SECONDS)
    expect(Number(timestamp), 'it is a moment').toBeGreaterThan(SECONDS / 100)
  }),

  writes('WEBHOOK-SIGN-04', 'documented', 'X-Linktor-Event is the event, X-Linktor-Delivery-Id the delivery', async (context) => {
    const { delivery, request } = await sentTest(context)
    const { 'x-linktor-event': event, 'x-linktor-delivery-id': id } = request.headers
    context.expect({ event, id }).toEqual({ event: 'test.ping', id: delivery.deliveryId })
  }),

  writes('WEBHOOK-SIGN-05', 'documented', 'the body is the event in its envelope: id, event, timestamp, data and meta', async (context) => {
    const { expect } = context
    const { webhook, request } = await sentTest(context)
    const data = { id: expect.any(String), type: expect.any(String), attributes: expect.any(Object) }
    const meta = { organizationId: expect.stringMatching(/./), webhookId: webhook.id }
    expect(request.body).toMatchObject({ id: expect.stringMatching(/^evt_./), event: 'test.ping', data, meta })
    expect(Object(request.body).timestamp).toSatisfy(isTimestamp, 'timestamp is a timestamp')
  }),

  writes('WEBHOOK-SIGN-06', 'documented', 'the custom headers of the webhook are sent with it', async (context) => {
    const { request } = await sentTest(context, { headers: { 'X-Team': 'support' } })
    context.expect(request.headers['x-team']).toBe('support')
  }),

  writes('WEBHOOK-SIGN-07', 'documented', 'the list of deliveries shows what was sent, and its headers', async (context) => {
    const { webhook, delivery, request } = await sentTest(context)
    const { payload, request: sent } = (await attempted(context, webhook.id, delivery.deliveryId)).attributes
    context.expect(payload).toEqual(request.body)
    const headers = Object.fromEntries(Object.entries(sent.headers).map(([name, value]) => [name.toLowerCase(), value]))
    for (const name of ['x-linktor-timestamp', 'x-linktor-event', 'x-linktor-delivery-id']) {
      context.expect(headers[name], name).toBe(request.headers[name])
    }
  }),

  ...([200, 204] as const).map((status, i) =>
    writes(`WEBHOOK-SIGN-${i === 0 ? '08' : '09'}`, 'documented', `a ${status} of the receiver is a success`, async (context) => {
      const { webhook, delivery } = await sentTest(context, {}, { status })
      const { attributes } = await attempted(context, webhook.id, delivery.deliveryId)
      context.expect([attributes.status, attributes.statusCode]).toEqual(['succeeded', status])
      if (delivery.status !== 'pending') context.expect([delivery.status, delivery.statusCode]).toEqual(['succeeded', status])
    }),
  ),

  ...([404, 500] as const).map((status, i) =>
    writes(`WEBHOOK-SIGN-${10 + i}`, 'documented', `a ${status} of the receiver is a failure, and is recorded`, async (context) => {
      const { webhook, delivery } = await sentTest(context, {}, { status, body: 'not now' })
      context.expect(delivery.status).not.toBe('succeeded')
      const { attributes } = await attempted(context, webhook.id, delivery.deliveryId)
      context.expect(attributes.status).not.toBe('succeeded')
      context.expect(attributes.statusCode).toBe(status)
      context.expect(attributes.response).toMatchObject({ statusCode: status })
    }),
  ),

  writes('WEBHOOK-SIGN-12', 'implied', 'a redirect is followed, or is a failure', async (context) => {
    const elsewhere = await context.hook()
    const redirect = { status: 307, headers: { location: elsewhere.url } }
    const { webhook, delivery } = await sentTest(context, {}, redirect)
    const { attributes } = await attempted(context, webhook.id, delivery.deliveryId)
    const isFollowed = elsewhere.received.length > 0
    context.observe(`a redirect is ${isFollowed ? 'followed' : 'not followed'}`)
    if (!isFollowed) context.expect(attributes.status).not.toBe('succeeded')
  }),

  writes('WEBHOOK-SIGN-13', 'documented', 'a retry sends the same event, with its id, with a new signature', async (context) => {
    const { api, expect } = context
    const { hook, webhook, delivery, request } = await sentTest(context, {}, { status: 500 })
    expect(String((await api.webhooks.retry(webhook.id, delivery.deliveryId)).status)).toMatch(SUCCESS)
    const second = (await hook.once(({ length }) => length > 1))[1]
    expect(second?.body, 'what arrives again').toEqual(request.body)
    expect(second?.headers['x-linktor-delivery-id']).toBe(delivery.deliveryId)
    if (second !== undefined) await requireSigned(context, webhook.attributes.secret, second)
  }),

  writes('WEBHOOK-SIGN-14', 'documented', 'a failed delivery has succeeded after a retry with a 2xx response', async (context) => {
    const { api, expect } = context
    const { hook, webhook, delivery } = await sentTest(context, {}, { status: 500 })
    await attempted(context, webhook.id, delivery.deliveryId)
    hook.reply = { status: 200 }
    expect(String((await api.webhooks.retry(webhook.id, delivery.deliveryId)).status)).toMatch(SUCCESS)
    const { attributes } = await attempted(context, webhook.id, delivery.deliveryId, 2)
    expect([attributes.status, attributes.statusCode]).toEqual(['succeeded', 200])
  }),

  writes('WEBHOOK-SIGN-15', 'documented', 'after a change of url, events are sent to the new one', async (context) => {
    const { api, expect } = context
    const { hook, webhook } = await sentTest(context)
    const other = await context.hook()
    await api.webhooks.did(api.webhooks.update(webhook.id, { url: other.url }))
    await api.webhooks.test(webhook.id)
    expect((await other.once(({ length }) => length > 0)).length, 'what arrives at the new one').toBe(1)
    expect(hook.received.length, 'what arrives at the old one').toBe(1)
  }),

  writes('WEBHOOK-SIGN-16', 'documented', 'conversation events are sent: created and closed', async (context) => {
    const { webhook, arrived, conversationId } = await closedBefore(context, ['conversation.created', 'conversation.closed'])
    const { expect, observe } = context
    const events = arrived.map(({ event }) => event)
    expect(events.toSorted()).toEqual(['conversation.closed', 'conversation.created'])
    observe(`what happens is sent ${events[0] === 'conversation.created' ? 'in its order' : 'in another order'}`)
    for (const { request } of arrived) {
      expect(request.body).toMatchObject({ data: { id: conversationId, type: 'conversation', attributes: expect.any(Object) } })
      await requireSigned(context, webhook.attributes.secret, request)
    }
  }),

  writes('WEBHOOK-SIGN-17', 'documented', 'a webhook receives only the events it subscribes to', async (context) => {
    const { arrived } = await closedBefore(context, ['conversation.closed'])
    context.expect(arrived.map(({ event }) => event)).toEqual(['conversation.closed'])
  }),

  ...(['an inactive webhook', 'a deleted webhook'] as const).map((what, i) =>
    writes(`WEBHOOK-SIGN-${18 + i}`, 'documented', `${what} receives no events`, async (context) => {
      const { api, expect } = context
      const hook = await context.hook()
      const { id } = await api.webhooks.createAt(hook.url, { events: ['conversation.closed'] })
      const { status } = i === 0 ? await api.webhooks.update(id, { status: 'inactive' }) : await api.webhooks.delete(id)
      expect(String(status)).toMatch(SUCCESS)
      const { conversationId } = await closedBefore(context, ['conversation.closed']) // another webhook receives the event meanwhile
      expect(arrivedAt(hook.received, conversationId), 'what arrives').toEqual([])
    }),
  ),

  writes('WEBHOOK-SIGN-20', 'implied', 'the signature is computed over the bytes, for text in any script', async (context) => {
    const contact = { ...context.api.newAddress(), name: `Zoë Müller 張偉 ${context.api.runId}` }
    const { webhook, arrived } = await closedBefore(context, ['conversation.closed'], { contact })
    context.expect(arrived.length).toBe(1)
    for (const { request } of arrived) {
      context.expect(JSON.stringify(request.body)).toContain(contact.name)
      await requireSigned(context, webhook.attributes.secret, request)
    }
  }),
]

/** Creates a webhook for these events, then creates and closes a conversation; returns the events of it that the webhook received. */
async function closedBefore(context: RuleContext, events: readonly string[], fields: object = {}) {
  const { api } = context
  const hook = await context.hook()
  const webhook = await api.webhooks.createAt(hook.url, { events })
  const { id } = await api.create({ ...fields })
  await api.did(api.act(id, 'close', { reason: 'Issue resolved' }))
  const isThere = (arrived: readonly Arrived[]): boolean => events.every((event) => arrived.some((one) => one.event === event))
  const received = await hook.once((all) => isThere(arrivedAt(all, id)))
  return { webhook, conversationId: id, arrived: arrivedAt(received, id) }
}
