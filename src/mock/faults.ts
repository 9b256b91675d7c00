import { type FaultKindName, type FaultSettings, type ListedFault, parseFault, requireOptions } from '../faults/fault.js'
import type { FaultOptions } from '../faults/fault-target.js'
import type { DropOptions } from '../faults/kinds/drop.js'
import type { FailOptions } from '../faults/kinds/fail.js'
import type { RateLimitOptions } from '../faults/kinds/rate-limit.js'
import type { OperationId } from '../generated/routes.js'
import type { Duration } from '../time/duration.js'
import type { Session } from './session.js'

/**
 * Simulated faults, over every transport, for one operation or for all (`'*'`). Faults with `times` apply first, in the order in which they
 * were set; then the latest one without. A fault that is not applied by its `probability` leaves the request to the next. `mock.reset()`
 * removes all but those of the scenario that the mock was created with.
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
   * Responds with an error, and changes nothing.
   *
   * @returns a function that removes the fault
   * @throws TypeError naming the invalid option
   */
  fail(operation: OperationId | '*', options?: FailOptions): () => void
  /**
   * Delays the handling of a request, in real time (a plain number is milliseconds; up to ten minutes). Adapters wait; `mock.handle`
   * responds at once.
   *
   * @returns a function that removes the fault
   * @throws TypeError naming the invalid option
   */
  delay(operation: OperationId | '*', duration: Duration, options?: FaultOptions): () => void
  /**
   * Drops the connection: the client gets a network error and no response. `mock.handle` returns status 0.
   *
   * @returns a function that removes the fault
   * @throws TypeError naming the invalid option
   */
  drop(operation: OperationId | '*', options?: DropOptions): () => void
  /**
   * Cuts off the JSON of the response, so that the client cannot parse it. The request is handled, and status and headers are as usual.
   * Does not apply to `HEAD`, whose response has no body.
   *
   * @returns a function that removes the fault
   * @throws TypeError naming the invalid option
   */
  malformed(operation: OperationId | '*', options?: FaultOptions): () => void
  /**
   * Sends the head of the response at once and its body in pieces over a duration, in real time (a plain number is milliseconds; up to ten
   * minutes). The request is handled before. Does not apply to `HEAD`. `mock.handle` responds at once, with `bodyMilliseconds`.
   *
   * @returns a function that removes the fault
   * @throws TypeError naming the invalid option
   */
  slow(operation: OperationId | '*', duration: Duration, options?: FaultOptions): () => void
  /**
   * Limits the requests of each API key from now on, in place of any limit before.
   *
   * @returns a function that restores the limit before
   * @throws TypeError naming the invalid option
   */
  rateLimit(options: RateLimitOptions): () => void
  /**
   * Sets a fault that is given as data, such as from a file or a request. Its `kind` is the name of the method that does the same.
   *
   * @returns the fault as `all` lists it
   * @throws TypeError naming the field, its value and what is valid
   * @example
   * const { id } = mock.faults.set({ kind: 'fail', operation: 'closeConversation', status: 503, probability: 0.2 })
   * mock.faults.remove(id)
   */
  set(settings: FaultSettings): ListedFault
  /**
   * Lists the faults that are set and not used up, oldest first: with the `times` that are left, and with the rate limit in force, if one
   * is set.
   */
  all(): readonly ListedFault[]
  /** Removes the fault with an id; a rate limit gives way to the one before. @returns whether there was one */
  remove(id: string): boolean
  /** Removes all faults but rate limits. */
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
