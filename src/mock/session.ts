import { ActiveFaults } from '../faults/active-faults.js'
import { RateLimiter } from '../faults/rate-limiter.js'
import { IdempotencyStore } from '../store/idempotency-store.js'
import { IdMaker } from '../store/ids.js'
import type { Store } from '../store/store.js'

/** Everything that requests meet and leave behind: what a snapshot holds, and a reset takes back. */
export class Session {
  readonly store: Store
  /** The limit of the start, which one that is set takes the place of. */
  readonly #rateLimit: RateLimiter
  readonly idempotency: IdempotencyStore
  readonly requestIds: IdMaker
  readonly faults: ActiveFaults

  private constructor(store: Store, rateLimit: RateLimiter, idempotency: IdempotencyStore, requestIds: IdMaker, faults: ActiveFaults) {
    this.store = store
    this.#rateLimit = rateLimit
    this.idempotency = idempotency
    this.requestIds = requestIds
    this.faults = faults
  }

  static of(store: Store, seed: number, rateLimit: number | undefined): Session {
    return new Session(store, new RateLimiter(rateLimit), new IdempotencyStore(), new IdMaker(seed), new ActiveFaults(seed))
  }

  /** What requests are counted by. */
  get rateLimit(): RateLimiter {
    return this.faults.rateLimit ?? this.#rateLimit
  }

  /** The same memory of another state: faults and limits stay; what requests did is forgotten, unless that is given too. */
  with(store: Store, idempotency = new IdempotencyStore(), requestIds = this.requestIds): Session {
    return new Session(store, this.#rateLimit, idempotency, requestIds, this.faults)
  }

  /** The same memory, to go another way from here. */
  fork(): Session {
    return new Session(this.store.fork(), this.#rateLimit.fork(), this.idempotency.fork(), this.requestIds.fork(), this.faults.fork())
  }
}
