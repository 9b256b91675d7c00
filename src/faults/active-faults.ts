import type { ApiRequest } from '../api-request.js'
import type { OperationId } from '../generated/routes.js'
import { frozen } from '../store/frozen.js'
import { IdMaker } from '../store/ids.js'
import { Random } from '../store/random.js'
import type { AppliedFault, DelayFault, Fault, FaultTarget, ListedFault } from './fault.js'
import { requestMatcher } from './fault-where.js'
import { RateLimiter } from './rate-limiter.js'

/** A fault that is set, and how far it has come. */
interface Entry {
  readonly fault: ListedFault
  /** How many requests it is still to strike. */
  left: number
  /** What its probability is drawn from: its own, so that no other fault shifts its numbers. */
  readonly random: Random
  /** What counts, of a rate limit. */
  readonly limit?: RateLimiter
}

const GOLDEN = 0x9e3779b1

/** The faults that are set, with how often each one is still to strike. */
export class ActiveFaults {
  readonly #seed: number
  #ids: IdMaker
  #made = 0
  /** By their ids, in the order in which they were set. */
  #entries = new Map<string, Entry>()
  #limiting: Entry | undefined

  /** @param seed - what ids are made from, and probabilities drawn from */
  constructor(seed: number) {
    this.#seed = seed
    this.#ids = new IdMaker(seed)
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0
  }

  /** The rate limit in force, if one was set: the latest. */
  get rateLimit(): RateLimiter | undefined {
    return this.#limiting?.limit
  }

  /** @param now - Unix milliseconds, from which a rate limit counts */
  set(given: Fault, now: number): ListedFault {
    const fault = frozen({ id: this.#ids.make('fault'), ...given })
    this.#made++
    this.#entries.set(fault.id, {
      fault,
      left: timesOf(fault),
      random: new Random(this.#seed ^ Math.imul(this.#made, GOLDEN)),
      ...(fault.kind === 'rateLimit' && { limit: new RateLimiter(fault.after, { from: now, seconds: fault.retryAfter }) }),
    })
    this.#findLimit()
    return fault
  }

  /** All that are in force, oldest first, with the times that each has left. */
  all(): readonly ListedFault[] {
    return [...this.#entries.values()]
      .filter((entry) => this.#isInForce(entry))
      .map(({ fault, left }) => (left === timesOf(fault) ? fault : frozen({ ...fault, times: left })))
  }

  find(id: string): ListedFault | undefined {
    const entry = this.#entries.get(id)
    return entry !== undefined && this.#isInForce(entry) ? entry.fault : undefined
  }

  /** Takes a fault away, of a rate limit only that which is in force; tells whether it was there. */
  remove(fault: ListedFault): boolean {
    if (this.find(fault.id) !== fault) return false
    this.#entries.delete(fault.id)
    this.#findLimit()
    return true
  }

  /** Takes all away but rate limits. */
  clear(): void {
    for (const [id, { limit }] of this.#entries) if (limit === undefined) this.#entries.delete(id)
  }

  /**
   * How the next request for an operation comes to grief, if it does; counts as one of the fault's times.
   *
   * @param hasBody - whether the answer has a body, without which it cannot be malformed or slow
   */
  select(operation: OperationId, request: ApiRequest, hasBody: boolean): AppliedFault | undefined {
    return this.#next(operation, request, (fault): fault is ListedFault & AppliedFault => {
      if (fault.kind === 'malformed' || fault.kind === 'slow') return hasBody
      return fault.kind === 'fail' || fault.kind === 'drop'
    })
  }

  /** How long the next request for an operation waits, in milliseconds; counts as one of the fault's times. */
  selectDelay(operation: OperationId, request: ApiRequest): number {
    const fault = this.#next(operation, request, (fault): fault is ListedFault & DelayFault => fault.kind === 'delay')
    return fault?.duration ?? 0
  }

  /** The same faults, to be used up by themselves. */
  fork(): ActiveFaults {
    const fork = new ActiveFaults(this.#seed)
    fork.#ids = this.#ids.fork()
    fork.#made = this.#made
    for (const [id, { fault, left, random, limit }] of this.#entries) {
      fork.#entries.set(id, { fault, left, random: random.fork(), ...(limit && { limit: limit.fork() }) })
    }
    fork.#findLimit()
    return fork
  }

  /**
   * Those that strike a number of times come first, one after the other as they were set; then the latest of those that stay. One that
   * by its probability does not strike leaves the request to those after it.
   */
  #next<F extends ListedFault & FaultTarget>(
    operation: OperationId,
    request: ApiRequest,
    isWanted: (fault: ListedFault) => fault is F,
  ): F | undefined {
    if (this.#entries.size === 0) return undefined
    const matches = requestMatcher(request)
    const strikes = ({ fault, random }: Entry): boolean =>
      isWanted(fault) &&
      (fault.operation === '*' || fault.operation === operation) &&
      matches(fault.where) &&
      (fault.probability === undefined || random.next() < fault.probability)
    const entries = [...this.#entries.values()]
    const found =
      entries.find((entry) => !isLasting(entry) && strikes(entry)) ?? entries.findLast((entry) => isLasting(entry) && strikes(entry))
    if (found === undefined || !isWanted(found.fault)) return undefined
    found.left--
    if (found.left === 0) this.#entries.delete(found.fault.id)
    return found.fault
  }

  #isInForce(entry: Entry): boolean {
    return entry.limit === undefined || entry === this.#limiting
  }

  #findLimit(): void {
    this.#limiting = [...this.#entries.values()].findLast(({ limit }) => limit !== undefined)
  }
}

function isLasting({ left }: Entry): boolean {
  return left === Number.POSITIVE_INFINITY
}

function timesOf(fault: ListedFault): number {
  return (fault.kind === 'rateLimit' ? undefined : fault.times) ?? Number.POSITIVE_INFINITY
}
