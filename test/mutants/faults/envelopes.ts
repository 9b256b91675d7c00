import { routes } from '../../../src/generated/routes.js'
import { answering, failing, refusing, replacing } from '../answering.js'
import { faultsOf } from '../mutant.js'

/** The operations on one conversation or webhook. */
const OF_ONE = routes.filter(({ path }) => path.includes('{id}'))

/** Faults of the envelope of a response. */
export const envelopeFaults = [
  ...OF_ONE.flatMap(({ operationId, path }) => {
    const [code, other] = path.startsWith('/webhooks')
      ? ['RESOURCE_NOT_FOUND', 'WEBHOOK_NOT_FOUND']
      : ['CONVERSATION_NOT_FOUND', 'RESOURCE_NOT_FOUND']
    return faultsOf(operationId, { 'an unknown id returns a 404 with a wrong code': replacing(String(code), 404, other) })
  }),
  ...faultsOf(undefined, {
    'the result is not in data': answering((answer) => {
      const { data, ...rest } = answer.body
      Object.assign(answer, { body: { success: true, result: data, ...rest } })
    }),
    'an error has no code': refusing(({ body }) => void delete body.error?.code),
    'the details of an error are text': refusing(({ body }) => {
      if (body.error?.details) Object.assign(body.error, { details: 'invalid' })
    }),
    'the details of an error do not name the field': refusing(({ body }) => {
      for (const detail of body.error?.details ?? []) delete detail.field
    }),
    'a 404 is an HTML page': refusing((answer) => {
      if (answer.status !== 404) return
      answer.text = '<!doctype html><title>Not found</title>'
      answer.headers.set('content-type', 'text/html')
    }),
    'invalid requests have a wrong code': refusing(({ status, body }) => {
      if (status === 400 && body.error) body.error.code = 'BAD_REQUEST'
    }),
    'an unknown path causes a 500': failing(({ operation, method }) => operation === undefined && method === 'GET'),
  }),
  ...faultsOf('listConversations', { 'HEAD causes a 500': failing(({ method }) => method === 'HEAD') }),
  ...faultsOf('getConversation', { 'an error has no JSON content type': refusing(({ headers }) => headers.delete('content-type')) }),
  ...faultsOf('closeConversation', { 'a success has no JSON content type': answering(({ headers }) => headers.delete('content-type')) }),
]
