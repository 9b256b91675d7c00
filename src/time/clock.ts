import { quoted } from '../store/quoted.js'
import { type Duration, toMilliseconds } from './duration.js'
import { isInstant, LATEST, parseDateTime } from './timestamp.js'

/** A point in time: a `Date`, ISO 8601 text, or Unix milliseconds. */
export type Instant = Date | string | number

/** The public part of a clock. */
export type MockClock = Pick<Clock, 'now' | 'set' | 'advance' | 'freeze' | 'resume' | 'frozen'>

/** State of a clock at one moment; see {@link Clock.reading}. */
export interface ClockReading {
  /** Time that the clock shows in Unix milliseconds; `undefined` while it shows the machine's time. */
  readonly shows: number | undefined
  readonly frozen: boolean
}

/** Setting of a clock, valid at any later time: its offset to the machine's time, or the time at which it is frozen; milliseconds. */
export type ClockSetting = { readonly offset: number } | { readonly frozenAt: number }

/**
 * Clock of a mock. It runs with the machine's clock (so that fake timers of a test framework move it too) until it is set, advanced or
 * frozen. Work that falls due by a move, such as the end of a snooze, runs before the move returns.
 *
 * @example
 * mock.clock.set('2024-01-15T10:00:00Z')
 * mock.clock.freeze()
 * mock.clock.advance({ hours: 2 })
 */
export class Clock {
  #offset: number
  #frozenAt: number | undefined

  constructor(now?: Instant) {
    this.#offset = now === undefined ? 0 : toMillis(now) - Date.now()
  }

  /** Current time. */
  now(): Date {
    return new Date(this.millis())
  }

  /** Current time in Unix milliseconds; the clock stops at the end of the year 9999, after which timestamps have another form. */
  millis(): number {
    return this.#frozenAt ?? Math.min(Date.now() + this.#offset, LATEST)
  }

  /**
   * Sets the time, forwards or backwards; a frozen clock stays frozen.
   *
   * @throws TypeError when it is no point in time from 1970 to 9999
   */
  set(instant: Instant): void {
    const millis = toMillis(instant)
    if (this.#frozenAt !== undefined) this.#frozenAt = millis
    this.#offset = millis - Date.now()
  }

  /**
   * Advances by a duration.
   *
   * @throws TypeError for an invalid or a negative duration
   * @example mock.clock.advance('2h')
   */
  advance(duration: Duration): void {
    const milliseconds = toMilliseconds(duration)
    if (milliseconds < 0) throw new TypeError(`${quoted(duration)}: advance goes forwards; use set to go back`)
    this.set(this.millis() + milliseconds)
  }

  /** Stops the clock, until `resume`. */
  freeze(): void {
    this.#frozenAt = this.millis()
  }

  /** Runs on from the current time. */
  resume(): void {
    if (this.#frozenAt === undefined) return
    this.#offset = this.#frozenAt - Date.now()
    this.#frozenAt = undefined
  }

  get frozen(): boolean {
    return this.#frozenAt !== undefined
  }

  /** Current state, for {@link Clock.restore}. */
  reading(): ClockReading {
    return { shows: this.#offset === 0 && !this.frozen ? undefined : this.millis(), frozen: this.frozen }
  }

  /** Returns an independent copy that shows the same time. */
  fork(): Clock {
    const fork = new Clock()
    fork.#offset = this.#offset
    fork.#frozenAt = this.#frozenAt
    return fork
  }

  /** Current setting, to be stored. */
  setting(): ClockSetting {
    return this.#frozenAt === undefined ? { offset: this.#offset } : { frozenAt: this.#frozenAt }
  }

  /** Restores a state. Unlike a move, it lets nothing fall due. */
  restore({ shows, frozen }: ClockReading): void {
    this.#offset = shows === undefined ? 0 : shows - Date.now()
    this.#frozenAt = frozen ? shows : undefined
  }
}

/** State of a clock with a setting, now. */
export function toReading(setting: ClockSetting): ClockReading {
  if ('frozenAt' in setting) return { shows: setting.frozenAt, frozen: true }
  return { shows: setting.offset === 0 ? undefined : Date.now() + setting.offset, frozen: false }
}

function toMillis(instant: Instant): number {
  const millis = instant instanceof Date ? instant.getTime() : typeof instant === 'number' ? instant : millisOf(instant)
  if (millis >= 0 && isInstant(millis)) return millis
  throw new TypeError(
    `${quoted(instant)}: a point in time is a Date, Unix milliseconds, or ISO 8601 text with an offset such as "2024-01-15T10:00:00Z", between the years 1970 and 9999`,
  )
}

/** Parses text that means the same moment on every machine: a date, or a date-time with an offset. */
function millisOf(text: string): number {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d(:?\d\d)?))?$/.exec(text) ?? []
  const exists = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day)
  return exists ? parseDateTime(text) : Number.NaN
}
