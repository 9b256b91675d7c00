import { Answer } from '../answer.js'
import { answering, failing, hiding, instead, refusing, replacing, showing } from '../answering.js'
import { ignoring, overlooking, reading } from '../asking.js'
import { fieldsOf, pass, type Twist, when } from '../call.js'
import { perPageOf } from '../listing.js'
import { each, faultsOf } from '../mutant.js'

const OPERATIONS = ['listWebhooks', 'getWebhook', 'createWebhook', 'updateWebhook', 'deleteWebhook'] as const

/** Returns the secret after the creation too. */
const tellingTheSecret = showing((attributes, { mock }, { id }) => {
  attributes.secret = mock.webhooks.all().find((webhook) => webhook.id === id)?.secret
})

/** Allows pages of any size. */
export const unbounded: Twist = (call) => {
  const perPage = perPageOf(call)
  if (!(perPage > 100)) return pass(call)
  const query = new URLSearchParams(call.query)
  query.set('perPage', '100')
  const page = pass(call, { query })
  page.pagination.perPage = perPage
  return page
}

/** Returns a 500 for a page that is not a number. */
export const failingAtNoNumber: Twist = failing(({ query }) => query.get('page') === 'x')

/** Accepts and returns an invalid URL. */
function taking(invalid: RegExp): Twist {
  return (call) => {
    const { url } = fieldsOf(call)
    if (typeof url !== 'string' || !invalid.test(url)) return pass(call)
    const answer = pass(call, { body: { ...fieldsOf(call), url: 'https://127.0.0.1:9/invalid' } })
    for (const { attributes } of answer.resources) attributes.url = url
    return answer
  }
}

/** Accepts the known events and ignores the others. */
const forgettingUnknownEvents: Twist = (call) => {
  const { events } = fieldsOf(call)
  if (!Array.isArray(events) || !events.includes('weather.changed')) return pass(call)
  const known = events.filter((event) => event !== 'weather.changed')
  return pass(call, { body: { ...fieldsOf(call), events: known.length === 0 ? ['test.ping'] : known } })
}

/** Rejects the request, and performs it all the same, as far as possible. */
const doneAllTheSame: Twist = (call) => {
  const answer = pass(call)
  const { url: _, events: __, ...fields } = fieldsOf(call)
  const create = call.operation === 'createWebhook' && { url: 'https://127.0.0.1:9/invalid', events: ['test.ping'] }
  if (answer.status === 400 && Object.keys(fields).length > 0) pass(call, { body: { ...fields, ...create } })
  return answer
}

/** Faults of webhooks. */
export const webhookFaults = [
  ...OPERATIONS.flatMap((operation) =>
    faultsOf(operation, {
      'an error has no message': refusing(({ body }) => void delete body.error?.message),
    }),
  ),
  ...(['listWebhooks', 'getWebhook', 'createWebhook', 'updateWebhook'] as const).flatMap((operation) =>
    faultsOf(operation, { 'stats are missing': hiding('stats') }),
  ),
  ...(['listWebhooks', 'getWebhook', 'updateWebhook'] as const).flatMap((operation) =>
    faultsOf(operation, { 'the secret is shown': tellingTheSecret }),
  ),
  ...faultsOf('listWebhooks', {
    'pagination is missing': answering((answer) => void delete answer.body.meta),
    'perPage is ignored': ignoring('perPage'),
    'page is ignored': ignoring('page'),
    'perPage has no maximum': unbounded,
    'totalCount counts the page': answering((answer) => {
      answer.pagination.totalCount = answer.resources.length
    }),
    'the last webhook is not listed': answering((answer) => {
      answer.resources = answer.resources.slice(0, -1)
    }),
    'every webhook is listed as active': showing((attributes) => void Object.assign(attributes, { status: 'active' })),
    'a page that is not a number causes a 500': failingAtNoNumber,
  }),
  ...faultsOf('getWebhook', {
    'headers are not shown': showing((attributes) => {
      attributes.headers = {}
    }),
    'createdAt is the time of the request': showing((attributes) => {
      attributes.createdAt = '2020-01-01T00:00:00Z'
    }),
  }),
  ...faultsOf('createWebhook', {
    'success is a 200': answering((answer) => {
      answer.status = 200
    }),
    'the id has no prefix': answering(({ resources: [webhook] }) => {
      if (webhook) webhook.id = webhook.id.slice(3)
    }),
    'the secret has no prefix': showing((attributes) => {
      attributes.secret = attributes.secret?.slice(6)
    }),
    'the secret is missing': hiding('secret'),
    'every webhook has the same secret': showing((attributes) => {
      attributes.secret = 'whsec_of_all'
    }),
    'it is inactive': showing((attributes) => void Object.assign(attributes, { status: 'inactive' })),
    ...each(
      ['description', 'headers', 'config'],
      (field) => `${field} is lost`,
      (field) => overlooking(field),
    ),
    'updatedAt is before createdAt': showing((attributes) => {
      attributes.updatedAt = '2020-01-01T00:00:00Z'
    }),
    'transfer events cannot be subscribed to': instead(
      (call) => String(fieldsOf(call)['events']).includes('transferred') && call.headers['authorization'] !== undefined,
      400,
      'INVALID_EVENTS',
    ),
    'an http url is accepted': taking(/^http:/),
    'any scheme is accepted': taking(/^ftp:/),
    'text that is not a URL is accepted': taking(/^not /),
    'an unknown event is ignored': forgettingUnknownEvents,
    'http returns a 400 with a wrong code': replacing('INVALID_URL', 400, 'VALIDATION_ERROR'),
    'an unknown event is a 422': replacing('INVALID_EVENTS', 422),
    'a missing url returns INVALID_URL': when(
      (call) => fieldsOf(call)['url'] === undefined,
      replacing('VALIDATION_ERROR', 400, 'INVALID_URL'),
    ),
    'without events it receives all': (call) =>
      'events' in fieldsOf(call) ? pass(call) : pass(call, { body: { ...fieldsOf(call), events: ['test.ping'] } }),
    'a url of another type causes a 500': failing((call) => fieldsOf(call)['url'] === 7),
    'no events cause a 500': failing((call) => Array.isArray(fieldsOf(call)['events']) && String(fieldsOf(call)['events']) === ''),
    'a rejected request still creates it': doneAllTheSame,
    'without a key it is rejected, and yet done': (call) => {
      const answer = pass(call)
      if (answer.status === 401) pass(call, { headers: { ...call.headers, authorization: 'Bearer valid' } })
      return answer
    },
    'a replayed response has no secret': answering((answer) => {
      if (answer.headers.has('idempotent-replayed')) for (const { attributes } of answer.resources) delete attributes.secret
    }),
  }),
  ...faultsOf('updateWebhook', {
    ...each(
      ['url', 'events', 'description', 'headers', 'status', 'config'],
      (field) => `${field} is not changed`,
      (field) =>
        reading((body, { mock, id }) => {
          const before = mock.webhooks.all().find((webhook) => webhook.id === id)
          if (field in body && before) Object.assign(body, { [field]: Reflect.get(before, field) ?? 'nothing' })
        }),
    ),
    'fields that are not sent are lost': reading((body) => {
      body.headers ??= {}
    }),
    'an inactive webhook cannot be activated': reading((body) => {
      if (String(body.status) === 'active') Object.assign(body, { status: 'inactive' })
    }),
    'an http url is accepted': taking(/^http:/),
    'an unknown event is ignored': forgettingUnknownEvents,
    'a rejected request is still applied': doneAllTheSame,
    'an unknown status deactivates it': reading((body) => {
      if (String(body.status) === 'paused') Object.assign(body, { status: 'inactive' })
    }),
    'an empty update causes a 500': failing((call) => Object.keys(fieldsOf(call)).length === 0),
    'all webhooks are changed': (call) => {
      const answer = pass(call)
      if (!answer.succeeded) return answer
      for (const { id } of call.mock.webhooks.all()) if (id !== call.id) pass(call, { path: `/webhooks/${id}` })
      return answer
    },
    'createdAt advances too': showing((attributes) => {
      attributes.createdAt = attributes.updatedAt
    }),
  }),
  ...faultsOf('getWebhook', {
    'updatedAt stays': showing((attributes) => {
      attributes.updatedAt = attributes.createdAt
    }),
  }),
  ...faultsOf('deleteWebhook', {
    'success is a 200 with the webhook': (call) => {
      const { body } = pass(call, { method: 'GET' })
      const answer = pass(call)
      return answer.succeeded ? new Answer(200, body) : answer
    },
    'nothing is deleted': (call) => (pass(call, { method: 'GET' }).succeeded ? new Answer(204, '') : pass(call)),
    'a deleted webhook is only inactive': (call) => {
      const answer = pass(call, { method: 'PATCH', body: { status: 'inactive' } })
      return answer.succeeded ? new Answer(204, '') : answer
    },
    'an unknown id is deleted too': (call) => {
      const answer = pass(call)
      return answer.status === 404 ? new Answer(204, '') : answer
    },
    'all webhooks with the same url are deleted': (call) => {
      const { mock, id } = call
      const all = mock.webhooks.all()
      const url = all.find((webhook) => webhook.id === id)?.url
      const answer = pass(call)
      if (answer.succeeded) for (const other of all) if (other.url === url) pass(call, { path: `/webhooks/${other.id}` })
      return answer
    },
    'without a key it is rejected, and yet done': (call) => {
      const answer = pass(call)
      if (answer.status === 401) pass(call, { headers: { ...call.headers, authorization: 'Bearer valid' } })
      return answer
    },
  }),
]
