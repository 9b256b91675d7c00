import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMock, type Duration } from '../../src/index.js'
import { ask, eventsOf, NOW } from './kit.js'

const START = Date.parse('2030-06-01T00:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now: START })
})

afterEach(() => {
  vi.useRealTimers()
})

describe('the clock', () => {
  it("follows the machine's clock", () => {
    const { clock } = createMock()
    expect(clock.now()).toEqual(new Date(START))
    vi.advanceTimersByTime(1500)
    expect(clock.now().getTime()).toBe(START + 1500)
  })

  it('continues from the time that it is set to', () => {
    const { clock } = createMock({ now: NOW })
    expect(clock.now().toISOString()).toBe('2024-01-15T11:00:00.000Z')
    vi.advanceTimersByTime(61_000)
    expect(clock.now().toISOString()).toBe('2024-01-15T11:01:01.000Z')
    clock.set('2020-02-29T00:00:00Z')
    vi.advanceTimersByTime(1000)
    expect(clock.now().toISOString()).toBe('2020-02-29T00:00:01.000Z')
  })

  it.for([
    { kind: 'a Date', instant: new Date('2024-01-15T11:00:00Z') },
    { kind: 'text', instant: '2024-01-15T11:00:00Z' },
    { kind: 'text with an offset', instant: '2024-01-15T13:00:00+02:00' },
    { kind: 'milliseconds', instant: 1705316400000 },
  ])('can be set to $kind', ({ instant }) => {
    const { clock } = createMock()
    clock.set(instant)
    expect(clock.now()).toEqual(new Date(NOW))
  })

  it('can be set back, and nothing falls due twice', () => {
    const mock = createMock({ now: NOW })
    ask(mock, 'PATCH', '/conversations/conv_abc123', { status: 'snoozed' })
    mock.clock.advance('2h')
    mock.clock.set(NOW)
    mock.clock.advance('2h')
    expect(eventsOf(mock)).toEqual(['conversation.updated', 'conversation.reopened'])
    mock.clock.set('2024-01-15T09:00:00Z')
    ask(mock, 'PATCH', '/conversations/conv_abc123', { priority: 'low' })
    expect(mock.db.conversations.get('conv_abc123').updatedAt).toBe('2024-01-15T09:00:00Z')
  })

  const durations: readonly { readonly duration: Duration; readonly milliseconds: number }[] = [
    { duration: 250, milliseconds: 250 },
    { duration: 0, milliseconds: 0 },
    { duration: '2h', milliseconds: 7_200_000 },
    { duration: '1h30m', milliseconds: 5_400_000 },
    { duration: '1d2h3m4s5ms', milliseconds: 93_784_005 },
    { duration: '1.5s', milliseconds: 1500 },
    { duration: { hours: 2 }, milliseconds: 7_200_000 },
    { duration: { days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5 }, milliseconds: 93_784_005 },
    { duration: { hours: 1, minutes: -15 }, milliseconds: 2_700_000 },
  ]
  it.for(durations)('advances by $duration', ({ duration, milliseconds }) => {
    const { clock } = createMock({ now: NOW })
    clock.advance(duration)
    expect(clock.now().getTime()).toBe(Date.parse(NOW) + milliseconds)
    vi.advanceTimersByTime(10)
    expect(clock.now().getTime()).toBe(Date.parse(NOW) + milliseconds + 10)
  })

  it('stands still while it is frozen, and continues from there', () => {
    const { clock } = createMock({ now: NOW })
    vi.advanceTimersByTime(1000)
    clock.freeze()
    expect(clock.frozen).toBe(true)
    vi.advanceTimersByTime(60_000)
    expect(clock.now().toISOString()).toBe('2024-01-15T11:00:01.000Z')
    clock.resume()
    expect(clock.frozen).toBe(false)
    expect(clock.now().toISOString()).toBe('2024-01-15T11:00:01.000Z')
    vi.advanceTimersByTime(1000)
    expect(clock.now().toISOString()).toBe('2024-01-15T11:00:02.000Z')
  })

  it('stays frozen at the time it is set or advanced to', () => {
    const { clock } = createMock({ now: NOW })
    clock.freeze()
    clock.advance({ minutes: 1 })
    vi.advanceTimersByTime(5000)
    expect(clock.now().toISOString()).toBe('2024-01-15T11:01:00.000Z')
    clock.set('2024-01-15T08:00:00Z')
    vi.advanceTimersByTime(5000)
    expect(clock.now().toISOString()).toBe('2024-01-15T08:00:00.000Z')
    clock.resume()
    vi.advanceTimersByTime(5000)
    expect(clock.now().toISOString()).toBe('2024-01-15T08:00:05.000Z')
  })

  it('can be frozen twice, and resumed while it runs', () => {
    const { clock } = createMock({ now: NOW })
    clock.resume()
    vi.advanceTimersByTime(1000)
    clock.freeze()
    vi.advanceTimersByTime(1000)
    clock.freeze()
    expect(clock.now().toISOString()).toBe('2024-01-15T11:00:01.000Z')
  })

  it.for([
    ...['soon', '', '1', '2024-02-31T00:00:00Z', '2024-13-01', '2024-01-15T10:00:00', '1969-12-31T23:59:59Z'],
    ...[Number.NaN, Number.POSITIVE_INFINITY, new Date(Number.NaN), 8.64e15, -1],
  ])('cannot be set to %s', (instant) => {
    const { clock } = createMock({ now: NOW })
    expect(() => clock.set(instant)).toThrow(
      /: a point in time is a Date, Unix milliseconds, or ISO 8601 text with an offset such as "2024-01-15T10:00:00Z", between the years 1970 and 9999$/,
    )
    expect(clock.now()).toEqual(new Date(NOW))
  })

  it('cannot be set to nothing', () => {
    const { clock } = createMock({ now: NOW })
    expect(() => clock.set(undefined as never)).toThrow(/^undefined: a point in time is /)
  })

  it.for(['1 hour', '', 'h', '2h 30m', '-1h', Number.NaN, Number.POSITIVE_INFINITY, {}, { weeks: 1 }, { hours: 'two' }, null])(
    'cannot be advanced by %j',
    (duration) => {
      const { clock } = createMock({ now: NOW })
      expect(() => clock.advance(duration as Duration)).toThrow(
        /: a duration is milliseconds, text such as "2h", "1h30m" or "45s", or units/,
      )
      expect(clock.now()).toEqual(new Date(NOW))
    },
  )

  it.for([-1, { hours: -1 }])('cannot be advanced by %j, which is negative', (duration) => {
    const { clock } = createMock({ now: NOW })
    expect(() => clock.advance(duration)).toThrow(new TypeError(`${JSON.stringify(duration)}: advance goes forwards; use set to go back`))
  })

  it('cannot be advanced past the year 9999', () => {
    const { clock } = createMock({ now: '9999-12-31T23:00:00Z' })
    expect(() => clock.advance('2h')).toThrow(TypeError)
  })

  it('returns a copy of its time', () => {
    const { clock } = createMock({ now: NOW })
    clock.now().setFullYear(1999)
    expect(clock.now()).toEqual(new Date(NOW))
  })
})
