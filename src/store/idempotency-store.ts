import { OrderedSet } from './ordered-set.js'

const RETENTION_MILLISECONDS = 24 * 60 * 60 * 1000

/** What a request with an `Idempotency-Key` is told by. */
export interface IdempotencyClaim {
  /** The API key and the idempotency key. */
  readonly key: string
  /** Method, path and body: what must be the same for the answer to be. */
  readonly request: string
}

/** What such a request did, to be answered again. */
export interface IdempotencyRecord extends IdempotencyClaim {
  readonly status: number
  /** Nothing for an answer without a body. */
  readonly answer: object | undefined
  /** Unix milliseconds. */
  readonly at: number
}

/**
 * Remembers for 24 hours of the mock's clock what each idempotency key did. Only what succeeded is kept: a request that was refused
 * did nothing, and its key stays free for the corrected one.
 */
export class IdempotencyStore {
  #byKey = new OrderedSet<IdempotencyRecord>((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  #byAge = new OrderedSet<IdempotencyRecord>((a, b) => a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))

  #onKeep: ((record: IdempotencyRecord) => void) | undefined

  find(key: string, now: number): IdempotencyRecord | undefined {
    this.#forget(now)
    const record = this.#byKey.first((other) => other.key < key)
    return record?.key === key ? record : undefined
  }

  /** Remembers a deed, in the place of what its key did before. */
  put(record: IdempotencyRecord): void {
    const before = this.#byKey.first((other) => other.key < record.key)
    if (before?.key === record.key) {
      this.#byKey.delete(before)
      this.#byAge.delete(before)
    }
    this.#byKey.add(record)
    this.#byAge.add(record)
    this.#onKeep?.(record)
  }

  /** All deeds, the oldest first; among them may be some that are to be forgotten. */
  records(): readonly IdempotencyRecord[] {
    return this.#byAge.toArray()
  }

  /** Calls back with each deed that is kept from now on; a fork has nobody to call. */
  onPut(listener: (record: IdempotencyRecord) => void): void {
    this.#onKeep = listener
  }

  /** A memory that goes on from here by itself. */
  fork(): IdempotencyStore {
    const fork = new IdempotencyStore()
    fork.#byKey = this.#byKey.fork()
    fork.#byAge = this.#byAge.fork()
    return fork
  }

  #forget(now: number): void {
    for (;;) {
      const oldest = this.#byAge.first(() => false)
      if (oldest === undefined || now - oldest.at < RETENTION_MILLISECONDS) return
      this.#byAge.delete(oldest)
      this.#byKey.delete(oldest)
    }
  }
}
