import type { ErrorCode } from '../api-error.js'
import type { OperationId } from '../generated/routes.js'
import type { Duration } from '../time/duration.js'
import type { FaultWhere } from './fault-where.js'

export interface FaultOptions {
  /** How many requests it strikes; without it, all of them until it is taken away. */
  readonly times?: number
  /**
   * How likely it is to strike a request, above 0 and up to 1; by default 1. Drawn from the mock's seed: the same seed and requests
   * have the same faults.
   */
  readonly probability?: number
  /** What a request has to be like to be struck; without it, any is. */
  readonly where?: FaultWhere
}

export interface FailOptions extends FaultOptions {
  /** From 400 to 599; by default that of the code, or 500. */
  readonly status?: number
  /** The error code; by default the one that goes with the status. */
  readonly code?: ErrorCode
  readonly message?: string
  /** Seconds after which a client is to try again; by default 30 with a 429, none otherwise. */
  readonly retryAfter?: number
}

export interface DropOptions extends FaultOptions {
  /**
   * What is lost on the way: the request, so that nothing happens (the default); or the answer, so that everything does, and the
   * client does not know, which is what an `Idempotency-Key` is for.
   */
  readonly lost?: 'request' | 'answer'
}

export interface RateLimitOptions {
  /** How many requests of a key are let through before the next one is answered 429. */
  readonly after: number
  /** Seconds of the mock's clock until as many are let through again; by default 60. */
  readonly retryAfter?: number
}

interface Of<Kind extends string> {
  readonly kind: Kind
  readonly operation: OperationId | '*'
}

interface Lasting {
  readonly duration: Duration
}

/** A fault as data, as `faults.set` takes it: the kind is the name of the method that sets the same, and its parameters are fields. */
export type FaultSettings =
  | (Of<'fail'> & FailOptions)
  | (Of<'delay'> & Lasting & FaultOptions)
  | (Of<'drop'> & DropOptions)
  | (Of<'malformed'> & FaultOptions)
  | (Of<'slow'> & Lasting & FaultOptions)
  | ({ readonly kind: 'rateLimit' } & RateLimitOptions)
