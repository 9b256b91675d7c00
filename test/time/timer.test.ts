import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Clock } from '../../src/time/clock.js'
import { Timer } from '../../src/time/timer.js'

const START = Date.parse('2024-01-15T11:00:00Z')
const DAY = 24 * 60 * 60 * 1000

beforeEach(() => {
  vi.useFakeTimers({ now: START })
})

afterEach(() => {
  vi.useRealTimers()
})

function alarm(clock = new Clock()) {
  const ring = vi.fn()
  return { ring, clock, alarm: new Timer(() => clock, ring) }
}

describe('Timer', () => {
  it('fires once, at its time', () => {
    const { alarm: it, ring } = alarm()
    it.set(START + 1000)
    vi.advanceTimersByTime(999)
    expect(ring).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(ring).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(DAY)
    expect(ring).toHaveBeenCalledTimes(1)
  })

  it('fires at once for a past time', () => {
    const { alarm: it, ring } = alarm()
    it.set(START - DAY)
    vi.advanceTimersByTime(0)
    expect(ring).toHaveBeenCalledTimes(1)
  })

  it("follows its clock, not the machine's", () => {
    const { alarm: it, ring } = alarm(new Clock(START - DAY))
    it.set(START - DAY + 1000)
    vi.advanceTimersByTime(1000)
    expect(ring).toHaveBeenCalledTimes(1)
  })

  it('has one time, the last that was set', () => {
    const { alarm: it, ring } = alarm()
    it.set(START + 1000)
    it.set(START + 5000)
    vi.advanceTimersByTime(4999)
    expect(ring).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(ring).toHaveBeenCalledTimes(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('may be set to the same time repeatedly', () => {
    const { alarm: it, ring } = alarm()
    for (let i = 0; i < 10; i++) it.set(START + 1000)
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(1000)
    expect(ring).toHaveBeenCalledTimes(1)
    it.set(START + 1000)
    vi.advanceTimersByTime(0)
    expect(ring).toHaveBeenCalledTimes(2)
  })

  it('is stopped by undefined, and by clear', () => {
    const { alarm: it, ring } = alarm()
    it.set(START + 1000)
    it.set(undefined)
    it.set(START + 1000)
    it.clear()
    vi.advanceTimersByTime(DAY)
    expect(ring).not.toHaveBeenCalled()
  })

  it('can be set again after clear, to the same time', () => {
    const { alarm: it, ring, clock } = alarm()
    it.set(START + 2000)
    clock.set(START + 1000)
    it.clear()
    it.set(START + 2000)
    vi.advanceTimersByTime(1000)
    expect(ring).toHaveBeenCalledTimes(1)
  })

  it('does not fire while its clock is frozen', () => {
    const { alarm: it, ring, clock } = alarm()
    clock.freeze()
    it.set(START + 1000)
    vi.advanceTimersByTime(DAY)
    expect(ring).not.toHaveBeenCalled()
    clock.resume()
    it.set(START + 1000)
    vi.advanceTimersByTime(1000)
    expect(ring).toHaveBeenCalledTimes(1)
  })

  it('fires early, to be set again, for a time that exceeds the maximum delay of a timer', () => {
    const { alarm: it, ring } = alarm()
    it.set(START + 60 * DAY)
    vi.advanceTimersByTime(2 ** 31 - 2)
    expect(ring).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(ring).toHaveBeenCalledTimes(1)
  })

  it('works where timers are plain numbers, as in a browser', () => {
    const { alarm: it, ring } = alarm()
    const setTimeout = globalThis.setTimeout
    const spy = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((then: () => void, ms: number) => {
      setTimeout(then, ms)
      return 1
    }) as typeof globalThis.setTimeout)
    it.set(START + 1000)
    vi.advanceTimersByTime(1000)
    expect(ring).toHaveBeenCalledTimes(1)
    spy.mockRestore()
  })
})
