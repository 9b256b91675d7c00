import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMock, type Mock } from '../../src/index.js'
import { ask, eventsOf, NOW, send } from './kit.js'

const CONVERSATION = '/conversations/conv_abc123'
const HOUR = 60 * 60 * 1000

let mock: Mock

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2030-06-01T00:00:00Z') })
  mock = createMock({ now: NOW })
})

afterEach(() => {
  vi.useRealTimers()
})

function snooze(until?: string, id = 'conv_abc123'): void {
  ask(mock, 'PATCH', `/conversations/${id}`, { status: 'snoozed', ...(until !== undefined && { snoozedUntil: until }) })
}

function reopenings(): object[] {
  return mock.events.all('conversation.reopened').map(({ timestamp, data }) => ({ timestamp, id: data.id }))
}

describe('a snooze', () => {
  it('ends by itself at its time', () => {
    snooze()
    vi.advanceTimersByTime(HOUR - 1)
    expect(eventsOf(mock)).toEqual(['conversation.updated'])
    vi.advanceTimersByTime(1)
    expect(reopenings()).toEqual([{ timestamp: '2024-01-15T12:00:00Z', id: 'conv_abc123' }])
    expect(mock.db.conversations.get('conv_abc123')).toMatchObject({
      status: 'open',
      snoozedUntil: undefined,
      reopenedAt: '2024-01-15T12:00:00Z',
      reopenedById: undefined,
      updatedAt: '2024-01-15T12:00:00Z',
    })
  })

  it('ends when the clock is advanced, before the advance returns', () => {
    snooze()
    mock.clock.advance({ minutes: 59, seconds: 59 })
    expect(reopenings()).toEqual([])
    mock.clock.advance('1s')
    expect(reopenings()).toEqual([{ timestamp: '2024-01-15T12:00:00Z', id: 'conv_abc123' }])
  })

  it('ends at its own time, however far the clock is moved', () => {
    snooze()
    mock.clock.set('2025-01-01T00:00:00Z')
    expect(mock.db.conversations.get('conv_abc123')).toMatchObject({
      reopenedAt: '2024-01-15T12:00:00Z',
      updatedAt: '2024-01-15T12:00:00Z',
    })
  })

  it('has ended for a request after its time, though no timer fired', () => {
    snooze()
    vi.setSystemTime(Date.now() + 2 * HOUR)
    expect(ask(mock, 'GET', CONVERSATION)).toMatchObject({ data: { attributes: { status: 'open', reopenedAt: '2024-01-15T12:00:00Z' } } })
    expect(reopenings()).toHaveLength(1)
  })

  it('has ended for a db read after its time, though no timer fired', () => {
    snooze()
    vi.setSystemTime(Date.now() + 2 * HOUR)
    expect(mock.db.conversations.find({ status: 'open' })?.id).toBe('conv_abc123')
  })

  it('sets no reopenedBy, because no user did it', () => {
    snooze()
    mock.clock.advance('1h')
    expect(send(mock, 'GET', CONVERSATION).body).not.toContain('reopenedBy')
  })

  it('counts as open once it has ended', () => {
    snooze()
    mock.clock.advance('1h')
    expect(ask(mock, 'GET', '/conversations?status=open')).toMatchObject({ meta: { pagination: { totalCount: 1 } } })
    expect(ask(mock, 'GET', '/conversations?status=snoozed')).toMatchObject({ meta: { pagination: { totalCount: 0 } } })
  })

  it('among several ends at its own time, in order', () => {
    for (const id of ['conv_b', 'conv_c', 'conv_d']) mock.db.conversations.create({ id })
    snooze('2024-01-15T13:00:00Z')
    snooze('2024-01-15T12:00:00Z', 'conv_b')
    snooze('2024-01-15T14:00:00Z', 'conv_c')
    snooze('2024-01-15T12:00:00Z', 'conv_d')
    vi.advanceTimersByTime(2 * HOUR)
    expect(reopenings()).toEqual([
      { timestamp: '2024-01-15T12:00:00Z', id: 'conv_b' },
      { timestamp: '2024-01-15T12:00:00Z', id: 'conv_d' },
      { timestamp: '2024-01-15T13:00:00Z', id: 'conv_abc123' },
    ])
    vi.advanceTimersByTime(HOUR)
    expect(reopenings()).toHaveLength(4)
  })

  it('can be extended, and shortened', () => {
    snooze('2024-01-15T12:00:00Z')
    snooze('2024-01-15T14:00:00Z')
    vi.advanceTimersByTime(2 * HOUR)
    expect(reopenings()).toEqual([])
    snooze('2024-01-15T13:30:00Z')
    vi.advanceTimersByTime(HOUR / 2)
    expect(reopenings()).toEqual([{ timestamp: '2024-01-15T13:30:00Z', id: 'conv_abc123' }])
  })

  it('does not end again when it was ended by hand', () => {
    snooze()
    ask(mock, 'PATCH', CONVERSATION, { status: 'pending' })
    vi.advanceTimersByTime(2 * HOUR)
    expect(reopenings()).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('does not end while the clock is frozen, and ends at the first request after it was resumed', () => {
    mock.clock.freeze()
    snooze()
    vi.advanceTimersByTime(2 * HOUR)
    expect(reopenings()).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
    mock.clock.resume()
    expect(ask(mock, 'GET', CONVERSATION)).toMatchObject({ data: { attributes: { status: 'snoozed' } } })
    vi.advanceTimersByTime(HOUR)
    expect(reopenings()).toHaveLength(1)
  })

  it('ends by itself after the clock was resumed, without a request', () => {
    mock.clock.freeze()
    snooze()
    mock.clock.resume()
    vi.advanceTimersByTime(HOUR)
    expect(reopenings()).toHaveLength(1)
  })

  it('ends by itself at the same time of the mock after the clock was moved', () => {
    snooze()
    mock.clock.advance({ minutes: 50 })
    vi.advanceTimersByTime(10 * 60 * 1000 - 1)
    expect(reopenings()).toEqual([])
    vi.advanceTimersByTime(1)
    expect(reopenings()).toHaveLength(1)
  })

  it('may last for months, longer than any timer', () => {
    snooze('2024-04-15T12:00:00Z')
    vi.advanceTimersByTime(Date.parse('2024-04-15T12:00:00Z') - Date.parse(NOW) - 1000)
    expect(mock.db.conversations.get('conv_abc123').status).toBe('snoozed')
    vi.advanceTimersByTime(1000)
    expect(reopenings()).toEqual([{ timestamp: '2024-04-15T12:00:00Z', id: 'conv_abc123' }])
  })

  it('of the initial data ends by itself', async () => {
    const { guideWorld } = await import('../../fixtures/index.js')
    const conversations = guideWorld.conversations.map(
      (conversation) => ({ ...conversation, status: 'snoozed', snoozedUntil: '2024-01-15T11:00:30Z' }) as const,
    )
    mock = createMock({ world: { ...guideWorld, conversations }, now: NOW })
    vi.advanceTimersByTime(30_000)
    expect(reopenings()).toEqual([{ timestamp: '2024-01-15T11:00:30Z', id: 'conv_abc123' }])
  })

  it('arranged through db ends by itself', () => {
    mock.db.conversations.update('conv_abc123', { status: 'snoozed', snoozedUntil: '2024-01-15T11:00:30Z' })
    vi.advanceTimersByTime(30_000)
    expect(reopenings()).toEqual([{ timestamp: '2024-01-15T11:00:30Z', id: 'conv_abc123' }])
  })

  it('is removed by a reset', () => {
    snooze()
    mock.reset()
    vi.advanceTimersByTime(2 * HOUR)
    expect(mock.events.all()).toEqual([])
  })

  it('is restored by a snapshot, with its time', () => {
    snooze()
    const snapshot = mock.snapshot()
    ask(mock, 'PATCH', CONVERSATION, { status: 'open' })
    vi.advanceTimersByTime(HOUR)
    mock.restore(snapshot)
    expect(mock.db.conversations.get('conv_abc123').status).toBe('snoozed')
    vi.advanceTimersByTime(HOUR - 1)
    expect(reopenings()).toEqual([])
    vi.advanceTimersByTime(1)
    expect(reopenings()).toHaveLength(1)
  })

  it('lasts at most until the maximum date', () => {
    mock.clock.set('9999-12-31T23:30:00Z')
    snooze()
    expect(mock.db.conversations.get('conv_abc123')).toMatchObject({ status: 'snoozed', snoozedUntil: '9999-12-31T23:59:59Z' })
  })

  it('does not keep the process running', async () => {
    vi.useRealTimers()
    const unref = vi.spyOn(Object.getPrototypeOf(setTimeout(() => {}, 0)), 'unref')
    const running = createMock()
    ask(running, 'PATCH', CONVERSATION, { status: 'snoozed' })
    expect(unref).toHaveBeenCalled()
    running.reset()
    unref.mockRestore()
  })
})
