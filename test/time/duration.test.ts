import { describe, expect, it } from 'vitest'
import { type Duration, toMilliseconds } from '../../src/time/duration.js'

describe('a duration', () => {
  it.each<[Duration, number]>([
    [0, 0],
    [1500, 1500],
    [-5, -5],
    ['5ms', 5],
    ['5s', 5000],
    ['5m', 300_000],
    ['5h', 18_000_000],
    ['5d', 432_000_000],
    ['1h30m', 5_400_000],
    ['1m1ms', 60_001],
    ['0.5h', 1_800_000],
    ['2s2s', 4000],
    [{ days: 1 }, 86_400_000],
    [{ hours: 1, minutes: 1, seconds: 1, milliseconds: 1 }, 3_661_001],
    [{ seconds: 0 }, 0],
  ])('%j is %i ms', (duration, milliseconds) => {
    expect(toMilliseconds(duration)).toBe(milliseconds)
  })

  it.each(['', ' 1h', '1h ', '1 h', '1H', '5', 'h', '1.h', '.5h', '1w', '-1h', '1h-30m', '1e3s'])('%j is invalid', (text) => {
    expect(() => toMilliseconds(text)).toThrow(
      new TypeError(
        `${JSON.stringify(text)}: a duration is milliseconds, text such as "2h", "1h30m" or "45s", or units such as { hours: 2 }`,
      ),
    )
  })

  it.each<{ readonly value: unknown }>(
    [Number.NaN, Number.POSITIVE_INFINITY, null, undefined, true, [], {}, { hour: 1 }, { hours: 'x' }, { toString: 1 }].map((value) => ({
      value,
    })),
  )('$value is none', ({ value }) => {
    expect(() => toMilliseconds(value as Duration)).toThrow(TypeError)
  })
})
