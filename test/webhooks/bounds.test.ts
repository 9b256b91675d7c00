import { EventEmitter, once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createMock, type Mock } from '../../src/index.js'
import { deferred } from '../adapters/wire.js'
import { ask, frozenMock, send } from '../kit/kit.js'
import { respondWith, startReceiver } from './start-receiver.js'

const CONVERSATION = '/conversations/conv_abc123'
const statsOf = (mock: Mock) => mock.webhooks.all()[0]?.stats

function change(mock: Mock, times: number): void {
  for (let i = 0; i < times; i++) ask(mock, 'PATCH', CONVERSATION, { metadata: { i } })
}

/** A receiver that responds when the test says so. */
async function holding() {
  const held: ServerResponse[] = []
  const arrivals = new EventEmitter()
  const receiver = await startReceiver((response) => {
    held.push(response)
    arrivals.emit('held')
  })
  return {
    ...receiver,
    posts: receiver.posts,
    held,
    async holds(count: number) {
      while (held.length < count) await once(arrivals, 'held')
    },
    release(status = 204) {
      for (const response of held.splice(0)) respondWith(status)(response)
    },
  }
}

describe('the history of a webhook', () => {
  it('stores the last 1,000 finished deliveries, and counts the rest (decision 35)', async () => {
    const mock = frozenMock()
    const receiver = await startReceiver()
    mock.webhooks.create({ url: receiver.url })
    change(mock, 1010)
    await mock.webhooks.settled()
    const stored = mock.webhooks.deliveries
    expect(receiver.posts).toHaveLength(1010)
    expect(stored).toHaveLength(1000)
    expect(stored[0]?.payload.id).toBe(receiver.posts[10]?.event.id)
    expect(statsOf(mock)).toMatchObject({ succeeded: 1010, failed: 0, discarded: 10 })
    const { body } = send(mock, 'GET', `/webhooks/${mock.webhooks.all()[0]?.id}`)
    expect(JSON.parse(body)).toMatchObject({ data: { attributes: { stats: { deliveriesTotal: 1010, deliveriesDiscarded: 10 } } } })
  })

  it('stores at most 32 MiB of large events', async () => {
    const mock = frozenMock()
    const receiver = await startReceiver()
    mock.webhooks.create({ url: receiver.url })
    for (let i = 0; i < 45; i++) {
      ask(mock, 'PATCH', CONVERSATION, { metadata: { [`m${i % 2}`]: String(i).repeat(500_000).slice(0, 500_000) } })
      await mock.webhooks.settled() // pending ones have a limit of their own
    }
    expect(receiver.posts).toHaveLength(45)
    expect(mock.webhooks.deliveries.length).toBeLessThan(45)
    expect(statsOf(mock)).toMatchObject({ succeeded: 45, discarded: 45 - mock.webhooks.deliveries.length })
  })

  it('has at most 10,000 pending deliveries: the oldest ones fail, and stay failed when the attempt in flight ends', async () => {
    const mock = frozenMock()
    const receiver = await holding()
    mock.webhooks.create({ url: receiver.url })
    change(mock, 1)
    await receiver.holds(1)
    change(mock, 10_002)
    const failed = mock.webhooks.deliveries.filter(({ status }) => status === 'failed')
    expect(failed).toHaveLength(3)
    expect(failed[0]).toMatchObject({ attempts: 0, errorMessage: 'Dropped: too many deliveries were waiting' })
    expect(statsOf(mock)).toMatchObject({ succeeded: 0, failed: 3 })

    const published = deferred<void>()
    mock.webhooks.on(() => published.resolve())
    receiver.release(500)
    await published.promise
    expect(mock.webhooks.deliveries[0]).toMatchObject({ status: 'failed', attempts: 1, statusCode: 500 })
    expect(statsOf(mock)).toMatchObject({ failed: 3 })
    mock.reset()
  })
})

describe('attempts in flight', () => {
  it('are at most 16; webhooks take turns', async () => {
    const mock = frozenMock()
    const responses: string[] = []
    let underWay = 0
    let most = 0
    const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
      most = Math.max(most, ++underWay)
      responses.push(new Headers(init?.headers).get('x-linktor-delivery-id') ?? '')
      await new Promise((resolve) => setImmediate(resolve))
      underWay--
      return new Response(null, { status: 204 })
    })
    onTestFinished(() => fetched.mockRestore())
    const ids = Array.from({ length: 20 }, () => mock.webhooks.create({ url: 'http://localhost/hooks' }).id)
    change(mock, 3)
    await mock.webhooks.settled()

    expect(most).toBe(16)
    expect(new Set(responses).size).toBe(60)
    const webhookOf = new Map(mock.webhooks.deliveries.map(({ id, webhookId }) => [id, webhookId]))
    expect(new Set(responses.slice(0, 32).map((id) => webhookOf.get(id)))).toEqual(new Set(ids))
  })

  it('include tests and retries, of which 8 may be in flight, and one per webhook', async () => {
    const mock = frozenMock()
    const receiver = await holding()
    const ids = Array.from({ length: 10 }, () => mock.webhooks.create({ url: receiver.url }).id)
    const test = (id: string) => send(mock, 'POST', `/webhooks/${id}/test`).later
    const responses = ids.flatMap((id) => [test(id), test(id)])
    for (const more of [8, 8, 2, 2]) {
      await receiver.holds(more)
      const underWay = receiver.posts.slice(-more).map(({ event }) => event.data.id)
      expect(receiver.held).toHaveLength(more)
      expect(new Set(underWay).size).toBe(more)
      receiver.release()
    }
    const statuses = (await Promise.all(responses)).map((response) => JSON.parse(response?.body ?? '').data.status)
    expect(statuses).toEqual(Array(20).fill('succeeded'))
  })

  it('leave room for due deliveries, however many tests of hanging webhooks there are', async () => {
    const mock = frozenMock()
    const hanging = await holding()
    const healthy = await startReceiver()
    const ids = Array.from({ length: 20 }, () => mock.webhooks.create({ url: hanging.url, events: ['test.ping'] }).id)
    const responses = ids.flatMap((id) => Array.from({ length: 8 }, () => send(mock, 'POST', `/webhooks/${id}/test`).later))
    await hanging.holds(8)
    mock.webhooks.create({ url: healthy.url, events: ['conversation.updated'] })
    change(mock, 3)
    await healthy.waitFor(3)
    expect(hanging.posts).toHaveLength(8)
    mock.reset()
    expect(new Set((await Promise.all(responses)).map((response) => response?.status))).toEqual(new Set([0]))
  })

  it('are aborted by a reset, which does not wait; a request that waits for one gets no response', async () => {
    const mock = frozenMock()
    const receiver = await holding()
    const closed = deferred<void>()
    const { id } = mock.webhooks.create({ url: receiver.url })
    change(mock, 2)
    const test = send(mock, 'POST', `/webhooks/${id}/test`)
    await receiver.holds(2)
    receiver.held[0]?.once('close', () => closed.resolve())
    mock.reset()
    await mock.webhooks.settled()
    await closed.promise
    expect(await test.later).toMatchObject({ status: 0 })
    expect(mock.webhooks.deliveries).toEqual([])
    expect(receiver.posts).toHaveLength(2)
  })

  it('are sent again after a snapshot from meanwhile is restored', async () => {
    const mock = frozenMock()
    const receiver = await holding()
    mock.webhooks.create({ url: receiver.url })
    change(mock, 1)
    await receiver.holds(1)
    const snapshot = mock.snapshot()
    receiver.release()
    await mock.webhooks.settled()
    expect(mock.webhooks.deliveries).toMatchObject([{ status: 'succeeded' }])
    mock.restore(snapshot)
    await receiver.holds(1)
    receiver.release()
    await mock.webhooks.settled()
    expect(receiver.posts[1]?.event.id).toBe(receiver.posts[0]?.event.id)
    expect(mock.webhooks.deliveries).toMatchObject([{ status: 'succeeded', attempts: 1 }])
  })

  it('of a test fail after a snapshot from meanwhile is restored', async () => {
    const mock = frozenMock()
    const receiver = await holding()
    const { id } = mock.webhooks.create({ url: receiver.url })
    const { later } = send(mock, 'POST', `/webhooks/${id}/test`)
    await receiver.holds(1)
    mock.restore(mock.snapshot())
    expect(await later).toMatchObject({ status: 0 })
    const errorMessage = 'Interrupted: the mock was stopped, or its data was replaced'
    expect(mock.webhooks.deliveries).toMatchObject([{ status: 'failed', attempts: 0, errorMessage }])
    expect(statsOf(mock)).toMatchObject({ failed: 1 })
  })

  it('continue when their webhook is deleted, and leave nothing behind', async () => {
    const mock = frozenMock()
    const receiver = await holding()
    const { id } = mock.webhooks.create({ url: receiver.url })
    change(mock, 2)
    await receiver.holds(1)
    send(mock, 'DELETE', `/webhooks/${id}`)
    receiver.release(500)
    await mock.webhooks.settled()
    mock.clock.advance('3h')
    await mock.webhooks.settled()
    expect(mock.webhooks.deliveries).toEqual([])
    expect(receiver.posts).toHaveLength(1)
  })

  it('respond to a test whose webhook is deleted in the same turn', async () => {
    const mock = frozenMock()
    const { id } = mock.webhooks.create({ url: 'http://127.0.0.1:1/' })
    const { later } = send(mock, 'POST', `/webhooks/${id}/test`)
    send(mock, 'DELETE', `/webhooks/${id}`)
    expect(await later).toMatchObject({ status: 200, body: expect.stringContaining('"status":"failed"') })
  })

  it('keep an update of their webhook', async () => {
    const mock = frozenMock()
    const receiver = await holding()
    const { id } = mock.webhooks.create({ url: receiver.url })
    change(mock, 1)
    await receiver.holds(1)
    ask(mock, 'PATCH', `/webhooks/${id}`, { description: 'New', config: { retryPolicy: 'none' } })
    receiver.release(500)
    await mock.webhooks.settled()
    expect(mock.webhooks.all()).toMatchObject([{ description: 'New', stats: { failed: 1 } }])
    expect(mock.webhooks.deliveries).toMatchObject([{ status: 'failed', attempts: 1 }])
  })
})

describe('settled()', () => {
  it('resolves at once when nothing is pending, and never rejects', async () => {
    await expect(createMock().webhooks.settled()).resolves.toBeUndefined()
    const mock = createMock({ webhooks: [{ url: 'http://127.0.0.1:1/' }] })
    change(mock, 2)
    await expect(Promise.all([mock.webhooks.settled(), mock.webhooks.settled()])).resolves.toHaveLength(2)
    expect(mock.webhooks.deliveries).toMatchObject([{ attempts: 1 }, { attempts: 1 }])
  })
})
