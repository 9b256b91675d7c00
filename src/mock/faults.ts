import { type FaultKindName, type FaultSettings, type ListedFault, parseFault, requireOptions } from '../faults/fault.js'
import type { FaultOptions } from '../faults/fault-target.js'
import type { DropOptions } from '../faults/kinds/drop.js'
import type { FailOptions } from '../faults/kinds/fail.js'
import type { RateLimitOptions } from '../faults/kinds/rate-limit.js'
import type { OperationId } from '../generated/routes.js'
import type { Duration } from '../time/duration.js'
import type { Session } from './session.js'

/**
 * What can go wrong, on purpose: over every transport, for one operation or for all (`'*'`). Faults that have `times` come first, in the
 * order in which they were set; then the latest one without. One whose `probability` has it not strike leaves the request to the next.
 * `mock.reset()` takes all of them away but those of the scenario that the mock was created with.
 *
 * @example
 * mock.faults.fail('closeConversation', { status: 500, times: 1 })
 * mock.faults.fail('createConversation', { probability: 0.2, where: { body: { contact: { name: 'Ana' } } } })
 * mock.faults.delay('listConversations', '2s')
 * mock.faults.drop('createConversation', { lost: 'answer' })
 * mock.faults.malformed('getConversation', { times: 1 })
 * mock.faults.slow('listConversations', '5s')
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
   * Cuts the JSON of the answer off, so that the client cannot parse it: what was asked for is done, and status and headers are as ever.
   * A `HEAD`, whose answer has no body, is not struck.
   *
   * @returns what takes the fault away
   * @throws TypeError naming the option that will not do
   */
  malformed(operation: OperationId | '*', options?: FaultOptions): () => void
  /**
   * Sends the head of the answer at once and its body in pieces, the last of them when the duration is over, in real time (plain numbers
   * are milliseconds; up to ten minutes). What was asked for is done before. A `HEAD` is not struck. `mock.handle` answers at once, with
   * `bodyMilliseconds`.
   *
   * @returns what takes the fault away
   * @throws TypeError naming the option that will not do
   */
  slow(operation: OperationId | '*', duration: Duration, options?: FaultOptions): () => void
  /**
   * Limits the requests of each key from now on, in the place of any limit there was.
   *
   * @returns what puts the limit that there was back
   * @throws TypeError naming the option that will not do
   */
  rateLimit(options: RateLimitOptions): () => void
  /**
   * Sets a fault that is given as data, as from a file or over the network: what the methods do that have the names of its kinds.
   *
   * @returns the fault as `all` lists it
   * @throws TypeError naming the field that will not do, its value and what would
   * @example
   * const { id } = mock.faults.set({ kind: 'fail', operation: 'closeConversation', status: 503, probability: 0.2 })
   * mock.faults.remove(id)
   */
  set(settings: FaultSettings): ListedFault
  /** What is set and not used up, oldest first: with the `times` that are left, and the rate limit that is in force, if one was set. */
  all(): readonly ListedFault[]
  /** Takes away the fault that `all` lists with this id; a rate limit leaves its place to the one before. Tells whether there was one. */
  remove(id: string): boolean
  /** Takes away all faults but a rate limit. */
  clear(): void
}

/** @param session - the current one, whose faults these are */
export function mockFaults(session: () => Session): MockFaults {
  return {
    fail: (operation, options = {}) => setBy('fail', options, { operation }),
    delay: (operation, duration, options = {}) => setBy('delay', options, { operation, duration }),
    drop: (operation, options = {}) => setBy('drop', options, { operation }),
    malformed: (operation, options = {}) => setBy('malformed', options, { operation }),
    slow: (operation, duration, options = {}) => setBy('slow', options, { operation, duration }),
    rateLimit: (options) => setBy('rateLimit', options, {}),
    set: (settings) => set('faults.set', settings),
    all: () => session().faults.all(),
    remove(id) {
      const fault = session().faults.find(id)
      return fault !== undefined && session().faults.remove(fault)
    },
    clear: () => session().faults.clear(),
  }

  function setBy(kind: FaultKindName, options: object, parameters: object): () => void {
    const call = `faults.${kind}`
    requireOptions(call, kind, options)
    const fault = set(call, { ...options, kind, ...parameters })
    return () => void session().faults.remove(fault) // this very fault, not one that has its id since a reset
  }

  function set(call: string, settings: unknown): ListedFault {
    const { faults, clock } = session()
    return faults.set(parseFault(call, settings), clock.millis())
  }
}
