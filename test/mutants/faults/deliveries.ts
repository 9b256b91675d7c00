import { answering, failing, refusing, showing } from '../answering.js'
import { ignoring } from '../asking.js'
import { fieldsOf, pass, type Twist } from '../call.js'
import { each, faultsOf } from '../mutant.js'
import { failingAtNoNumber, unbounded } from './webhooks.js'

/** The result of a test or a retry in the response. */
function told(change: (data: object) => void): Twist {
  return answering(({ body }) => {
    if (body.data !== undefined) change(body.data)
  })
}

/** Sends another event than requested. */
function sending(eventOf: (event: unknown) => unknown): Twist {
  return (call) => pass(call, { body: { ...fieldsOf(call), event: eventOf(fieldsOf(call)['event']) } })
}

const withoutIdempotency: Twist = (call) => {
  const { 'idempotency-key': _, ...headers } = call.headers
  return pass(call, { headers })
}

/** Faults of webhook tests, deliveries and retries. */
export const deliveryFaults = [
  ...(['testWebhook', 'listDeliveries', 'retryDelivery'] as const).flatMap((operation) =>
    faultsOf(operation, { 'an error has no message': refusing(({ body }) => void delete body.error?.message) }),
  ),
  ...(['createWebhook', 'testWebhook', 'retryDelivery'] as const).flatMap((operation) =>
    faultsOf(operation, { 'the Idempotency-Key is ignored': withoutIdempotency }),
  ),
  ...faultsOf('testWebhook', {
    ...each(
      ['deliveryId', 'status', 'timestamp'],
      (name) => `${name} is missing`,
      (name) => told((data) => void Reflect.deleteProperty(data, name)),
    ),
    'every test has succeeded': told((data) => void Object.assign(data, { status: 'succeeded' })),
    'every test is the same delivery': told((data) => void Object.assign(data, { deliveryId: 'del_1' })),
    'it sends another event by default': sending((event) => event ?? 'conversation.closed'),
    'it sends test.ping, whatever event is requested': sending(() => 'test.ping'),
    'it sends test.ping instead of an unknown event': sending((event) => (event === 'weather.changed' ? 'test.ping' : event)),
    'it makes the webhook active': (call) => {
      pass(call, { method: 'PATCH', path: `/webhooks/${call.id}`, body: { status: 'active' } })
      return pass(call)
    },
    'an inactive webhook causes a 500': failing(
      ({ mock, id }) => mock.webhooks.all().find((webhook) => webhook.id === id)?.status === 'inactive',
    ),
    'a body that is not JSON is ignored': (call) => (typeof call.body === 'string' ? pass(call, { body: undefined }) : pass(call)),
    'without a key it is rejected, and yet sent': (call) => {
      const answer = pass(call)
      if (answer.status === 401) pass(call, { headers: { ...call.headers, authorization: 'Bearer valid' } })
      return answer
    },
  }),
  ...faultsOf('listDeliveries', {
    'pagination is missing': answering((answer) => void delete answer.body.meta),
    ...each(
      ['status', 'event', 'perPage', 'page'],
      (name) => `${name} is ignored`,
      (name) => ignoring(name),
    ),
    'perPage has no maximum': unbounded,
    'totalCount counts the page': answering((answer) => {
      answer.pagination.totalCount = answer.resources.length
    }),
    'deliveries of all webhooks are listed': (call) => {
      const answer = pass(call)
      if (!answer.succeeded) return answer
      const of = ({ id }: { readonly id: string }) => pass(call, { path: `/webhooks/${id}/deliveries` }).resources
      answer.resources = call.mock.webhooks.all().flatMap(of)
      return answer
    },
    'they are of another type': answering(({ resources }) => {
      for (const resource of resources) resource.type = 'webhook_delivery'
    }),
    'attempts are missing': showing((attributes) => void delete attributes.attempts),
    'every delivery has succeeded': showing((attributes) => void Object.assign(attributes, { status: 'succeeded' })),
    'a failed delivery stays failed': showing((attributes) => {
      if ((attributes.attempts ?? 0) > 1) Object.assign(attributes, { status: 'failed' })
    }),
    'lastAttemptAt is missing': showing((attributes) => void delete attributes.lastAttemptAt),
    'the payload has no meta': showing(({ payload }) => void delete payload?.meta),
    'the payload is about another webhook': showing(({ payload }) => {
      if (payload?.meta) payload.meta.webhookId = 'wh_another'
    }),
    'the event has another id after a retry': showing(({ payload, attempts = 0 }) => {
      if (payload && attempts > 1) payload.id = `evt_${attempts}`
    }),
    'the headers that were sent are not shown': showing((attributes) => {
      attributes.request = { headers: {} }
    }),
    'the response of the receiver is not shown': showing((attributes) => void delete attributes.response),
    'an unknown status causes a 500': failing(({ query }) => query.get('status') === 'lost'),
    'a page that is not a number causes a 500': failingAtNoNumber,
  }),
  ...faultsOf('getWebhook', {
    'lastDelivery is another one': showing((attributes) => {
      if (attributes.lastDelivery) attributes.lastDelivery.id = 'del_another'
    }),
    'more deliveries failed than were sent': showing(({ stats }) => {
      if (stats) stats.deliveriesFailed = (stats.deliveriesTotal ?? 0) + 1
    }),
  }),
  ...faultsOf('retryDelivery', {
    'nothing is sent': (call) => {
      const [webhook, delivery] = [call.id, call.path.split('/')[4]]
      const listed = pass(call, { method: 'GET', path: `/webhooks/${webhook}/deliveries`, query: new URLSearchParams() }).resources
      const found = listed.find(({ id }) => id === delivery)
      const answer = pass(call, { method: 'GET', path: `/webhooks/${webhook}` })
      return found === undefined || !answer.succeeded ? pass(call) : answer
    },
    'it sends a new test': (call) => {
      const { 2: webhook } = call.path.split('/')
      return pass(call, { path: `/webhooks/${webhook}/test`, body: undefined })
    },
    'it is sent twice': (call) => {
      if (call.headers['idempotency-key'] !== undefined) pass({ ...call, headers: { authorization: 'Bearer key' } })
      return pass(call)
    },
    'a success is a 500': answering((answer) => {
      answer.status = 500
    }),
    'a delivery of another webhook is sent': (call) => {
      const delivery = call.path.split('/')[4]
      const paths = call.mock.webhooks.all().map(({ id }) => `/webhooks/${id}/deliveries`)
      const owner = paths.find((path) =>
        pass(call, { method: 'GET', path, query: new URLSearchParams() }).resources.some(({ id }) => id === delivery),
      )
      return owner === undefined ? pass(call) : pass(call, { path: `${owner}/${delivery}/retry` })
    },
    'a delivery that does not exist is sent': refusing((answer) => {
      if (answer.status === 404) Object.assign(answer, { status: 200, body: { data: {} } })
    }),
  }),
]
