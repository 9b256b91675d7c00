import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { Clock } from '../../src/time/clock.js'

describe('the end of the year 9999', () => {
  it('stops a clock, as later timestamps have another form', () => {
    vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') })
    onTestFinished(() => void vi.useRealTimers())
    const clock = new Clock('9999-12-31T23:59:58Z')
    vi.advanceTimersByTime(60_000)

    expect(clock.now().toISOString()).toBe('9999-12-31T23:59:59.000Z')
    expect(() => clock.advance('1s')).toThrow(/between the years 1970 and 9999/)
  })
})
