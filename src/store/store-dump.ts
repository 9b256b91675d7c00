import type { RecordsByKind } from './change.js'
import type { IdCounters } from './ids.js'
import type { OrganizationRecord } from './records.js'

/** What a state knows besides its records. */
export interface StoreHeader {
  readonly organization: OrganizationRecord
  readonly ownerId: string
  readonly ids: IdCounters
  /** The number of the last write. */
  readonly written: number
}

/**
 * All that a state is made of, as plain data. Unlike a world it holds the order of records and the counters, so that a state made of it
 * goes on as the first one would have. Of two messages with the same timestamp the one that was written first stands first.
 */
export type StoreDump = StoreHeader & { readonly [K in keyof RecordsByKind]: readonly RecordsByKind[K][] }
