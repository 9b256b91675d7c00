import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createMock, type Duration, type Mock, type StoredDelivery } from '../../src/index.js'
import { deferred } from '../adapters/wire.js'
import { ask, frozenMock, NOW } from '../kit/kit.js'
import { type RunningReceiver, respondWith, startReceiver } from './start-receiver.js'

const CLOSE = '/conversations/conv_abc123/close'
const REOPEN = '/conversations/conv_abc123/reopen'

async function failing(
  fields: object = {},
  mock: Mock = frozenMock(),
): Promise<{ readonly mock: Mock; readonly receiver: RunningReceiver }> {
  const receiver = await startReceiver(respondWith(500))
  mock.webhooks.create({ url: receiver.url, ...fields })
  return { mock, receiver }
}

async function move(mock: Mock, duration: Duration): Promise<StoredDelivery | undefined> {
  mock.clock.advance(duration)
  await mock.webhooks.settled()
  return mock.webhooks.deliveries[0]
}

describe('a failing delivery', () => {
  it('is retried 1 min, 5 min, 30 min and 2 h after the event, with the same event, and then fails', async () => {
    const { mock, receiver } = await failing()
    ask(mock, 'POST', CLOSE)
    expect(await move(mock, '59s')).toMatchObject({ status: 'pending', attempts: 1, lastAttemptAt: NOW })
    expect(await move(mock, '1s')).toMatchObject({ status: 'pending', attempts: 2, lastAttemptAt: '2024-01-15T11:01:00Z' })
    expect(await move(mock, '239s')).toMatchObject({ attempts: 2 })
    expect(await move(mock, '1s')).toMatchObject({ attempts: 3, lastAttemptAt: '2024-01-15T11:05:00Z' })
    expect(await move(mock, '25m')).toMatchObject({ attempts: 4, lastAttemptAt: '2024-01-15T11:30:00Z' })
    expect(await move(mock, '89m')).toMatchObject({ status: 'pending', attempts: 4 })
    expect(await move(mock, '1m')).toMatchObject({ status: 'failed', attempts: 5, lastAttemptAt: '2024-01-15T13:00:00Z' })
    expect(await move(mock, '48h')).toMatchObject({ status: 'failed', attempts: 5 })
    expect(new Set(receiver.posts.map(({ event }) => event.id)).size).toBe(1)
    expect(new Set(receiver.posts.map(({ headers }) => headers['x-linktor-delivery-id'])).size).toBe(1)
    expect(receiver.posts).toHaveLength(5)
  })

  it('arrives when the clock is advanced by 10 minutes, on the third attempt (show 2)', async () => {
    const { mock, receiver } = await failing()
    ask(mock, 'POST', CLOSE)
    await mock.webhooks.settled()
    receiver.respond = (response) => respondWith(receiver.posts.length < 3 ? 500 : 204)(response)
    expect(await move(mock, '10m')).toMatchObject({ status: 'succeeded', attempts: 3 })
    expect(new Set(receiver.posts.map(({ event }) => event.id)).size).toBe(1)
  })

  it.each([
    ['stays where it is', '2024-01-15T11:01:00Z'],
    ['is set back before the turn of that request is over', NOW],
  ])('is retried on the next request of any kind when the time has moved without a timer, and it %s', async (_, then) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(NOW) })
    onTestFinished(() => void vi.useRealTimers())
    const { mock, receiver } = await failing({}, createMock())
    ask(mock, 'POST', CLOSE)
    await mock.webhooks.settled()
    vi.setSystemTime('2024-01-15T11:01:00Z')
    ask(mock, 'GET', '/conversations')
    vi.setSystemTime(then)

    expect(await receiver.waitFor(2)).toHaveLength(2)
  })

  it('is retried as soon as its webhook is active again, if it was due before', async () => {
    const { mock, receiver } = await failing()
    const [webhook] = mock.webhooks.all()
    const set = (status: string) => ask(mock, 'PATCH', `/webhooks/${webhook?.id}`, { status })
    ask(mock, 'POST', CLOSE)
    await mock.webhooks.settled()
    set('inactive')
    mock.clock.advance('1m')
    await setImmediate()
    set('active')

    expect(await receiver.waitFor(2)).toHaveLength(2)
  })

  it.each([
    [{ maxRetries: 0 }, 1],
    [{ maxRetries: 1 }, 2],
    [{ maxRetries: 3 }, 4],
    [{ maxRetries: 10 }, 5],
    [{ retryPolicy: 'none' }, 1],
    [{ retryPolicy: 'none', maxRetries: 4 }, 1],
  ])('with the config %j is sent %i times (decision 30)', async (config, attempts) => {
    const { mock, receiver } = await failing({ config })
    ask(mock, 'POST', CLOSE)
    await mock.webhooks.settled()
    expect(await move(mock, '24h')).toMatchObject({ status: 'failed', attempts })
    expect(receiver.posts).toHaveLength(attempts)
  })

  it('is retried in order of time with others, within one advance', async () => {
    const { mock, receiver } = await failing()
    ask(mock, 'POST', CLOSE)
    await move(mock, '3m')
    ask(mock, 'POST', REOPEN)
    await mock.webhooks.settled()
    const before = receiver.posts.length
    await move(mock, '10m')
    expect(receiver.posts.slice(before).map(({ event }) => event.event)).toEqual([
      'conversation.reopened', // 11:04
      'conversation.closed', // 11:05
      'conversation.reopened', // 11:08
    ])
  })

  it('is retried by the running clock with fake timers, even if they fake microtasks', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(null, { status: 500 }))
    vi.useFakeTimers({ now: Date.parse(NOW), toFake: ['setTimeout', 'clearTimeout', 'Date', 'queueMicrotask'] })
    onTestFinished(() => {
      vi.useRealTimers()
      fetched.mockRestore()
    })
    const mock = createMock({ webhooks: [{ url: 'http://localhost/hooks' }] })
    ask(mock, 'POST', CLOSE)
    const attempted = (): Promise<unknown> => new Promise((resolve) => mock.webhooks.on(resolve))
    await attempted()
    vi.advanceTimersByTime(59_000)
    await mock.webhooks.settled()
    expect(fetched).toHaveBeenCalledTimes(1)
    const second = attempted()
    vi.advanceTimersByTime(1000)
    expect(await second).toMatchObject({ attempts: 2, lastAttemptAt: '2024-01-15T11:01:00Z' })
    expect(fetched.mock.calls.map(([, init]) => new Headers(init?.headers).get('x-linktor-timestamp'))).toEqual([
      String(Date.parse(NOW) / 1000),
      String(Date.parse(NOW) / 1000 + 60),
    ])
  })

  it('is not retried once a manual retry has succeeded', async () => {
    const mock = frozenMock()
    const first = deferred<() => void>()
    const receiver = await startReceiver((response) => first.resolve(() => response.writeHead(500).end()))
    const { id } = mock.webhooks.create({ url: receiver.url })
    ask(mock, 'POST', CLOSE)
    const fail = await first.promise
    receiver.respond = respondWith(204)
    const [{ id: deliveryId } = { id: '' }] = mock.webhooks.deliveries
    const path = `/webhooks/${id}/deliveries/${deliveryId}/retry`
    const { later } = mock.handle({ method: 'POST', path, headers: { authorization: 'Bearer any' } })
    expect(JSON.parse((await later)?.body ?? '')).toMatchObject({ data: { status: 'succeeded', attempts: 1 } })
    fail()
    await mock.webhooks.settled()
    expect(await move(mock, '3h')).toMatchObject({ status: 'succeeded', statusCode: 204, attempts: 2 })
    expect(receiver.posts).toHaveLength(2)
    expect(mock.webhooks.all()).toMatchObject([{ stats: { succeeded: 1, failed: 0 } }])
  })
})
