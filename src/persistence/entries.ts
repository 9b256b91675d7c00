import type { Change, RecordsByKind } from '../store/change.js'
import type { IdempotencyRecord } from '../store/idempotency-store.js'
import type { IdCounters } from '../store/ids.js'
import type { StoreHeader } from '../store/store-dump.js'
import type { ClockSetting } from '../time/clock.js'
import { DataError } from './data-error.js'
import { parseLine } from './line.js'
import type { Line } from './read-lines.js'

const FORMAT = 'linktor-mock data'
const VERSION = 1

/** The first line of every file. */
export interface Header {
  readonly format: typeof FORMAT
  readonly version: typeof VERSION
  readonly part: 'snapshot' | 'log'
  readonly generation: number
  /** How many lines the log before this one has. */
  readonly after?: number
}

/** The second line of a snapshot. */
export interface Head extends StoreHeader {
  readonly requestIds: IdCounters
  readonly clock: ClockSetting
}

export type Kind = keyof RecordsByKind

/** Each line of a snapshot after that: some records of a kind, or some deeds of idempotency keys; the last one is an end. */
export type Records<K extends Kind = Kind> = { readonly [P in K]: { readonly kind: P; readonly records: readonly RecordsByKind[P][] } }[K]
export interface Deeds {
  readonly kind: 'deeds'
  readonly records: readonly IdempotencyRecord[]
}
export interface End {
  readonly kind: 'end'
  /** How many lines stand before it. */
  readonly lines: number
}
export type Piece = Records | Deeds | End

/** Each line of a log but the first: all that one request, or anything else that happened, has changed. */
export interface Transaction {
  readonly changes: readonly Change[]
  readonly deeds?: readonly IdempotencyRecord[]
  /** How the clock is set, if it was set. */
  readonly clock?: ClockSetting
  readonly written: number
  readonly ids: IdCounters
  readonly requestIds: IdCounters
}

const KINDS: readonly Kind[] = ['users', 'bots', 'channels', 'contacts', 'conversations', 'messages', 'webhooks', 'deliveries']

/** @param after - how many lines the log before this one has */
export function headerOf(part: Header['part'], generation: number, after?: number): Header {
  return { format: FORMAT, version: VERSION, part, generation, ...(after !== undefined && { after }) }
}

/**
 * The header that a file begins with.
 *
 * @throws DataError when the file is something else, or of another version
 */
export function toHeader(path: string, { bytes }: Line, part: Header['part']): Header {
  const value = parseLine(bytes)
  if (!isObject(value) || value['format'] !== FORMAT) {
    throw new DataError(path, `expected the header of a data file of linktor-mock; this is something else, or damaged`, 1)
  }
  if (value['version'] !== VERSION) {
    throw new DataError(path, `it is of version ${JSON.stringify(value['version'])}, and this linktor-mock reads version ${VERSION}`, 1)
  }
  if (value['part'] !== part) throw new DataError(path, `expected a ${part}; it is a ${JSON.stringify(value['part'])}`, 1)
  if (!isHeader(value)) throw new DataError(path, 'expected a header with a generation', 1)
  return value
}

/** @throws DataError when the line is damaged, or is no such entry */
export function toHead(path: string, line: Line): Head {
  return entry(path, line, isHead, 'the organization, the counters and the clock')
}

/** @throws DataError when the line is damaged, or is no such entry */
export function toPiece(path: string, line: Line): Piece {
  return entry(path, line, isPiece, 'records of a kind')
}

/** @throws DataError when the line is damaged, or is no such entry */
export function toTransaction(path: string, line: Line): Transaction {
  return entry(path, line, isTransaction, 'what a request has changed')
}

/** The sum of a line says that it was written by this program: what remains to be told is which kind of line it is. */
function entry<T>(path: string, line: Line, is: (value: unknown) => value is T, what: string): T {
  const value = line.whole ? parseLine(line.bytes) : undefined
  if (value === undefined) throw new DataError(path, `expected ${what}; the line is damaged: its CRC-32 does not fit`, line.number)
  if (!is(value)) throw new DataError(path, `expected ${what}`, line.number)
  return value
}

function isHeader(value: unknown): value is Header {
  return isObject(value) && Number.isSafeInteger(value['generation'])
}

function isHead(value: unknown): value is Head {
  return isObject(value) && isObject(value['organization']) && isObject(value['ids']) && isObject(value['clock'])
}

function isPiece(value: unknown): value is Piece {
  if (!isObject(value)) return false
  const { kind, records, lines } = value
  if (kind === 'end') return Number.isSafeInteger(lines)
  return (kind === 'deeds' || KINDS.some((known) => known === kind)) && Array.isArray(records)
}

function isTransaction(value: unknown): value is Transaction {
  return isObject(value) && Array.isArray(value['changes']) && isObject(value['ids']) && isObject(value['requestIds'])
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
