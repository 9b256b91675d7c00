import { routes } from '../../../src/generated/routes.js'
import { replacing } from '../answering.js'
import { pass, type Twist } from '../call.js'
import { faultsOf } from '../mutant.js'

const OPERATIONS = routes.map(({ operationId }) => operationId)
const VALID = { authorization: 'Bearer valid' }

const withoutKey: Twist = (call) => pass(call, { headers: { ...VALID, ...call.headers } })
const withAnyKey: Twist = (call) => pass(call, 'authorization' in call.headers ? { headers: { ...call.headers, ...VALID } } : {})

/** Rejects the request, and performs it all the same. */
const doneAllTheSame: Twist = (call) => {
  const answer = pass(call)
  if (answer.status === 401) pass(call, { headers: { ...call.headers, ...VALID } })
  return answer
}

/** Faults of authentication. */
export const authenticationFaults = [
  ...OPERATIONS.flatMap((operation) => faultsOf(operation, { 'it does not require an API key': withoutKey })),
  ...faultsOf('closeConversation', { 'without a key it is rejected, and yet done': doneAllTheSame }),
  ...faultsOf(undefined, {
    'any API key is accepted': withAnyKey,
    'a missing key returns the code of an invalid one': replacing('AUTHENTICATION_REQUIRED', 401, 'INVALID_API_KEY'),
  }),
]
