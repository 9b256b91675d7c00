import { type Duration, toMilliseconds } from '../time/duration.js'

const LONGEST = 600_000

/** How long a fault may last, in milliseconds: up to ten minutes; nothing when the duration is longer, or none. */
export function faultDuration(duration: Duration): number | undefined {
  try {
    const milliseconds = toMilliseconds(duration)
    return milliseconds >= 0 && milliseconds <= LONGEST ? milliseconds : undefined
  } catch {
    return undefined
  }
}
