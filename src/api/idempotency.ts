import { OrderedSet } from '../state/ordered-set.js'
import { type ApiRequest, header } from './request.js'

const KEPT_MILLISECONDS = 24 * 60 * 60 * 1000

/** What a request with an `Idempotency-Key` is told by. */
export interface Claim {
  /** The API key and the idempotency key. */
  readonly key: string
  /** Method, path and body: what must be the same for the answer to be. */
  readonly request: string
}

/** What such a request did, to be answered again. */
export interface Deed extends Claim {
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
export class Idempotency {
  #byKey = new OrderedSet<Deed>((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  #byAge = new OrderedSet<Deed>((a, b) => a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))

  #onKeep: ((deed: Deed) => void) | undefined

  find(key: string, now: number): Deed | undefined {
    this.#forget(now)
    const deed = this.#byKey.first((other) => other.key < key)
    return deed?.key === key ? deed : undefined
  }

  /** Remembers a deed, in the place of what its key did before. */
  keep(deed: Deed): void {
    const before = this.#byKey.first((other) => other.key < deed.key)
    if (before?.key === deed.key) {
      this.#byKey.delete(before)
      this.#byAge.delete(before)
    }
    this.#byKey.add(deed)
    this.#byAge.add(deed)
    this.#onKeep?.(deed)
  }

  /** All deeds, the oldest first; among them may be some that are to be forgotten. */
  deeds(): readonly Deed[] {
    return this.#byAge.toArray()
  }

  /** Calls back with each deed that is kept from now on; a fork has nobody to call. */
  onKeep(listener: (deed: Deed) => void): void {
    this.#onKeep = listener
  }

  /** A memory that goes on from here by itself. */
  fork(): Idempotency {
    const fork = new Idempotency()
    fork.#byKey = this.#byKey.fork()
    fork.#byAge = this.#byAge.fork()
    return fork
  }

  #forget(now: number): void {
    for (;;) {
      const oldest = this.#byAge.first(() => false)
      if (oldest === undefined || now - oldest.at < KEPT_MILLISECONDS) return
      this.#byAge.delete(oldest)
      this.#byKey.delete(oldest)
    }
  }
}

/** What a request claims to be by its `Idempotency-Key`, if it is a POST and has one. */
export function claimOf(request: ApiRequest, apiKey: string, body: object | undefined): Claim | undefined {
  const method = request.method.toUpperCase()
  const idempotencyKey = method === 'POST' ? header(request, 'idempotency-key') : undefined
  if (!idempotencyKey) return undefined
  return { key: `${apiKey}\n${idempotencyKey}`, request: `${method} ${request.path}\n${JSON.stringify(body)}` }
}
