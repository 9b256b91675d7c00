import { InvalidArgumentError } from 'commander'
import { REPORT_KINDS } from '../../contracts/verify/report-files.js'
import { latencies } from '../adapters/latency.js'
import { toBasePath } from '../adapters/node/request.js'

/** Number that fits into the default memory of Node. */
const MOST_CONVERSATIONS = 1_000_000

export const portNumber = integer('It must be a number from 0 to 65535.', 0, 65_535)
export const seedNumber = integer('It must be a whole number.', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
export const count = integer('It must be a whole number from 0 to 1000000.', 0, MOST_CONVERSATIONS)
export const rateLimit = integer('It must be a whole number of requests a minute, at least 1.', 1, Number.MAX_SAFE_INTEGER)
export const sequences = integer('It must be a whole number of sequences, at least 1.', 1, 1_000_000)
export const milliseconds = integer('It must be a whole number of milliseconds, from 1 to 600000.', 1, 600_000)

const KINDS: readonly string[] = REPORT_KINDS

export function host(text: string): string {
  if (/^[\w.:%-]+$/.test(text)) return text
  throw new InvalidArgumentError('It must be an address or a name, such as 127.0.0.1 or localhost.')
}

export function basePath(text: string): string {
  return orInvalid('It must be a path such as /v1.', () => toBasePath(text) || '/')
}

export function latency(text: string): string {
  return orInvalid('It must be milliseconds such as 100, or a range such as 50-200, up to 600000.', () => {
    latencies(text)
    return text
  })
}

export function moment(text: string): string {
  const millis = /^\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?$/.test(text) ? Date.parse(text) : Number.NaN
  if (isInReach(millis)) return new Date(millis).toISOString()
  throw new InvalidArgumentError('It must be a date or a date-time, such as 2024-01-15T10:00:00Z, from 1971 on.')
}

/** Tells whether data can be generated for an instant: they reach back some weeks, and snoozes end later. */
export function isInReach(millis: number): boolean {
  return millis >= Date.parse('1971-01-01') && millis <= Date.parse('9998-12-31')
}

/** Collects a repeatable option. */
export function another(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

/** Collects repeatable host names. */
export function anotherHost(text: string, before?: readonly string[]): readonly string[] {
  return another(host(text), before)
}

/** Parses a list, as in `--only LIST,CLOSE-03`; repeatable. */
export function listed(text: string, before: readonly string[] = []): readonly string[] {
  const parts = text.split(',').map((part) => part.trim())
  if (parts.includes('')) throw new InvalidArgumentError('It must be a list such as LIST,CLOSE-03.')
  return [...before, ...parts]
}

/** Parses names of events, as in `--webhook-events conversation.closed,message.received`; repeatable. */
export function eventNames(text: string, before: readonly string[] = []): readonly string[] {
  const names = text.split(',').map((part) => part.trim())
  if (names.includes('')) throw new InvalidArgumentError('It must be a list such as conversation.closed,message.received.')
  return [...before, ...names]
}

export function perSecond(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (value > 0) return value
  throw new InvalidArgumentError('It must be a number of requests above 0, such as 5 or 0.5.')
}

/** Parses report files by kind, as in `--report junit=r.xml,md=r.md`; repeatable. */
export function reportFiles(text: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const pairs = text.split(',').map((part) => {
    const [, kind = '', file = ''] = /^\s*(\w+)=(.+)$/.exec(part) ?? []
    if (!KINDS.includes(kind)) throw new InvalidArgumentError(`It must be kind=file, with the kinds ${KINDS.join(', ')}.`)
    return [kind, file]
  })
  return { ...before, ...Object.fromEntries(pairs) }
}

function integer(wanted: string, from: number, to: number): (text: string) => number {
  return (text) => {
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN
    if (value >= from && value <= to) return value
    throw new InvalidArgumentError(wanted)
  }
}

function orInvalid<T>(wanted: string, parse: () => T): T {
  try {
    return parse()
  } catch {
    throw new InvalidArgumentError(wanted)
  }
}
