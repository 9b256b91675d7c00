import { expect } from 'vitest'
import { guideWorld } from '../../fixtures/index.js'
import { addWebhook, deliveriesOf, failingReceiver } from './add-webhook.js'
import { describeApi, NOW } from './mock-test.js'
import { eventsAt, receiver } from './receiver.js'

const CLOSE = '/conversations/conv_abc123/close'
const REOPEN = '/conversations/conv_abc123/reopen'

describeApi('GET /webhooks/:id/deliveries', (test) => {
  test('lists deliveries and their results', async ({ api }) => {
    const to = failingReceiver()
    const id = await addWebhook(api, to, { headers: { 'X-Tenant': 'acme' } })
    await api.call('POST', CLOSE)
    await api.mock.webhooks.settled()
    const [sent] = to.received
    expect(await deliveriesOf(api, id)).toEqual([
      {
        id: sent?.headers.get('x-linktor-delivery-id'),
        type: 'delivery',
        attributes: {
          event: 'conversation.closed',
          status: 'pending',
          statusCode: 503,
          errorMessage: 'Service Unavailable',
          attempts: 1,
          payload: JSON.parse(sent?.text ?? ''),
          request: { headers: expect.objectContaining({ 'X-Tenant': 'acme', 'X-Linktor-Event': 'conversation.closed' }) },
          response: { statusCode: 503, body: 'Down' },
          createdAt: NOW,
          lastAttemptAt: NOW,
        },
      },
    ])
  })

  test('decision 35: returns newest first, in pages, filtered by status and event', async ({ api }) => {
    const to = receiver()
    const id = await addWebhook(api, to)
    await api.call('POST', CLOSE)
    await api.call('POST', REOPEN)
    await api.mock.webhooks.settled()
    to.respond = () => new Response(null, { status: 500 })
    await api.call('POST', CLOSE)
    await api.call('POST', `/webhooks/${id}/test`)
    await api.mock.webhooks.settled()

    const events = async (query: string) =>
      (await deliveriesOf(api, id, query)).map(({ attributes }) => (attributes as { event: string }).event)
    expect(await events('')).toEqual(['test.ping', 'conversation.closed', 'conversation.reopened', 'conversation.closed'])
    expect(await events('?perPage=2&page=2')).toEqual(['conversation.reopened', 'conversation.closed'])
    expect(await events('?status=succeeded')).toEqual(['conversation.reopened', 'conversation.closed'])
    expect(await events('?status=pending')).toEqual(['conversation.closed'])
    expect(await events('?status=failed')).toEqual(['test.ping'])
    expect(await events('?event=conversation.closed&status=succeeded')).toEqual(['conversation.closed'])
    expect(await events('?event=order.created')).toEqual([])
    const { body } = await api.call('GET', `/webhooks/${id}/deliveries?perPage=3&event=conversation.closed`)
    expect(body).toHaveProperty('meta.pagination', { page: 1, perPage: 3, totalPages: 1, totalCount: 2 })
    expect(await api.rejected('GET', `/webhooks/${id}/deliveries?status=done&perPage=0`)).toMatchObject({ fields: ['perPage', 'status'] })
  })

  test('lists the deliveries of one webhook only', async ({ api }) => {
    const [one, other] = [await addWebhook(api, receiver()), await addWebhook(api, receiver(), { events: ['conversation.created'] })]
    await api.call('POST', CLOSE)
    expect([await deliveriesOf(api, one), await deliveriesOf(api, other)]).toMatchObject([
      [{ attributes: { event: 'conversation.closed' } }],
      [],
    ])
  })

  test('adds counts, the mean response time and the last delivery to the webhook', async ({ api }) => {
    const to = receiver()
    const id = await addWebhook(api, to, { config: { retryPolicy: 'none' } })
    await api.call('POST', CLOSE)
    await api.mock.webhooks.settled()
    to.respond = () => new Response(null, { status: 500 })
    await api.call('POST', REOPEN)
    await api.mock.webhooks.settled()
    const [last] = await deliveriesOf(api, id)
    const stats = { deliveriesTotal: 2, deliveriesSucceeded: 1, deliveriesFailed: 1, successRate: 0.5, deliveriesDiscarded: 0 }
    expect((await api.call('GET', `/webhooks/${id}`)).body).toMatchObject({
      data: {
        attributes: {
          stats: { ...stats, avgLatency: expect.any(Number) },
          lastDelivery: { id: last?.id, event: 'conversation.reopened', status: 'failed', timestamp: NOW },
        },
      },
    })
  })
})

describeApi('POST /webhooks/:id/deliveries/:deliveryId/retry', (test) => {
  test('sends a failed delivery again, with the same event and the same ids', async ({ api }) => {
    const to = failingReceiver()
    const id = await addWebhook(api, to, { config: { retryPolicy: 'none' } })
    await api.call('POST', CLOSE)
    await api.mock.webhooks.settled()
    const [failed] = await deliveriesOf(api, id)
    expect(failed).toMatchObject({ attributes: { status: 'failed' } })

    to.respond = () => new Response(null, { status: 200 })
    api.mock.clock.advance('1h')
    const reply = await api.call('POST', `/webhooks/${id}/deliveries/${failed?.id}/retry`)
    const retriedAt = NOW.replace('11:', '12:')
    expect(reply.body).toEqual({ data: { id: failed?.id, status: 'succeeded', statusCode: 200, attempts: 2, retriedAt } })
    const [first, second] = to.received
    expect(second?.text).toBe(first?.text)
    expect(second?.headers.get('x-linktor-delivery-id')).toBe(first?.headers.get('x-linktor-delivery-id'))
    const [now] = await deliveriesOf(api, id)
    expect(now?.attributes).toMatchObject({ status: 'succeeded', attempts: 2, lastAttemptAt: retriedAt, createdAt: NOW })
    expect(now?.attributes).not.toHaveProperty('errorMessage')
    const { body } = await api.call('GET', `/webhooks/${id}`)
    expect(body).toMatchObject({ data: { attributes: { stats: { deliveriesTotal: 1, deliveriesSucceeded: 1, deliveriesFailed: 0 } } } })
  })

  test('of a pending delivery that fails leaves the scheduled retries unchanged', async ({ api }) => {
    const to = failingReceiver()
    const id = await addWebhook(api, to)
    await api.call('POST', CLOSE)
    await api.mock.webhooks.settled()
    const [pending] = await deliveriesOf(api, id)
    const { body } = await api.call('POST', `/webhooks/${id}/deliveries/${pending?.id}/retry`)
    expect(body).toMatchObject({ data: { status: 'pending', statusCode: 503, attempts: 2 } })
    for (const [minutes, attempts] of [
      [1, 3],
      [4, 4],
      [25, 5],
      [90, 6],
      [600, 6],
    ] as const) {
      api.mock.clock.advance({ minutes })
      await api.mock.webhooks.settled()
      expect(to.received).toHaveLength(attempts)
    }
    expect((await deliveriesOf(api, id))[0]).toMatchObject({ attributes: { status: 'failed', attempts: 6 } })
  })

  test('of a pending delivery that succeeds cancels the scheduled retries', async ({ api }) => {
    const to = failingReceiver()
    const id = await addWebhook(api, to)
    await api.call('POST', CLOSE)
    await api.mock.webhooks.settled()
    to.respond = () => new Response(null, { status: 204 })
    const [pending] = await deliveriesOf(api, id)
    await api.call('POST', `/webhooks/${id}/deliveries/${pending?.id}/retry`)
    api.mock.clock.advance('3h')
    await api.mock.webhooks.settled()
    expect(to.received).toHaveLength(2)
  })

  test('with an Idempotency-Key sends once', async ({ api }) => {
    const to = receiver()
    const id = await addWebhook(api, to)
    await api.call('POST', `/webhooks/${id}/test`)
    const [delivery] = await deliveriesOf(api, id)
    const path = `/webhooks/${id}/deliveries/${delivery?.id}/retry`
    const headers = { 'Idempotency-Key': 'again' }
    const first = await api.call('POST', path, { headers })
    expect((await api.call('POST', path, { headers })).body).toEqual(first.body)
    expect(to.received).toHaveLength(2)
  })

  test('returns 404 for an unknown delivery, and for one of another webhook', async ({ api }) => {
    const [id, other] = [await addWebhook(api, receiver()), await addWebhook(api, receiver())]
    await api.call('POST', `/webhooks/${id}/test`)
    const [delivery] = await deliveriesOf(api, id)
    for (const path of [`/webhooks/${id}/deliveries/del_nope/retry`, `/webhooks/${other}/deliveries/${delivery?.id}/retry`]) {
      expect(await api.rejected('POST', path)).toEqual({ status: 404, code: 'RESOURCE_NOT_FOUND', fields: ['deliveryId'] })
    }
  })
})

describeApi('webhooks and their deliveries', (test) => {
  test('are part of the world, and continue from there', async ({ api, start }) => {
    const to = failingReceiver()
    const id = await addWebhook(api, to)
    await api.call('POST', CLOSE)
    await api.mock.webhooks.settled()
    const world = JSON.parse(JSON.stringify(api.mock.world()))
    expect(world).toMatchObject({
      webhooks: [{ id, secret: expect.stringMatching(/^whsec_/) }],
      deliveries: [{ webhookId: id, status: 'pending', attempts: 1 }],
    })

    const other = await start({ world })
    expect((await other.call('GET', `/webhooks/${id}`)).body).toEqual((await api.call('GET', `/webhooks/${id}`)).body)
    expect(await deliveriesOf(other, id)).toEqual(await deliveriesOf(api, id))
    to.respond = () => new Response(null, { status: 204 })
    other.mock.clock.advance('1m')
    await other.mock.webhooks.settled()
    expect(await deliveriesOf(other, id)).toMatchObject([{ attributes: { status: 'succeeded', attempts: 2 } }])
    expect(guideWorld).not.toHaveProperty('webhooks')
  })

  test('are deleted by a reset, and restored by a snapshot', async ({ api }) => {
    const id = await addWebhook(api, receiver())
    await api.call('POST', CLOSE)
    await api.mock.webhooks.settled()
    const before = [(await api.call('GET', `/webhooks/${id}`)).body, await deliveriesOf(api, id)]
    const snapshot = api.mock.snapshot()
    api.mock.reset()
    expect((await api.call('GET', '/webhooks')).body).toMatchObject({ data: [] })
    api.mock.restore(snapshot)
    expect([(await api.call('GET', `/webhooks/${id}`)).body, await deliveriesOf(api, id)]).toEqual(before)
  })

  test('decision 36: messages of the contact and of agents are sent, the notice of a transfer is not: one event per change', async ({
    api,
  }) => {
    const to = receiver()
    await addWebhook(api, to, { events: ['message.received', 'message.sent', 'conversation.transferred'] })
    await api.call('POST', '/conversations/conv_abc123/transfer', { body: { toAssigneeId: 'user_expert', notifyContact: true } })
    api.mock.messages.add('conv_abc123', { text: 'Hi' })
    api.mock.messages.add('conv_abc123', { from: 'agent', text: 'Hello' })
    await api.mock.webhooks.settled()
    expect(eventsAt(to)).toEqual(['conversation.transferred', 'message.received', 'message.sent'])
    const { data } = JSON.parse(to.received[1]?.text ?? '')
    expect(data).toMatchObject({ type: 'message', attributes: { direction: 'inbound', content: { type: 'text', text: 'Hi' } } })
  })
})
