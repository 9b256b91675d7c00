import { describe, expect, it } from 'vitest'
import { latencies } from '../../src/adapters/latency.js'

describe('a latency', () => {
  it('given as one number is exactly that number', () => {
    expect([latencies(100)(), latencies('100')(), latencies(0)()]).toEqual([100, 100, 0])
  })

  it('given as a range is drawn from the complete range only', () => {
    const next = latencies('50-55')
    const drawn = new Set(Array.from({ length: 200 }, next))

    expect([...drawn].sort()).toEqual([50, 51, 52, 53, 54, 55])
  })

  it('is the same for the same seed, and differs for another', () => {
    const draw = (seed: number) => Array.from({ length: 8 }, latencies('0-1000', seed))

    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it.each(['', 'x', '200-50', '-5', '1.5', '50-', '600001', Number.NaN, -1])('may not be %j', (latency) => {
    expect(() => latencies(latency)).toThrow(/^latency: .+ must be milliseconds such as 100, or a range such as "50-200"/)
  })
})
