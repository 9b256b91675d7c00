import type { Change, RecordsByKind } from '../store/change.js'
import type { IdempotencyRecord } from '../store/idempotency-store.js'
import type { IdCounters } from '../store/ids.js'
import { isObject } from '../store/is-object.js'
import type { StoreHeader } from '../store/store-dump.js'
import type { ClockSetting } from '../time/clock.js'
import { DataError } from './data-error.js'
import { type Line, parseLine } from './lines.js'

const FORMAT = 'linktor-mock data'
/** Version 2 names idempotency records `idempotency`, version 1 `deeds`; both are read. */
const VERSION = 2
const READABLE_VERSIONS: readonly unknown[] = [1, VERSION]
const IDEMPOTENCY_V1 = 'deeds'

/** First line of every file. */
export interface Header {
  readonly format: typeof FORMAT
  readonly version: number
  readonly part: 'snapshot' | 'log'
  readonly generation: number
  /** Number of lines of the log before this one. */
  readonly after?: number
}

/** Second line of a snapshot. */
export interface Head extends StoreHeader {
  readonly requestIds: IdCounters
  readonly clock: ClockSetting
}

export type Kind = keyof RecordsByKind

/** Further lines of a snapshot: records of one kind, or idempotency records; the last line is an end. */
export type Records<K extends Kind = Kind> = { readonly [P in K]: { readonly kind: P; readonly records: readonly RecordsByKind[P][] } }[K]
export interface IdempotencyRecords {
  readonly kind: 'idempotency'
  readonly records: readonly IdempotencyRecord[]
}
export interface End {
  readonly kind: 'end'
  /** Number of lines before it. */
  readonly lines: number
}
export type Piece = Records | IdempotencyRecords | End

/** Further lines of a log: all changes of one request, or of one piece of due work. */
export interface Transaction {
  /** Number of the line in its log; earlier versions wrote none. */
  readonly line?: number
  readonly changes: readonly Change[]
  readonly idempotency?: readonly IdempotencyRecord[]
  /** Setting of the clock, if it was changed. */
  readonly clock?: ClockSetting
  readonly written: number
  readonly ids: IdCounters
  readonly requestIds: IdCounters
}

const KINDS: readonly Kind[] = ['users', 'bots', 'channels', 'contacts', 'conversations', 'messages', 'webhooks', 'deliveries']

/** @param after - number of lines of the log before this one */
export function headerOf(part: Header['part'], generation: number, after?: number): Header {
  return { format: FORMAT, version: VERSION, part, generation, ...(after !== undefined && { after }) }
}

/**
 * Parses the header of a file.
 *
 * @throws DataError when the file is something else, or of an unknown version
 */
export function toHeader(path: string, { bytes }: Line, part: Header['part']): Header {
  const value = parseLine(bytes)
  if (!isObject(value) || value['format'] !== FORMAT) {
    throw new DataError(path, `expected the header of a data file of linktor-mock; this is something else, or damaged`, 1)
  }
  if (!READABLE_VERSIONS.includes(value['version'])) {
    throw new DataError(
      path,
      `it is of version ${JSON.stringify(value['version'])}, and this linktor-mock reads versions ${READABLE_VERSIONS.join(' and ')}`,
      1,
    )
  }
  if (value['part'] !== part) throw new DataError(path, `expected a ${part}; it is a ${JSON.stringify(value['part'])}`, 1)
  if (!isHeader(value)) throw new DataError(path, 'expected a header with a generation', 1)
  return value
}

/** @throws DataError when the line is damaged, or of another kind */
export function toHead(path: string, line: Line): Head {
  return entry(path, line, isHead, 'the organization, the counters and the clock')
}

/** @throws DataError when the line is damaged, or of another kind */
export function toPiece(path: string, line: Line): Piece {
  return entry(path, line, isPiece, 'records of a kind', renamedKind)
}

/** @throws DataError when the line is damaged, or of another kind */
export function toTransaction(path: string, line: Line): Transaction {
  const transaction = entry(path, line, isTransaction, 'the changes of a request', renamedProperty)
  if (transaction.line === undefined || transaction.line === line.number) return transaction
  throw new DataError(path, `expected line ${transaction.line}: lines before it are missing or repeated`, line.number)
}

/** The checksum proves that this program wrote the line; its kind remains to be checked. */
function entry<T>(
  path: string,
  line: Line,
  is: (value: unknown) => value is T,
  what: string,
  upgrade: (value: unknown) => unknown = (value) => value,
): T {
  const value = upgrade(line.complete ? parseLine(line.bytes) : undefined)
  if (value === undefined) throw new DataError(path, `expected ${what}; the line is damaged: its CRC-32 does not fit`, line.number)
  if (!is(value)) throw new DataError(path, `expected ${what}`, line.number)
  return value
}

/** A line of a snapshot with the current name of idempotency records. */
function renamedKind(value: unknown): unknown {
  return isObject(value) && value['kind'] === IDEMPOTENCY_V1 ? { ...value, kind: 'idempotency' } : value
}

/** A line of a log with the current name of idempotency records. */
function renamedProperty(value: unknown): unknown {
  return isObject(value) && IDEMPOTENCY_V1 in value ? { ...value, idempotency: value[IDEMPOTENCY_V1] } : value
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
  return (kind === 'idempotency' || KINDS.some((known) => known === kind)) && Array.isArray(records)
}

function isTransaction(value: unknown): value is Transaction {
  return isObject(value) && Array.isArray(value['changes']) && isObject(value['ids']) && isObject(value['requestIds'])
}
