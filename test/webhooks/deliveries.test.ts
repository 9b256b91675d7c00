import { createHmac } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import type { Mock, StoredWebhook } from '../../src/index.js'
import { ask, frozenMock, NOW, send } from '../kit/kit.js'
import { type ReceivedRequest, respondWith, startReceiver } from './start-receiver.js'

const CONVERSATION = '/conversations/conv_abc123'

function hook(mock: Mock, url: string, fields: object = {}): StoredWebhook {
  return mock.webhooks.create({ url, ...fields })
}

/** The signature, computed by a receiver that was written from the documentation alone. */
function expected({ headers, body }: ReceivedRequest, secret: string): string {
  const signed = Buffer.concat([Buffer.from(`${headers['x-linktor-timestamp']}.`), body])
  return `sha256=${createHmac('sha256', secret).update(signed).digest('hex')}`
}

describe('a delivery', () => {
  it.each([
    ['ASCII', 'Issue resolved'],
    ['quotes and backslashes', 'She said "no \\ never" </script>'],
    ['UTF-8', 'Olá, João — 你好 🎉'],
    ['control characters and line separators', 'a\u0000b\u2028c\r\nd'],
    ['half a surrogate pair', 'x\ud83dy'],
  ])('is signed byte for byte, with %s in it', async (_, notes) => {
    const mock = frozenMock()
    const receiver = await startReceiver()
    const { secret } = hook(mock, receiver.url)
    ask(mock, 'PATCH', CONVERSATION, { metadata: { notes } })
    const [post] = await receiver.waitFor(1)
    if (post === undefined) throw new Error('nothing came')

    expect(post.headers['x-linktor-signature']).toBe(expected(post, secret))
    expect(post.event).toEqual(mock.webhooks.deliveries[0]?.payload)
    expect(post.event.data).toHaveProperty('attributes.metadata.notes', notes)
  })

  it('is signed with the given secret, whatever its letters', async () => {
    const mock = frozenMock()
    const receiver = await startReceiver()
    hook(mock, receiver.url, { secret: 'sécret 🔑' })
    ask(mock, 'POST', `${CONVERSATION}/close`)
    const [post] = await receiver.waitFor(1)
    expect(post && expected(post, 'sécret 🔑')).toBe(post?.headers['x-linktor-signature'])
  })

  it("has the documented headers, the machine's time (decision 34), and those of the webhook", async () => {
    const mock = frozenMock()
    const receiver = await startReceiver()
    hook(mock, receiver.url, { headers: { Authorization: 'Basic abc', 'X-Tenant': 'acme', 'User-Agent': 'Linktor' } })
    const before = Math.floor(Date.now() / 1000)
    ask(mock, 'POST', `${CONVERSATION}/close`)
    const [{ headers } = { headers: {} as ReceivedRequest['headers'] }] = await receiver.waitFor(1)

    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'x-linktor-event': 'conversation.closed',
      'x-linktor-delivery-id': mock.webhooks.deliveries[0]?.id,
      'x-linktor-timestamp': expect.stringMatching(/^\d{10}$/),
      authorization: 'Basic abc',
      'x-tenant': 'acme',
      'user-agent': 'Linktor',
    })
    const sent = Number(headers['x-linktor-timestamp'])
    expect(sent).toBeGreaterThanOrEqual(before)
    expect(sent).toBeLessThanOrEqual(Date.now() / 1000)
  })

  it('has each of the eight events as in mock.events, with the id of the webhook', async () => {
    const mock = frozenMock()
    const receiver = await startReceiver()
    const { id: webhookId } = hook(mock, receiver.url)
    ask(mock, 'POST', '/conversations', { channelId: 'ch_xyz789', contact: { phone: '+351911111111' } })
    ask(mock, 'PATCH', CONVERSATION, { priority: 'high' })
    ask(mock, 'POST', `${CONVERSATION}/assign`, { assigneeId: 'user_789' })
    ask(mock, 'POST', `${CONVERSATION}/transfer`, { toAssigneeId: 'user_456' })
    ask(mock, 'POST', `${CONVERSATION}/close`)
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    mock.messages.add('conv_abc123', { text: 'Hi' })
    mock.messages.add('conv_abc123', { from: 'agent', text: 'Hello' })
    const posts = await receiver.waitFor(8)

    expect(mock.events.all().map(({ event }) => event)).toEqual([
      'conversation.created',
      'conversation.updated',
      'conversation.assigned',
      'conversation.transferred',
      'conversation.closed',
      'conversation.reopened',
      'message.received',
      'message.sent',
    ])
    expect(posts.map(({ event }) => event)).toEqual(mock.events.all().map((event) => ({ ...event, meta: { ...event.meta, webhookId } })))
  })

  it('is sent to the active webhooks that listen to its event', async () => {
    const mock = frozenMock()
    const receiver = await startReceiver()
    const [asks] = [hook(mock, receiver.url, { events: ['conversation.closed', 'message.received'] })]
    hook(mock, receiver.url, { events: ['conversation.created'] })
    hook(mock, receiver.url, { events: ['conversation.closed'], status: 'inactive' })
    ask(mock, 'POST', `${CONVERSATION}/close`)
    await mock.webhooks.settled()
    expect(mock.webhooks.deliveries.map(({ webhookId }) => webhookId)).toEqual([asks?.id])
    expect(receiver.posts).toHaveLength(1)
  })

  it('is not sent before the request has its response, and is sent at the end of the turn', async () => {
    const mock = frozenMock()
    const receiver = await startReceiver()
    hook(mock, receiver.url)
    const sends = vi.spyOn(globalThis, 'fetch')
    send(mock, 'POST', `${CONVERSATION}/close`)
    expect(sends).not.toHaveBeenCalled()
    await receiver.waitFor(1)
    expect(sends).toHaveBeenCalledTimes(1)
    sends.mockRestore()
  })

  it('is not sent when a reset cancels it just before', async () => {
    const mock = frozenMock()
    const receiver = await startReceiver()
    for (const notes of ['before the reset', 'after it']) {
      hook(mock, receiver.url)
      ask(mock, 'PATCH', CONVERSATION, { metadata: { notes } })
      await Promise.resolve()
      await Promise.resolve()
      if (notes === 'before the reset') mock.reset()
    }
    await mock.webhooks.settled()

    expect(receiver.posts.map(({ event }) => event.data)).toMatchObject([{ attributes: { metadata: { notes: 'after it' } } }])
  })

  it('of a snooze that ends is sent as the clock reaches its time (show 3)', async () => {
    const mock = frozenMock()
    const receiver = await startReceiver()
    hook(mock, receiver.url, { events: ['conversation.reopened'] })
    ask(mock, 'PATCH', CONVERSATION, { status: 'snoozed' })
    mock.clock.advance('1h')
    expect(await receiver.waitFor(1)).toMatchObject([{ event: { event: 'conversation.reopened', timestamp: NOW.replace('11:', '12:') } }])
    expect(mock.db.conversations.get('conv_abc123').status).toBe('open')
  })
})

describe('the deliveries of a webhook', () => {
  it('are sent one after the other, in the order of their events', async () => {
    const mock = frozenMock()
    let atOnce = 0
    let most = 0
    const receiver = await startReceiver((response) => {
      most = Math.max(most, ++atOnce)
      setImmediate(() => {
        atOnce--
        response.writeHead(204).end()
      })
    })
    hook(mock, receiver.url)
    for (let i = 0; i < 10; i++) ask(mock, 'PATCH', CONVERSATION, { metadata: { i } })
    await mock.webhooks.settled()

    const seen = receiver.posts.map(({ event }) => event.data as unknown as { attributes: { metadata: { i: number } } })
    expect(seen.map(({ attributes }) => attributes.metadata.i)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(most).toBe(1)
  })

  it('do not wait for a failed one, which is retried later', async () => {
    const mock = frozenMock()
    const receiver = await startReceiver((response, { event }) => respondWith(event.event === 'conversation.closed' ? 500 : 204)(response))
    hook(mock, receiver.url)
    ask(mock, 'POST', `${CONVERSATION}/close`)
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    await mock.webhooks.settled()
    expect(mock.webhooks.deliveries.map(({ status }) => status)).toEqual(['pending', 'succeeded'])
  })

  it('wait while it is inactive, and no new ones are queued (decision 31)', async () => {
    const mock = frozenMock()
    const receiver = await startReceiver(respondWith(500))
    const { id } = hook(mock, receiver.url)
    ask(mock, 'POST', `${CONVERSATION}/close`)
    await mock.webhooks.settled()
    ask(mock, 'PATCH', `/webhooks/${id}`, { status: 'inactive' })
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    mock.clock.advance('2m')
    await mock.webhooks.settled()
    expect(receiver.posts).toHaveLength(1)

    receiver.respond = respondWith(204)
    ask(mock, 'PATCH', `/webhooks/${id}`, { status: 'active' })
    await mock.webhooks.settled()
    expect(receiver.posts.map(({ event }) => event.event)).toEqual(['conversation.closed', 'conversation.closed'])
    expect(mock.webhooks.deliveries).toMatchObject([{ status: 'succeeded', attempts: 2 }])
  })

  it('are sent to the new url, with a new signature, once it is changed', async () => {
    const mock = frozenMock()
    const [old, next] = [await startReceiver(respondWith(500)), await startReceiver()]
    const { id, secret } = hook(mock, old.url)
    ask(mock, 'POST', `${CONVERSATION}/close`)
    await mock.webhooks.settled()
    ask(mock, 'PATCH', `/webhooks/${id}`, { url: next.url, headers: { 'X-New': '1' } })
    mock.clock.advance('1m')
    const [post] = await next.waitFor(1)
    expect(post?.headers['x-new']).toBe('1')
    expect(post?.headers['x-linktor-signature']).toBe(post && expected(post, secret))
  })

  it('are published to listeners, each attempt, whatever a listener throws', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
    const mock = frozenMock()
    const receiver = await startReceiver(respondWith(500))
    hook(mock, receiver.url)
    const published: string[] = []
    const stop = mock.webhooks.on(({ status, attempts, statusCode }) => published.push(`${status} ${attempts} ${statusCode}`))
    mock.webhooks.on(() => {
      throw new Error('no')
    })
    ask(mock, 'POST', `${CONVERSATION}/close`)
    await mock.webhooks.settled()
    receiver.respond = respondWith(200)
    mock.clock.advance('1m')
    await mock.webhooks.settled()
    stop()
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    await mock.webhooks.settled()
    expect(published).toEqual(['pending 1 500', 'succeeded 2 200'])
    expect(printed).toHaveBeenCalledTimes(3)
    printed.mockRestore()
  })
})
