import { OverlayMap } from './overlay-map.js'

const RETENTION_MILLISECONDS = 24 * 60 * 60 * 1000
const SWEEP_MILLISECONDS = 60 * 60 * 1000

/** Identity of a request with an `Idempotency-Key`. */
export interface IdempotencyClaim {
  /** API key and idempotency key. */
  readonly key: string
  /** Method, path and body: a repeat must have the same. */
  readonly request: string
}

/** Response to such a request, to be replayed. */
export interface IdempotencyRecord extends IdempotencyClaim {
  readonly status: number
  /** JSON of the response; absent for a response without a body. */
  readonly answer: object | undefined
  /** Unix milliseconds. */
  readonly at: number
}

/** Idempotency records of the last 24 hours of the mock's clock. */
export class IdempotencyStore {
  #byKey = new OverlayMap<string, IdempotencyRecord>()
  #sweptAt = 0
  #onPut: ((record: IdempotencyRecord) => void) | undefined

  find(key: string, now: number): IdempotencyRecord | undefined {
    if (Math.abs(now - this.#sweptAt) >= SWEEP_MILLISECONDS) this.#sweep(now)
    const record = this.#byKey.get(key)
    return record !== undefined && now - record.at < RETENTION_MILLISECONDS ? record : undefined
  }

  /** Stores a record, in place of the one with its key. */
  put(record: IdempotencyRecord): void {
    this.#byKey.set(record.key, record)
    this.#onPut?.(record)
  }

  /** All records, expired ones among them. */
  records(): Iterable<IdempotencyRecord> {
    return this.#byKey.values()
  }

  /** Calls back with each record from now on; forks do not. */
  onPut(listener: (record: IdempotencyRecord) => void): void {
    this.#onPut = listener
  }

  /** Returns an independent copy (copy-on-write). */
  fork(): IdempotencyStore {
    const fork = new IdempotencyStore()
    fork.#byKey = this.#byKey.fork()
    fork.#sweptAt = this.#sweptAt
    return fork
  }

  /** Deletes expired records. */
  #sweep(now: number): void {
    for (const { key, at } of [...this.#byKey.values()]) if (now - at >= RETENTION_MILLISECONDS) this.#byKey.delete(key)
    this.#sweptAt = now
  }
}
