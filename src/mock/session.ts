import { ActiveFaults } from '../faults/active-faults.js'
import { RateLimiter } from '../faults/rate-limiter.js'
import { IdempotencyStore } from '../store/idempotency-store.js'
import { IdMaker } from '../store/ids.js'
import type { Store } from '../store/store.js'
import type { Clock, ClockReading } from '../time/clock.js'

interface Parts {
  readonly store: Store
  readonly clock: Clock
  readonly idempotency: IdempotencyStore
  readonly requestIds: IdMaker
  readonly faults: ActiveFaults
  /** The limit of `createMock({ rateLimit })`; one that is set as a fault takes precedence. */
  readonly defaultRateLimiter: RateLimiter
}

/** All mutable state of a mock: the unit of snapshot, restore and reset. */
export class Session {
  readonly store: Store
  readonly clock: Clock
  readonly idempotency: IdempotencyStore
  readonly requestIds: IdMaker
  readonly faults: ActiveFaults
  readonly #defaultRateLimiter: RateLimiter

  private constructor({ store, clock, idempotency, requestIds, faults, defaultRateLimiter }: Parts) {
    this.store = store
    this.clock = clock
    this.idempotency = idempotency
    this.requestIds = requestIds
    this.faults = faults
    this.#defaultRateLimiter = defaultRateLimiter
  }

  /** @param seed - source of request ids and of the probabilities of faults */
  static create(store: Store, clock: Clock, seed: number, rateLimit: number | undefined): Session {
    return new Session({
      store,
      clock,
      idempotency: new IdempotencyStore(),
      requestIds: new IdMaker(seed),
      faults: new ActiveFaults(seed),
      defaultRateLimiter: new RateLimiter(rateLimit),
    })
  }

  /** The rate limit in force. */
  get rateLimiter(): RateLimiter {
    return this.faults.rateLimiter ?? this.#defaultRateLimiter
  }

  /** A session with another store, and without idempotency records unless they are given; clock, faults and limits are shared with this one. */
  withStore(store: Store, idempotency = new IdempotencyStore(), requestIds = this.requestIds): Session {
    const { clock, faults } = this
    return new Session({ store, clock, idempotency, requestIds, faults, defaultRateLimiter: this.#defaultRateLimiter })
  }

  /** Returns an independent copy (copy-on-write). */
  fork(): Session {
    return new Session({
      store: this.store.fork(),
      clock: this.clock.fork(),
      idempotency: this.idempotency.fork(),
      requestIds: this.requestIds.fork(),
      faults: this.faults.fork(),
      defaultRateLimiter: this.#defaultRateLimiter.fork(),
    })
  }
}

/** A session as it was, with the time that its clock showed. */
export interface SessionSnapshot {
  readonly session: Session
  readonly clock: ClockReading
}

export function takeSnapshot(session: Session): SessionSnapshot {
  return { session: session.fork(), clock: session.clock.reading() }
}

/** The session of a snapshot, whose clock goes on from the time that it showed. */
export function sessionOf({ session, clock }: SessionSnapshot): Session {
  const fork = session.fork()
  fork.clock.restore(clock)
  return fork
}
