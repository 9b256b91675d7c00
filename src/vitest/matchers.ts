import type { ExpectStatic } from 'vitest'
import type { EventName, EventOf } from '../events/event.js'
import type { OperationId } from '../generated/routes.js'
import type { Mock } from '../mock/create-mock.js'
import { responseOf } from './response.js'

/** Any properties at any depth; values may be asymmetric matchers such as `expect.any(String)`. */
export type Part<T> = T extends object ? { readonly [K in keyof T]?: Part<T[K]> } : T

/** Result of a matcher. */
export interface Match {
  readonly pass: boolean
  readonly message: () => string
  readonly actual?: unknown
  readonly expected?: unknown
}

/** The part of vitest that a matcher uses. */
type Matching = ReturnType<ExpectStatic['getState']>

export const matchers = {
  async toMatchContract(received: unknown, operationId: OperationId): Promise<Match> {
    const response = await responseOf(received)
    const { contractViolations } = await import('./contract.js') // so that only those who ask for it load what knows every schema
    const found = contractViolations(operationId, response)
    return {
      pass: found.length === 0,
      message: () =>
        found.length === 0
          ? `The response meets the contract of ${operationId}, and should not`
          : [`The response breaks the contract of ${operationId}:`, ...found.map((violation) => `  ${violation}`)].join('\n'),
    }
  },

  toHaveEmitted(this: Matching, received: unknown, name: EventName, part: object = {}): Match {
    if (!isMock(received)) throw new TypeError('toHaveEmitted takes a mock, as in expect(mock).toHaveEmitted("conversation.closed")')
    const { equals, utils } = this
    const named = received.events.all(name)
    const events = received.events.all()
    const pass = named.some((event) => equals(event, part, [utils.iterableEquality, utils.subsetEquality]))
    const wanted = Object.keys(part).length === 0 ? name : `${name} with ${utils.stringify(part)}`
    const sent = events.map((event) => `  ${event.event} ${event.data.id}`)
    const summary = sent.length === 0 ? 'Nothing was.' : [`Of ${sent.length}, there were:`, ...sent].join('\n')
    const message = (): string => (pass ? `${wanted} was sent, and should not have been.` : `${wanted} was not sent. ${summary}`)
    return pass || named.length === 0 ? { pass, message } : { pass, message, actual: named.length === 1 ? named[0] : named, expected: part }
  },
}

function isMock(received: unknown): received is Pick<Mock, 'events'> {
  return typeof received === 'object' && received !== null && 'events' in received
}

/** The matchers for `expect.extend`. */
export interface ContractMatchers {
  /**
   * Checks a response against the spec of an operation: its status is documented, its headers are there, its body is valid. Takes a
   * `Response` of fetch (which stays unread), of `mock.handle`, or of axios; from the mock or from a real server. Not for HEAD, whose
   * response has no body.
   *
   * @example await expect(await fetch(`${baseUrl}/conversations/conv_abc123`, { headers })).toMatchContract('getConversation')
   */
  toMatchContract(operationId: OperationId): Promise<void>
  /**
   * Checks that a mock has sent an event, with these properties if any are given.
   *
   * @example expect(mock).toHaveEmitted('conversation.closed', { data: { id: 'conv_abc123' } })
   */
  toHaveEmitted<Name extends EventName>(name: Name, event?: Part<EventOf<Name>>): void
}
