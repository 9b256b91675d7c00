import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createMock } from '../../src/mock/create-mock.js'
import { deferred, startHttpServer } from '../adapters/wire.js'
import { dataOf, fieldsOf, startControlServer } from './control-server.js'

const NOW = '2024-01-15T10:00:00.000Z'

describe('the clock', () => {
  it('can be read', async () => {
    const { call, mock } = await startControlServer({}, createMock({ now: NOW }))
    mock.clock.freeze()

    expect((await call('GET', '/clock')).body).toEqual({ now: mock.clock.now().toISOString(), frozen: true })
  })

  it('can be set, frozen, advanced and resumed', async () => {
    const { call } = await startControlServer()

    expect((await call('PATCH', '/clock', { now: '2024-01-15T07:00:00-03:00', frozen: true })).body).toEqual({ now: NOW, frozen: true })
    expect((await call('PATCH', '/clock', { now: Date.parse(NOW) + 5 })).body).toEqual({ now: '2024-01-15T10:00:00.005Z', frozen: true })
    expect((await call('PATCH', '/clock', { now: NOW })).body).toEqual({ now: NOW, frozen: true })
    for (const advance of ['2h', 7_200_000, { hours: 1, minutes: 60 }]) await call('PATCH', '/clock', { advance })
    expect((await call('GET', '/clock')).body).toEqual({ now: '2024-01-15T16:00:00.000Z', frozen: true })
    expect((await call('PATCH', '/clock', { frozen: false })).body).toMatchObject({ frozen: false })
  })

  it('is unchanged by an invalid call', async () => {
    const { call, mock } = await startControlServer({}, createMock({ now: NOW }))
    mock.clock.set(NOW)
    const responses = [
      await call('PATCH', '/clock', {}),
      await call('PATCH', '/clock', { now: NOW, advance: '2h', frozen: true }),
      await call('PATCH', '/clock', { advance: 'soon', frozen: true }),
      await call('PATCH', '/clock', { advance: -1 }),
      await call('PATCH', '/clock', { now: '2024-01-15T10:00:00', frozen: true }),
      await call('PATCH', '/clock', { advance: { years: 1 } }),
      await call('PATCH', '/clock', { frozen: 'yes' }),
    ]

    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 400))
    expect(responses.map((response) => fieldsOf(response)[0])).toEqual([
      'body',
      'advance',
      'advance',
      'advance',
      'now',
      'advance',
      'frozen',
    ])
    expect(mock.clock.frozen).toBe(false)
    expect(mock.clock.now().toISOString()).toMatch(/^2024-01-15T10:00/)
  })

  it('ends snoozes as it advances', async () => {
    const { call, ask, mock } = await startControlServer({}, createMock({ now: NOW }))
    await ask('PATCH', '/conversations/conv_abc123', { status: 'snoozed', snoozedUntil: '2024-01-15T11:00:00Z' })
    await call('PATCH', '/clock', { advance: '1h' })

    expect(mock.db.conversations.get('conv_abc123').status).toBe('open')
  })

  it('responds once due deliveries were attempted', async () => {
    const responses = [500, 500, 500, 200]
    const received: string[] = []
    const { origin } = await startHttpServer((request, response) => {
      received.push(String(request.headers['x-linktor-delivery-id'] ?? request.url))
      response.writeHead(responses.shift() ?? 200).end()
    })
    const { call, ask, mock } = await startControlServer()
    mock.webhooks.create({ url: `${origin}/hook`, events: ['conversation.closed'] })
    await ask('POST', '/conversations/conv_abc123/close')
    await mock.webhooks.settled()
    expect(dataOf(await call('GET', '/deliveries'))).toMatchObject([{ status: 'pending', attempts: 1 }])
    await call('PATCH', '/clock', { advance: '10m' })
    expect(dataOf(await call('GET', '/deliveries'))).toMatchObject([{ status: 'pending', attempts: 3 }])
    await call('PATCH', '/clock', { advance: '30m' })

    expect(dataOf(await call('GET', '/deliveries'))).toMatchObject([{ status: 'succeeded', attempts: 4 }])
    expect(dataOf(await call('GET', '/deliveries'))[0]).not.toHaveProperty('order')
    expect(received).toHaveLength(4)
  })

  it('waits at most 5 seconds for receivers that do not respond', async () => {
    const { origin } = await startHttpServer(() => {})
    const { call, ask, mock } = await startControlServer()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const waiting = deferred<void>()
    const settled = mock.webhooks.settled.bind(mock.webhooks)
    vi.spyOn(mock.webhooks, 'settled').mockImplementation(() => {
      waiting.resolve()
      return settled()
    })
    mock.webhooks.create({ url: `${origin}/hook`, events: ['conversation.closed'] })
    await ask('POST', '/conversations/conv_abc123/close')
    const moved = call('PATCH', '/clock', { advance: '1m' })
    await waiting.promise
    vi.advanceTimersByTime(5000)

    expect(await moved).toMatchObject({ status: 200, body: { settled: false } })
    expect(mock.webhooks.deliveries).toMatchObject([{ status: 'pending', attempts: 0 }])
  })
})
