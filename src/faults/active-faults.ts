import type { ApiRequest } from '../api-request.js'
import type { OperationId } from '../generated/routes.js'
import { deepFreeze } from '../store/deep-freeze.js'
import { IdMaker } from '../store/ids.js'
import { Random } from '../store/random.js'
import type { AppliedFaultKind } from './applied-fault-kind.js'
import { APPLIED_KINDS, type AppliedFault, type Fault, type ListedFault } from './fault.js'
import { requestMatcher } from './fault-where.js'
import type { DelayFault } from './kinds/delay.js'
import { RateLimiter } from './rate-limiter.js'

/** A fault that is set, and its state. */
interface Entry {
  readonly fault: ListedFault
  /** Number of requests it still applies to. */
  left: number
  /** Source of its probability: one for each fault, so that faults do not shift each other's numbers. */
  readonly random: Random
  /** The limiter of a rate limit. */
  readonly limiter?: RateLimiter
}

const GOLDEN = 0x9e3779b1

/** The faults that are set, with the number of requests that each still applies to. */
export class ActiveFaults {
  readonly #seed: number
  #ids: IdMaker
  #created = 0
  /** By id, in the order in which they were set. */
  #entries = new Map<string, Entry>()
  #limiting: Entry | undefined

  /** @param seed - source of ids and probabilities */
  constructor(seed: number) {
    this.#seed = seed
    this.#ids = new IdMaker(seed)
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0
  }

  /** The limiter of the latest rate limit, if one is set. */
  get rateLimiter(): RateLimiter | undefined {
    return this.#limiting?.limiter
  }

  /** @param now - Unix milliseconds, from which a rate limit counts */
  set(given: Fault, now: number): ListedFault {
    const fault = deepFreeze({ id: this.#ids.make('fault'), ...given })
    this.#created++
    this.#entries.set(fault.id, {
      fault,
      left: timesOf(fault),
      random: new Random(this.#seed ^ Math.imul(this.#created, GOLDEN)),
      ...(fault.kind === 'rateLimit' && { limiter: new RateLimiter(fault.after, { from: now, seconds: fault.retryAfter }) }),
    })
    this.#updateLimiting()
    return fault
  }

  /** All faults in force, oldest first, with the `times` that each has left. */
  all(): readonly ListedFault[] {
    return [...this.#entries.values()]
      .filter((entry) => this.#isInForce(entry))
      .map(({ fault, left }) => (left === timesOf(fault) ? fault : deepFreeze({ ...fault, times: left })))
  }

  find(id: string): ListedFault | undefined {
    const entry = this.#entries.get(id)
    return entry !== undefined && this.#isInForce(entry) ? entry.fault : undefined
  }

  /** Removes a fault; a rate limit only while it is in force. @returns whether it was there */
  remove(fault: ListedFault): boolean {
    if (this.find(fault.id) !== fault) return false
    this.#entries.delete(fault.id)
    this.#updateLimiting()
    return true
  }

  /** Removes all faults but rate limits. */
  clear(): void {
    for (const [id, { limiter }] of this.#entries) if (limiter === undefined) this.#entries.delete(id)
  }

  /**
   * Selects the fault to apply to a request, if there is one, and uses up one of its `times`.
   *
   * @param hasResponseBody - false for HEAD and 204, whose responses cannot be malformed or slow
   */
  select(operation: OperationId, request: ApiRequest, hasResponseBody: boolean): AppliedFault | undefined {
    return this.#next(operation, request, (fault) =>
      isApplied(fault) && APPLIED_KINDS[fault.kind].applies({ hasResponseBody }) ? fault : undefined,
    )
  }

  /** Selects the delay of a request in milliseconds, 0 without one, and uses up one of the fault's `times`. */
  selectDelay(operation: OperationId, request: ApiRequest): number {
    const fault = this.#next(operation, request, (fault): DelayFault | undefined => (fault.kind === 'delay' ? fault : undefined))
    return fault?.duration ?? 0
  }

  /** Returns an independent copy. */
  fork(): ActiveFaults {
    const fork = new ActiveFaults(this.#seed)
    fork.#ids = this.#ids.fork()
    fork.#created = this.#created
    for (const [id, { fault, left, random, limiter }] of this.#entries) {
      fork.#entries.set(id, { fault, left, random: random.fork(), ...(limiter && { limiter: limiter.fork() }) })
    }
    fork.#updateLimiting()
    return fork
  }

  /**
   * Faults with `times` come first, in the order in which they were set; then the latest one without. A fault that is not applied by its
   * probability leaves the request to the next.
   */
  #next<F extends Exclude<Fault, { kind: 'rateLimit' }>>(
    operation: OperationId,
    request: ApiRequest,
    narrow: (fault: Fault) => F | undefined,
  ): F | undefined {
    if (this.#entries.size === 0) return undefined
    const matches = requestMatcher(request)
    const isSelected = ({ fault, random }: Entry): boolean => {
      const candidate = narrow(fault)
      return (
        candidate !== undefined &&
        (candidate.operation === '*' || candidate.operation === operation) &&
        matches(candidate.where) &&
        (candidate.probability === undefined || random.next() < candidate.probability)
      )
    }
    const entries = [...this.#entries.values()]
    const selected =
      entries.find((entry) => !isUnlimited(entry) && isSelected(entry)) ??
      entries.findLast((entry) => isUnlimited(entry) && isSelected(entry))
    if (selected === undefined) return undefined
    selected.left--
    if (selected.left === 0) this.#entries.delete(selected.fault.id)
    return narrow(selected.fault)
  }

  #isInForce(entry: Entry): boolean {
    return entry.limiter === undefined || entry === this.#limiting
  }

  #updateLimiting(): void {
    this.#limiting = [...this.#entries.values()].findLast(({ limiter }) => limiter !== undefined)
  }
}

function isApplied(fault: Fault): fault is AppliedFault {
  return Object.hasOwn(APPLIED_KINDS, fault.kind satisfies AppliedFaultKind | 'delay' | 'rateLimit')
}

function isUnlimited({ left }: Entry): boolean {
  return left === Number.POSITIVE_INFINITY
}

function timesOf(fault: Fault): number {
  return (fault.kind === 'rateLimit' ? undefined : fault.times) ?? Number.POSITIVE_INFINITY
}
