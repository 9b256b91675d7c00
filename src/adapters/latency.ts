import { Random } from '../store/random.js'

/** A time in milliseconds (`100`, `'100'`), or a range of times (`'50-200'`). */
export type Latency = number | string

const LONGEST = 600_000

/**
 * Draws times from a latency, the same ones in the same order for the same seed.
 *
 * @throws TypeError when it is none
 * @example
 * const next = latencies('50-200', 7)
 * next() // some time from 50 to 200
 */
export function latencies(latency: Latency, seed = 1): () => number {
  const [from, to] = boundsOf(latency)
  const random = new Random(seed)
  return () => from + Math.floor(random.next() * (to - from + 1))
}

function boundsOf(latency: Latency): readonly [from: number, to: number] {
  const match = /^(\d+)(?:-(\d+))?$/.exec(String(latency).replaceAll(' ', ''))
  const from = Number(match?.[1])
  const to = Number(match?.[2] ?? match?.[1])
  if (from <= to && to <= LONGEST) return [from, to]
  throw new TypeError(
    `latency: ${JSON.stringify(latency)} must be milliseconds such as 100, or a range such as "50-200", up to ${LONGEST} (ten minutes)`,
  )
}
