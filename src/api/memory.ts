import { IdMaker } from '../state/ids.js'
import type { State } from '../state/state.js'
import { Idempotency } from './idempotency.js'
import { RateLimit } from './rate-limit.js'

/** Everything that requests leave behind: what a snapshot holds, and a reset takes back. */
export class Memory {
  readonly state: State
  readonly rateLimit: RateLimit
  readonly idempotency: Idempotency
  readonly requestIds: IdMaker

  private constructor(state: State, rateLimit: RateLimit, idempotency: Idempotency, requestIds: IdMaker) {
    this.state = state
    this.rateLimit = rateLimit
    this.idempotency = idempotency
    this.requestIds = requestIds
  }

  static of(state: State, seed: number, rateLimit: number | undefined): Memory {
    return new Memory(state, new RateLimit(rateLimit), new Idempotency(), new IdMaker(seed))
  }

  /** The same memory, to go another way from here. */
  fork(): Memory {
    return new Memory(this.state.fork(), this.rateLimit.fork(), this.idempotency.fork(), this.requestIds.fork())
  }
}
