import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createMock, type Mock } from '../../src/index.js'
import { handlers } from '../../src/msw.js'
import { Network } from '../../src/vitest/network.js'
import { deferred } from '../adapters/wire.js'
import { ask, NOW, send } from './kit.js'

const CONVERSATION = '/conversations/conv_abc123'
const HOUR = 60 * 60_000
const network = new Network()

afterEach(() => {
  vi.useRealTimers()
})

function snoozed(mock: Mock): Mock {
  ask(mock, 'PATCH', CONVERSATION, { status: 'snoozed' })
  return mock
}

function statusOf(mock: Mock): string {
  return mock.db.conversations.get('conv_abc123').status
}

/** A mock with a base URL of its own. */
function answering(mock: Mock): string {
  const baseUrl = 'https://fake-timers.linktor.test/v1'
  const { remove } = network.add(handlers(mock, { baseUrl }))
  onTestFinished(remove)
  return baseUrl
}

describe('mock timers', () => {
  it('that are advanced move the clock and end a snooze, before the advance returns', () => {
    vi.useFakeTimers()
    const mock = snoozed(createMock({ now: NOW }))
    vi.advanceTimersByTime(HOUR - 1)
    expect(mock.events.all('conversation.reopened')).toEqual([])
    vi.advanceTimersByTime(1)
    expect(mock.clock.now().toISOString()).toBe('2024-01-15T12:00:00.000Z')
    expect(mock.events.all('conversation.reopened')).toMatchObject([{ timestamp: '2024-01-15T12:00:00Z' }])
    expect(statusOf(mock)).toBe('open')
  })

  it("do so for a mock that shows the machine's time", () => {
    vi.useFakeTimers({ now: new Date('2031-01-01T00:00:00Z') })
    const mock = snoozed(createMock())
    expect(mock.db.conversations.get('conv_abc123').snoozedUntil).toBe('2031-01-01T01:00:00Z')
    vi.advanceTimersByTime(HOUR)
    expect(mock.events.all('conversation.reopened')).toMatchObject([{ timestamp: '2031-01-01T01:00:00Z' }])
  })

  it('can be run by runAllTimers, which ends', () => {
    vi.useFakeTimers()
    const mock = snoozed(createMock({ now: NOW }))
    vi.runAllTimers()
    expect(statusOf(mock)).toBe('open')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('do not affect mock.clock.advance', () => {
    vi.useFakeTimers()
    const mock = snoozed(createMock({ now: NOW }))
    const machine = Date.now()
    mock.clock.advance('59m')
    expect(Date.now()).toBe(machine)
    expect(statusOf(mock)).toBe('snoozed')
    vi.advanceTimersByTime(60_000)
    expect(mock.events.all('conversation.reopened')).toHaveLength(1)
    expect(mock.clock.now().toISOString()).toBe('2024-01-15T12:00:00.000Z')
    expect(statusOf(mock)).toBe('open')
    snoozed(mock)
    mock.clock.advance('1h')
    expect(statusOf(mock)).toBe('open')
    expect(mock.events.all('conversation.reopened')).toHaveLength(2)
  })

  it('set the clock by setSystemTime, and due snoozes have ended at the next read', () => {
    vi.useFakeTimers({ now: new Date('2031-01-01T00:00:00Z') })
    const mock = snoozed(createMock())
    vi.setSystemTime(new Date('2031-01-02T00:00:00Z'))
    expect(mock.clock.now().toISOString()).toBe('2031-01-02T00:00:00.000Z')
    expect(ask(mock, 'GET', CONVERSATION)).toMatchObject({ data: { attributes: { status: 'open', reopenedAt: '2031-01-01T01:00:00Z' } } })
  })

  it("move a clock with a given time by the same difference as setSystemTime moves the machine's", () => {
    vi.useFakeTimers({ now: new Date('2031-01-01T00:00:00Z') })
    const mock = createMock({ now: NOW })
    vi.setSystemTime(new Date('2031-01-01T00:30:00Z'))
    expect(mock.clock.now().toISOString()).toBe('2024-01-15T11:30:00.000Z')
  })

  it('neither move a frozen clock nor end a snooze by it', () => {
    vi.useFakeTimers()
    const mock = createMock({ now: NOW })
    mock.clock.freeze()
    snoozed(mock)
    vi.advanceTimersByTime(24 * HOUR)
    vi.setSystemTime(new Date('2040-01-01T00:00:00Z'))
    expect(mock.clock.now().toISOString()).toBe('2024-01-15T11:00:00.000Z')
    expect(statusOf(mock)).toBe('snoozed')
    mock.clock.advance('1h')
    expect(statusOf(mock)).toBe('open')
  })

  it('move a rate limit, as the clock does', () => {
    vi.useFakeTimers()
    const mock = createMock({ now: NOW })
    mock.faults.rateLimit({ after: 1, retryAfter: 10 })
    expect([send(mock, 'GET', CONVERSATION).status, send(mock, 'GET', CONVERSATION).status]).toEqual([200, 429])
    vi.advanceTimersByTime(10_000)
    expect(send(mock, 'GET', CONVERSATION).status).toBe(200)
  })

  it('hold back a delay over MSW until they are advanced', async () => {
    vi.useFakeTimers()
    const mock = createMock()
    const arrived = deferred<void>()
    const { delayFor } = mock
    vi.spyOn(mock, 'delayFor').mockImplementationOnce((request) => {
      void Promise.resolve().then(arrived.resolve) // once the timer is set
      return delayFor(request)
    })
    mock.faults.delay('closeConversation', '2s')
    const baseUrl = answering(mock)
    const reply = fetch(`${baseUrl}${CONVERSATION}/close`, { method: 'POST', headers: { authorization: 'Bearer any' } })
    await arrived.promise
    await vi.advanceTimersByTimeAsync(1999)
    expect(statusOf(mock)).toBe('open')
    await vi.advanceTimersByTimeAsync(1)
    expect(statusOf(mock)).toBe('closed')
    expect((await reply).status).toBe(200)
    expect(mock.requests.find({ operation: 'closeConversation' })?.duration).toBeGreaterThanOrEqual(2000)
  })

  it('do not hold back a request over MSW without a delay', async () => {
    vi.useFakeTimers()
    const baseUrl = answering(createMock())
    const response = await fetch(`${baseUrl}/conversations`, { headers: { authorization: 'Bearer any' } })
    expect(await response.json()).toMatchObject({ data: [{ id: 'conv_abc123' }] })
  })
})

describe('a mock that outlives fake timers', () => {
  it("shows the machine's time again, and responds", () => {
    vi.useFakeTimers({ now: new Date('2031-01-01T00:00:00Z') })
    const mock = createMock()
    expect(mock.clock.now().getUTCFullYear()).toBe(2031)
    vi.useRealTimers()
    expect(Math.abs(mock.clock.now().getTime() - Date.now())).toBeLessThan(60_000)
    expect(send(mock, 'GET', CONVERSATION).status).toBe(200)
  })

  it('ends earlier snoozes at the next read, and by moving the clock', () => {
    vi.useFakeTimers({ now: Date.now() })
    const mock = snoozed(createMock())
    vi.useRealTimers()
    expect(ask(mock, 'GET', CONVERSATION)).toMatchObject({ data: { attributes: { status: 'snoozed' } } })
    mock.clock.advance('61m')
    expect(ask(mock, 'GET', CONVERSATION)).toMatchObject({ data: { attributes: { status: 'open' } } })
    mock.reset()
    expect(snoozed(mock).events.all()).toHaveLength(1)
  })

  it('responds over MSW', async () => {
    vi.useFakeTimers()
    const baseUrl = answering(createMock())
    vi.useRealTimers()
    expect((await fetch(`${baseUrl}/conversations`, { headers: { authorization: 'Bearer any' } })).status).toBe(200)
  })
})

describe('a mock created before fake timers', () => {
  it('publishes due events as soon as its events are read', async () => {
    const mock = snoozed(createMock({ now: NOW }))
    vi.useFakeTimers({ now: Date.now() })
    vi.setSystemTime(Date.now() + HOUR)

    expect(mock.events.all('conversation.reopened')).toHaveLength(1)
    expect(await mock.events.next('conversation.reopened')).toMatchObject({ event: 'conversation.reopened' })
  })

  it('follows them from then on, without a warning', () => {
    const warned = vi.spyOn(console, 'warn')
    const emitted = vi.spyOn(process, 'emitWarning')
    const mock = snoozed(createMock({ now: NOW }))
    vi.useFakeTimers({ now: Date.now() })
    mock.clock.advance('10m')
    vi.advanceTimersByTime(HOUR)
    expect(statusOf(mock)).toBe('open')
    expect(mock.events.all('conversation.reopened')).toMatchObject([{ timestamp: '2024-01-15T12:00:00Z' }])
    mock.reset()
    expect(warned).not.toHaveBeenCalled()
    expect(emitted).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })
})
