import { type Duration, toMilliseconds } from '../time/duration.js'
import { invalidOption } from './invalid-option.js'

const MAX_MILLISECONDS = 600_000

/** Duration of a fault in milliseconds, up to ten minutes; `undefined` for a longer or an invalid one. */
export function faultDuration(duration: Duration): number | undefined {
  try {
    const milliseconds = toMilliseconds(duration)
    return milliseconds >= 0 && milliseconds <= MAX_MILLISECONDS ? milliseconds : undefined
  } catch {
    return undefined
  }
}

/** @throws TypeError for a duration that is longer than ten minutes, or invalid */
export function parseFaultDuration(call: string, duration: Duration): number {
  const milliseconds = faultDuration(duration)
  if (milliseconds !== undefined) return milliseconds
  throw invalidOption(call, 'duration', duration, 'a duration up to ten minutes, such as 2000 (milliseconds), "2s" or { seconds: 2 }')
}
