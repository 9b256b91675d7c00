import { Random } from '../store/random.js'

/** Milliseconds (`100`, `'100'`), or a range of them (`'50-200'`). */
export type Latency = number | string

const LONGEST = 600_000

/**
 * Draws latencies; the same seed gives the same sequence.
 *
 * @throws TypeError when the latency is invalid
 * @example
 * const next = latencies('50-200', 7)
 * next() // a number from 50 to 200
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
