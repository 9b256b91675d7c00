import { type OperationId, routes } from '../generated/routes.js'
import type { ErrorCode } from '../operations/api-error.js'
import { type Duration, toMilliseconds } from '../state/duration.js'
import { codeOfStatus, STATUSES } from './errors.js'
import type { Fault } from './faults.js'
import type { Memory } from './memory.js'
import { RateLimit } from './rate-limit.js'

export interface FaultOptions {
  /** How many requests it strikes; without it, all of them until it is taken away. */
  readonly times?: number
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

/**
 * What can go wrong, on purpose: over every transport, for one operation or for all (`'*'`). Faults that have `times` come first, in the
 * order in which they were set; then the latest one without. `mock.reset()` takes all of them away.
 *
 * @example
 * mock.faults.fail('closeConversation', { status: 500, times: 1 })
 * mock.faults.delay('listConversations', '2s')
 * mock.faults.drop('createConversation', { lost: 'answer' })
 * mock.faults.rateLimit({ after: 3 })
 */
export interface MockFaults {
  /**
   * Answers with an error, and does nothing else.
   *
   * @returns what takes the fault away
   * @throws TypeError naming the option that will not do
   */
  fail(operation: OperationId | '*', options?: FailOptions): () => void
  /**
   * Lets a request wait before it is handled, in real time, as long as the duration says (plain numbers are milliseconds; up to ten
   * minutes). In one process there is nobody to wait: `mock.handle` answers at once.
   *
   * @returns what takes the fault away
   * @throws TypeError naming the option that will not do
   */
  delay(operation: OperationId | '*', duration: Duration, options?: FaultOptions): () => void
  /**
   * Cuts the connection, so that the client has a network error and no answer. `mock.handle` answers with the status 0.
   *
   * @returns what takes the fault away
   * @throws TypeError naming the option that will not do
   */
  drop(operation: OperationId | '*', options?: DropOptions): () => void
  /**
   * Limits the requests of each key from now on, in the place of any limit there was.
   *
   * @returns what puts the limit that there was back
   * @throws TypeError naming the option that will not do
   */
  rateLimit(options: RateLimitOptions): () => void
  /** Takes away all faults but a rate limit. */
  clear(): void
}

const LONGEST_DELAY = 600_000
const RETRY_AFTER = 30
const OPERATIONS: ReadonlySet<string> = new Set(['*', ...routes.map(({ operationId }) => operationId)])

/** @param memory - what the requests of now leave their traces in */
export function mockFaults(memory: () => Memory, now: () => number): MockFaults {
  return {
    fail(operation, options = {}) {
      requireOptions('fail', options, ['status', 'code', 'message', 'retryAfter', 'times'])
      const { code, status = code === undefined ? 500 : STATUSES[code], retryAfter } = options
      if (code !== undefined && !Object.hasOwn(STATUSES, code)) {
        throw wrong('fail', 'code', code, `one of ${Object.keys(STATUSES).join(', ')}`)
      }
      if (!Number.isInteger(status) || status < 400 || status > 599) throw wrong('fail', 'status', status, 'a whole number from 400 to 599')
      requireSeconds('fail', retryAfter)
      if (options.message !== undefined && typeof options.message !== 'string') throw wrong('fail', 'message', options.message, 'text')
      return set('fail', options, {
        kind: 'fail',
        operation,
        status,
        code: code ?? codeOfStatus(status),
        message: options.message ?? `A fault that was set: ${operation} fails with ${status}`,
        retryAfter: retryAfter ?? (status === 429 ? RETRY_AFTER : undefined),
      })
    },
    delay(operation, duration, options = {}) {
      requireOptions('delay', options, ['times'])
      const milliseconds = millisecondsOf(duration)
      return set('delay', options, { kind: 'delay', operation, milliseconds })
    },
    drop(operation, options = {}) {
      requireOptions('drop', options, ['lost', 'times'])
      const { lost = 'request' } = options
      if (lost !== 'request' && lost !== 'answer') throw wrong('drop', 'lost', lost, '"request" or "answer"')
      return set('drop', options, { kind: 'drop', operation, lost })
    },
    rateLimit(options) {
      requireOptions('rateLimit', options, ['after', 'retryAfter'])
      const { after, retryAfter } = options
      if (!Number.isSafeInteger(after) || after < 0) throw wrong('rateLimit', 'after', after, 'a whole number of requests, at least 0')
      requireSeconds('rateLimit', retryAfter)
      const before = memory().rateLimit
      const limit = new RateLimit(after, { from: now(), seconds: retryAfter })
      memory().rateLimit = limit
      return () => {
        if (memory().rateLimit === limit) memory().rateLimit = before
      }
    },
    clear: () => memory().faults.clear(),
  }

  function set(call: string, { times }: FaultOptions, fault: Fault): () => void {
    if (!OPERATIONS.has(fault.operation)) {
      throw wrong(call, 'operation', fault.operation, `one of ${[...OPERATIONS].join(', ')}`)
    }
    if (times !== undefined && (!Number.isSafeInteger(times) || times < 1)) throw wrong(call, 'times', times, 'a whole number, at least 1')
    memory().faults.set(fault, times)
    return () => memory().faults.remove(fault)
  }
}

function millisecondsOf(duration: Duration): number {
  const wanted = 'a duration up to ten minutes, such as 2000 (milliseconds), "2s" or { seconds: 2 }'
  try {
    const milliseconds = toMilliseconds(duration)
    if (milliseconds >= 0 && milliseconds <= LONGEST_DELAY) return milliseconds
  } catch {
    throw wrong('delay', 'duration', duration, wanted)
  }
  throw wrong('delay', 'duration', duration, wanted)
}

function requireOptions(call: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) throw wrong(call, 'options', options, `an object with ${known.join(', ')}`)
  const strange = Object.keys(options).find((option) => !known.includes(option))
  if (strange !== undefined) throw new TypeError(`faults.${call}: there is no option ${strange}; there are ${known.join(', ')}`)
}

function requireSeconds(call: string, retryAfter: number | undefined): void {
  if (retryAfter !== undefined && (!Number.isSafeInteger(retryAfter) || retryAfter < 1)) {
    throw wrong(call, 'retryAfter', retryAfter, 'a whole number of seconds, at least 1')
  }
}

function wrong(call: string, option: string, value: unknown, wanted: string): TypeError {
  return new TypeError(`faults.${call}: ${option} must be ${wanted}; got ${JSON.stringify(value) ?? String(value)}`)
}
