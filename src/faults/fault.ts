import type { ErrorCode } from '../api-error.js'
import type { OperationId } from '../generated/routes.js'
import type { FaultWhere } from './fault-where.js'

/** Which requests a fault strikes. */
export interface FaultTarget {
  readonly operation: OperationId | '*'
  /** How many requests it is still to strike; without it, all of them. */
  readonly times?: number
  /** How likely it is to strike, up to 1; without it, it does. */
  readonly probability?: number
  /** What requests have to be like; without it, any is struck. */
  readonly where?: FaultWhere
}

/** A request is refused: with an error in its envelope, and before anything is done. */
export interface FailFault extends FaultTarget {
  readonly kind: 'fail'
  readonly status: number
  readonly code: ErrorCode
  readonly message: string
  /** Seconds, as a client is told them. */
  readonly retryAfter?: number
}

/** The connection is cut: before the request has done anything, or once it has, and only its answer is lost. */
export interface DropFault extends FaultTarget {
  readonly kind: 'drop'
  readonly lost: 'request' | 'answer'
}

/** The request waits before it is handled. */
export interface DelayFault extends FaultTarget {
  readonly kind: 'delay'
  /** Milliseconds. */
  readonly duration: number
}

/** What was asked for is done, and the JSON of the answer is cut off. */
export interface MalformedFault extends FaultTarget {
  readonly kind: 'malformed'
}

/** What was asked for is done, and the body of the answer takes its time. */
export interface SlowFault extends FaultTarget {
  readonly kind: 'slow'
  /** Milliseconds from the head of the answer to its end. */
  readonly duration: number
}

/** So many requests of each key are let through, and the others refused. */
export interface RateLimitFault {
  readonly kind: 'rateLimit'
  readonly after: number
  /** Seconds until as many are let through again. */
  readonly retryAfter: number
}

export type Fault = FailFault | DropFault | DelayFault | MalformedFault | SlowFault | RateLimitFault

/** What a request comes to grief by; a delay it only waits for, and a limit is asked before. */
export type AppliedFault = FailFault | DropFault | MalformedFault | SlowFault

/** A fault that is set: as plain data, in which what was left out has its default, and durations are milliseconds. */
export type ListedFault = Fault & {
  /** What `faults.remove` takes it away by: `fault_…`. */
  readonly id: string
}
