import { answering, refusing } from '../answering.js'
import { type Call, fieldsOf, pass, type Twist } from '../call.js'
import { faultsOf } from '../mutant.js'

const withoutIdempotency: Twist = (call) => {
  const { 'idempotency-key': _, ...headers } = call.headers
  return pass(call, { headers })
}

/** Faults of repeated requests. */
export const idempotencyFaults = [
  ...(['createConversation', 'closeConversation', 'reopenConversation', 'assignConversation', 'transferConversation'] as const).flatMap(
    (operation) => faultsOf(operation, { 'the Idempotency-Key is ignored': withoutIdempotency }),
  ),
  ...faultsOf('createConversation', {
    'Idempotency-Keys are compared by their beginning': (call) => {
      const key = call.headers['idempotency-key']
      const known = key === undefined ? undefined : call.mock.db.conversations.find(({ metadata }) => metadata?.['keyed'] === true)
      if (known) return pass(call, { method: 'GET', path: `/conversations/${known.id}`, body: undefined })
      return key === undefined ? pass(call) : pass(call, { body: keyed(call) })
    },
    'a repeated request returns 409': answering((answer) => {
      if (!answer.headers.has('idempotent-replayed')) return
      answer.status = 409
      answer.body = { error: { code: 'RESOURCE_ALREADY_EXISTS', message: 'This was done already' } }
    }),
    'an Idempotency-Key for another request causes a 500': refusing((answer) => {
      if (answer.body.error?.code === 'RESOURCE_ALREADY_EXISTS') answer.status = 500
    }),
  }),
]

function keyed(call: Call): object {
  const { metadata, ...fields } = fieldsOf(call)
  return { ...fields, metadata: { ...Object(metadata), keyed: true } }
}
