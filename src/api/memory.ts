import { IdMaker } from '../state/ids.js'
import type { State } from '../state/state.js'
import { Faults } from './faults.js'
import { Idempotency } from './idempotency.js'
import { RateLimit } from './rate-limit.js'

/** Everything that requests meet and leave behind: what a snapshot holds, and a reset takes back. */
export class Memory {
  readonly state: State
  /** The limit of the start, which one that is set takes the place of. */
  readonly #rateLimit: RateLimit
  readonly idempotency: Idempotency
  readonly requestIds: IdMaker
  readonly faults: Faults

  private constructor(state: State, rateLimit: RateLimit, idempotency: Idempotency, requestIds: IdMaker, faults: Faults) {
    this.state = state
    this.#rateLimit = rateLimit
    this.idempotency = idempotency
    this.requestIds = requestIds
    this.faults = faults
  }

  static of(state: State, seed: number, rateLimit: number | undefined): Memory {
    return new Memory(state, new RateLimit(rateLimit), new Idempotency(), new IdMaker(seed), new Faults(seed))
  }

  /** What requests are counted by. */
  get rateLimit(): RateLimit {
    return this.faults.rateLimit ?? this.#rateLimit
  }

  /** The same memory of another state: faults and limits stay; what requests did is forgotten, unless that is given too. */
  with(state: State, idempotency = new Idempotency(), requestIds = this.requestIds): Memory {
    return new Memory(state, this.#rateLimit, idempotency, requestIds, this.faults)
  }

  /** The same memory, to go another way from here. */
  fork(): Memory {
    return new Memory(this.state.fork(), this.#rateLimit.fork(), this.idempotency.fork(), this.requestIds.fork(), this.faults.fork())
  }
}
