import type { OperationId } from '../generated/routes.js'
import type { ErrorCode } from '../operations/api-error.js'

/** A request is refused: with an error in its envelope, and before anything is done. */
export interface Failure {
  readonly kind: 'fail'
  readonly operation: OperationId | '*'
  readonly status: number
  readonly code: ErrorCode
  readonly message: string
  /** Seconds, as a client is told them. */
  readonly retryAfter?: number | undefined
}

/** The connection is cut: before the request has done anything, or once it has, and only its answer is lost. */
export interface Drop {
  readonly kind: 'drop'
  readonly operation: OperationId | '*'
  readonly lost: 'request' | 'answer'
}

/** The request waits before it is handled. */
export interface Delay {
  readonly kind: 'delay'
  readonly operation: OperationId | '*'
  readonly milliseconds: number
}

export type Fault = Failure | Drop | Delay

/** The faults that are set, with how often each one is still to strike. */
export class Faults {
  /** In the order in which they were set. */
  readonly #left: Map<Fault, number>

  constructor(left: Iterable<readonly [Fault, number]> = []) {
    this.#left = new Map(left)
  }

  set(fault: Fault, times = Number.POSITIVE_INFINITY): void {
    this.#left.set(fault, times)
  }

  remove(fault: Fault): void {
    this.#left.delete(fault)
  }

  clear(): void {
    this.#left.clear()
  }

  /** How the next request for an operation comes to grief, if it does; counts as one of the fault's times. */
  strike(operation: OperationId): Failure | Drop | undefined {
    const fault = this.#next(operation, ({ kind }) => kind !== 'delay')
    return fault?.kind === 'delay' ? undefined : fault
  }

  /** How long the next request for an operation waits, in milliseconds; counts as one of the fault's times. */
  delay(operation: OperationId): number {
    const fault = this.#next(operation, ({ kind }) => kind === 'delay')
    return fault?.kind === 'delay' ? fault.milliseconds : 0
  }

  /** The same faults, to be used up by themselves. */
  fork(): Faults {
    return new Faults(this.#left)
  }

  /** Those that strike a number of times come first, one after the other as they were set; then the latest of those that stay. */
  #next(operation: OperationId, isWanted: (fault: Fault) => boolean): Fault | undefined {
    if (this.#left.size === 0) return undefined
    let lasting: Fault | undefined
    for (const [fault, times] of this.#left) {
      if ((fault.operation !== '*' && fault.operation !== operation) || !isWanted(fault)) continue
      if (times === Number.POSITIVE_INFINITY) {
        lasting = fault
        continue
      }
      if (times > 1) this.#left.set(fault, times - 1)
      else this.#left.delete(fault)
      return fault
    }
    return lasting
  }
}
