import { InvalidArgumentError } from 'commander'
import { latencies } from '../adapters/latency.js'
import { toBasePath } from '../adapters/node/request.js'

/** So many fit into the memory that Node has by default. */
const MOST_CONVERSATIONS = 1_000_000

export const portNumber = integer('It must be a number from 0 to 65535.', 0, 65_535)
export const seedNumber = integer('It must be a whole number.', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
export const count = integer('It must be a whole number from 0 to 1000000.', 0, MOST_CONVERSATIONS)
export const rateLimit = integer('It must be a whole number of requests a minute, at least 1.', 1, Number.MAX_SAFE_INTEGER)

export function host(text: string): string {
  if (/^[\w.:%-]+$/.test(text)) return text
  throw new InvalidArgumentError('It must be an address or a name, such as 127.0.0.1 or localhost.')
}

export function basePath(text: string): string {
  return saying('It must be a path such as /v1.', () => toBasePath(text) || '/')
}

export function latency(text: string): string {
  return saying('It must be milliseconds such as 100, or a range such as 50-200, up to 600000.', () => {
    latencies(text)
    return text
  })
}

export function moment(text: string): string {
  const millis = /^\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?$/.test(text) ? Date.parse(text) : Number.NaN
  if (isInReach(millis)) return new Date(millis).toISOString()
  throw new InvalidArgumentError('It must be a date or a date-time, such as 2024-01-15T10:00:00Z, from 1971 on.')
}

/** Whether data can be generated as of an instant: it reaches back some weeks, and snoozes end later. */
export function isInReach(millis: number): boolean {
  return millis >= Date.parse('1971-01-01') && millis <= Date.parse('9998-12-31')
}

/** One of several, as an option gives them that may be repeated. */
export function another(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

function integer(wanted: string, from: number, to: number): (text: string) => number {
  return (text) => {
    const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN
    if (value >= from && value <= to) return value
    throw new InvalidArgumentError(wanted)
  }
}

function saying<T>(wanted: string, parse: () => T): T {
  try {
    return parse()
  } catch {
    throw new InvalidArgumentError(wanted)
  }
}
