import { quoted } from '../store/quoted.js'

/** A span of time: units that add up (`{ hours: 2, minutes: 30 }`), text (`'2h30m'`), or plain milliseconds. */
export type Duration = number | string | DurationUnits

export interface DurationUnits {
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
  readonly milliseconds?: number
}

const MILLISECONDS = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1000, milliseconds: 1 } as const
const UNITS: Readonly<Record<string, keyof DurationUnits>> = {
  d: 'days',
  h: 'hours',
  m: 'minutes',
  s: 'seconds',
  ms: 'milliseconds',
}
const WANTED = 'a duration is milliseconds, text such as "2h", "1h30m" or "45s", or units such as { hours: 2 }'

/**
 * A duration in milliseconds.
 *
 * @throws TypeError when it is invalid
 * @example toMilliseconds('1h30m') // 5_400_000
 */
export function toMilliseconds(duration: Duration): number {
  const milliseconds = typeof duration === 'number' ? duration : typeof duration === 'string' ? ofText(duration) : ofUnits(duration)
  if (!Number.isFinite(milliseconds)) throw new TypeError(`${quoted(duration)}: ${WANTED}`)
  return milliseconds
}

function ofText(text: string): number {
  if (!/^(\d+(\.\d+)?(ms|[dhms]))+$/.test(text)) return Number.NaN
  let sum = 0
  for (const [, amount, unit] of text.matchAll(/([\d.]+)(ms|[dhms])/g)) {
    const name = UNITS[unit ?? '']
    sum += name === undefined ? Number.NaN : Number(amount) * MILLISECONDS[name]
  }
  return sum
}

function ofUnits(units: DurationUnits): number {
  if (typeof units !== 'object' || units === null || Object.keys(units).length === 0) return Number.NaN
  let sum = 0
  for (const [unit, amount] of Object.entries(units)) {
    sum += Object.hasOwn(MILLISECONDS, unit) ? Number(amount) * MILLISECONDS[unit as keyof DurationUnits] : Number.NaN
  }
  return sum
}
