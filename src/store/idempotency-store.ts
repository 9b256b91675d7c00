import { OverlayMap } from './overlay-map.js'

const RETENTION_MILLISECONDS = 24 * 60 * 60 * 1000
const SWEEP_MILLISECONDS = 60 * 60 * 1000
/** Characters of all recorded responses; the oldest half goes when there are more. */
const MAX_CHARACTERS = 16 * 1024 * 1024
/** Memory of a record without its response, about, in characters. */
const RECORD_CHARACTERS = 300

/** Identity of a request with an `Idempotency-Key`. */
export interface IdempotencyClaim {
  /** API key and idempotency key. */
  readonly key: string
  /** Digest of method, path and body: a repeat must have the same; see `requestIdentity`. */
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

/** The final response to a request under way; its status is 0 when a reset has cancelled it. */
type Final = { readonly status: number }

/** Idempotency records of the last 24 hours of the mock's clock. */
export class IdempotencyStore {
  #byKey = new OverlayMap<string, IdempotencyRecord>()
  #characters = 0
  #sweptAt = 0
  /** Final responses of requests under way, by key. A fork has none: its requests are over. */
  readonly #pending = new Map<string, Promise<Final>>()
  #onPut: ((record: IdempotencyRecord) => void) | undefined

  find(key: string, now: number): IdempotencyRecord | undefined {
    if (Math.abs(now - this.#sweptAt) >= SWEEP_MILLISECONDS) this.#sweep(now)
    const record = this.#byKey.get(key)
    return record !== undefined && now - record.at < RETENTION_MILLISECONDS ? record : undefined
  }

  /** Stores a record, in place of the one with its key. */
  put(record: IdempotencyRecord): void {
    this.#delete(this.#byKey.get(record.key))
    this.#byKey.set(record.key, record)
    this.#characters += charactersOf(record)
    if (this.#characters > MAX_CHARACTERS) this.#dropOldest()
    this.#onPut?.(record)
  }

  /** Marks the request with a key as under way until its final response, which its record has then. */
  hold(key: string, final: Promise<Final>): void {
    const end = (): void => void this.#pending.delete(key)
    this.#pending.set(key, final)
    final.then(end, end)
  }

  /** Final response to the request with a key, if it is under way. */
  pending(key: string): Promise<Final> | undefined {
    return this.#pending.get(key)
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
    fork.#characters = this.#characters
    fork.#sweptAt = this.#sweptAt
    return fork
  }

  /** Deletes expired records. */
  #sweep(now: number): void {
    for (const record of [...this.#byKey.values()]) if (now - record.at >= RETENTION_MILLISECONDS) this.#delete(record)
    this.#sweptAt = now
  }

  /** Half of them at once, so that sorting them is rare. */
  #dropOldest(): void {
    const records = [...this.#byKey.values()].sort((a, b) => a.at - b.at)
    for (const record of records) {
      if (this.#characters <= MAX_CHARACTERS / 2) return
      this.#delete(record)
    }
  }

  #delete(record: IdempotencyRecord | undefined): void {
    if (record === undefined) return
    this.#byKey.delete(record.key)
    this.#characters -= charactersOf(record)
  }
}

function charactersOf({ key, answer }: IdempotencyRecord): number {
  return RECORD_CHARACTERS + key.length + (answer === undefined ? 0 : JSON.stringify(answer).length)
}
