import { expect } from 'vitest'
import { emptyWorld } from '../../fixtures/index.js'
import { addWebhook, deliveriesOf, failingReceiver } from './add-webhook.js'
import { describeApi, NOW } from './mock-test.js'
import { eventsAt, receiver } from './receiver.js'

describeApi('POST /webhooks/:id/test', (test) => {
  test('decision 33: sends a ping with the webhook itself, and responds when the attempt is over', async ({ api }) => {
    const to = receiver()
    const id = await addWebhook(api, to)
    const reply = await api.call('POST', `/webhooks/${id}/test`)
    const deliveryId = expect.stringMatching(/^del_/)
    expect(reply.status).toBe(200)
    expect(reply.body).toEqual({ data: { deliveryId, status: 'succeeded', statusCode: 204, latency: expect.any(Number), timestamp: NOW } })
    expect(to.received.map(({ text }) => JSON.parse(text))).toEqual([
      {
        id: expect.stringMatching(/^evt_/),
        event: 'test.ping',
        timestamp: NOW,
        data: { id, type: 'webhook', attributes: { url: to.url } },
        meta: { organizationId: 'org_123', webhookId: id },
      },
    ])
    expect(api.events()).toEqual([]) // there is no event yet
  })

  test('decision 33: without a response of the receiver there is no statusCode and no latency', async ({ api }) => {
    const to = receiver(() => Promise.reject(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })))
    const id = await addWebhook(api, to)
    const { body } = await api.call('POST', `/webhooks/${id}/test`, { body: {} })
    expect(body).toEqual({ data: { deliveryId: expect.any(String), status: 'failed', timestamp: NOW } })
    const [{ attributes } = {}] = await deliveriesOf(api, id)
    expect(attributes).toMatchObject({ event: 'test.ping', status: 'failed', errorMessage: 'connect ECONNREFUSED', attempts: 1 })
    expect(attributes).not.toHaveProperty('response')
    const { body: webhook } = await api.call('GET', `/webhooks/${id}`)
    expect(webhook).toHaveProperty('data.attributes.stats', {
      deliveriesTotal: 1,
      deliveriesSucceeded: 0,
      deliveriesFailed: 1,
      successRate: 0,
      deliveriesDiscarded: 0,
    })
  })

  test("sends an event of any name once, whatever the webhook's events and status", async ({ api }) => {
    const to = failingReceiver()
    const id = await addWebhook(api, to)
    await api.call('PATCH', `/webhooks/${id}`, { body: { status: 'inactive' } })
    for (const event of ['conversation.created', 'message.received', 'message.sent', 'channel.connected', 'test.ping']) {
      expect((await api.call('POST', `/webhooks/${id}/test`, { body: { event } })).body).toMatchObject({ data: { status: 'failed' } })
    }
    const [conversation, received, sent, channel] = to.received.map(({ text }) => JSON.parse(text))
    expect(conversation.data).toEqual(await api.conversation('conv_abc123'))
    expect(received.data).toMatchObject({ type: 'message', attributes: { direction: 'inbound' } })
    expect(sent.data.type).toBe('message')
    expect(channel.data).toMatchObject({ type: 'webhook', id })
    api.mock.clock.advance('3h')
    await api.mock.webhooks.settled()
    expect(to.received).toHaveLength(5)
  })

  test('rejects an unknown event, and an event without a record to describe', async ({ start }) => {
    const api = await start({ world: emptyWorld })
    const path = `/webhooks/${await addWebhook(api, receiver())}/test`
    const rejected = (event: unknown) => api.rejected('POST', path, { body: { event } })
    expect(await rejected('order.created')).toEqual({ status: 400, code: 'INVALID_EVENTS', fields: ['event'] })
    for (const event of ['conversation.closed', 'message.sent', 1, '', null]) {
      expect(await rejected(event)).toEqual({ status: 400, code: 'VALIDATION_ERROR', fields: ['event'] })
    }
    expect(api.mock.webhooks.deliveries).toEqual([])
  })

  test('with an Idempotency-Key, a repeat while the attempt is under way waits for the same result', async ({ api }) => {
    let arrived = (): void => {}
    let respond = (_response: Response): void => {}
    const underWay = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const to = receiver(() => {
      arrived()
      return new Promise<Response>((resolve) => {
        respond = resolve
      })
    })
    const id = await addWebhook(api, to)
    const headers = { 'Idempotency-Key': 'ping' }
    const first = api.call('POST', `/webhooks/${id}/test`, { headers })
    await underWay
    const repeat = api.call('POST', `/webhooks/${id}/test`, { headers })
    await new Promise((resolve) => setTimeout(resolve, 20))
    respond(new Response(null, { status: 204 }))

    expect((await repeat).body).toEqual((await first).body)
    expect((await first).body).toMatchObject({ data: { status: 'succeeded' } })
    expect((await repeat).headers['idempotent-replayed']).toBe('true')
    expect(to.received).toHaveLength(1)
  })

  test('with an Idempotency-Key sends once, and returns the same result again', async ({ api }) => {
    const to = receiver()
    const path = `/webhooks/${await addWebhook(api, to)}/test`
    const headers = { 'Idempotency-Key': 'ping' }
    const first = await api.call('POST', path, { headers })
    const again = await api.call('POST', path, { headers })
    expect(again.body).toEqual(first.body)
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(eventsAt(to)).toEqual(['test.ping'])
    const other = await api.rejected('POST', path, { headers, body: { event: 'test.ping' } })
    expect(other).toMatchObject({ status: 409, code: 'RESOURCE_ALREADY_EXISTS' })
  })

  test('returns its X-Request-ID', async ({ api }) => {
    const reply = await api.call('POST', `/webhooks/${await addWebhook(api, receiver())}/test`, { headers: { 'X-Request-ID': 'mine' } })
    expect(reply).toMatchObject({ headers: { 'x-request-id': 'mine' }, body: { meta: { requestId: 'mine' } } })
  })
})
