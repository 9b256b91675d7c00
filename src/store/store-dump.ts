import type { RecordsByKind } from './change.js'
import type { IdCounters } from './ids.js'
import type { OrganizationRecord } from './records.js'

/** Everything of a store but its records. */
export interface StoreHeader {
  readonly organization: OrganizationRecord
  readonly ownerId: string
  readonly ids: IdCounters
  /** Number of writes so far. */
  readonly written: number
}

/**
 * A complete store as plain data. Unlike a world it holds the order of records and the counters, so that a store made from it continues as the
 * first one would. Messages with the same timestamp are in the order of their writes.
 */
export type StoreDump = StoreHeader & { readonly [K in keyof RecordsByKind]: readonly RecordsByKind[K][] }
