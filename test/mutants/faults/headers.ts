import type { Answer } from '../answer.js'
import { refusing } from '../answering.js'
import { pass, type Twist } from '../call.js'
import { faultsOf } from '../mutant.js'

const LIMITS = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset']

/** Faults of request ids and rate limit headers. */
export const headerFaults = [
  ...faultsOf(undefined, {
    'the X-Request-ID is missing in the header': always(withoutId),
    'every request has the same id': (call) => pass(call, { headers: { 'x-request-id': 'req_1', ...call.headers } }),
    'x-ratelimit-remaining is missing': always(({ headers }) => headers.delete('x-ratelimit-remaining')),
    'x-ratelimit-reset is in milliseconds': always(({ headers }) =>
      headers.set('x-ratelimit-reset', `${headers.get('x-ratelimit-reset')}000`),
    ),
  }),
  ...faultsOf('getConversation', {
    'an error has no X-Request-ID': refusing(withoutId),
    'an error has no rate limit headers': refusing(withoutLimits),
  }),
  ...faultsOf('closeConversation', {
    'the response has no X-Request-ID': always(withoutId),
    'the response has no rate limit headers': always(withoutLimits),
  }),
]

/** A server that changes every response. */
function always(change: (answer: Answer) => void): Twist {
  return (call) => {
    const answer = pass(call)
    change(answer)
    return answer
  }
}

function withoutId({ headers, body }: Answer): void {
  headers.delete('x-request-id')
  delete body.meta?.requestId
}

function withoutLimits({ headers }: Answer): void {
  for (const name of LIMITS) headers.delete(name)
}
