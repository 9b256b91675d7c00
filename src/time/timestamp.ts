/** UTC with second precision, `2024-01-15T10:00:00Z`: text that sorts as time does. */
export type Timestamp = string

const EARLIEST = new Date('0000-01-01T00:00:00Z').getTime()
/** The last instant that a timestamp can show, in Unix milliseconds. */
export const LATEST = new Date('9999-12-31T23:59:59Z').getTime()

/** Cache of the last formatted second, mostly the current one. */
const written = { second: Number.NaN, text: '' }

/** The timestamp of an instant in Unix milliseconds, rounded down to seconds. */
export function toTimestamp(instant: number): Timestamp {
  const second = Math.floor(instant / 1000)
  if (second === written.second) return written.text
  written.text = `${new Date(instant).toISOString().slice(0, 19)}Z`
  written.second = second
  return written.text
}

/** Cache of the last parsed timestamp: the end of the next snooze, which every request compares. */
const read = { text: '', instant: Number.NaN }

/** Unix milliseconds of a timestamp or of any other ISO 8601 date-time. */
export function toInstant(timestamp: string): number {
  if (timestamp === read.text) return read.instant
  read.instant = Date.parse(timestamp)
  read.text = timestamp
  return read.instant
}

/**
 * Unix milliseconds of a date or date-time in ISO 8601, whose offset may have hours only: `2024-01-15T10:00:00+02`.
 *
 * @returns NaN for any other text
 */
export function parseDateTime(text: string): number {
  return Date.parse(text.replace(/(:\d\d(?:\.\d+)?[+-]\d\d)$/, '$1:00'))
}

/** Tells whether an instant can be written as a timestamp: years 0000 to 9999. */
export function isInstant(instant: number): boolean {
  return instant >= EARLIEST && Math.floor(instant / 1000) * 1000 <= LATEST
}

/** One hour later, the default length of a snooze; at most the last possible timestamp. */
export function hourAfter(timestamp: Timestamp): Timestamp {
  return toTimestamp(Math.min(toInstant(timestamp) + 60 * 60 * 1000, LATEST))
}
