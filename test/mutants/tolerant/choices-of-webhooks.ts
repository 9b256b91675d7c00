import { Answer } from '../answer.js'
import { type Call, fieldsOf, pass } from '../call.js'
import { relisting } from '../listing.js'

/** Newest first; ignores invalid parameters and limits the page size. */
export function chooseWebhooks(call: Call): Answer {
  return relisting((items) => items.toReversed())({ ...call, query: understood(call.query) })
}

/** Oldest first; ignores invalid parameters and limits the page size. */
export function chooseDeliveries(call: Call): Answer {
  const query = understood(call.query)
  if (!['succeeded', 'failed', 'pending'].includes(query.get('status') ?? 'pending')) query.delete('status')
  return relisting((items) => items.toReversed())({ ...call, query })
}

/** Rejects any config, and an invalid URL with VALIDATION_ERROR. */
export function chooseNewWebhook(call: Call): Answer {
  const { config, ...fields } = fieldsOf(call)
  if (config !== undefined) return Answer.error(422, 'NOT_CONFIGURABLE')
  if (typeof fields['url'] === 'string' && !URL.canParse(fields['url'])) return Answer.error(400, 'VALIDATION_ERROR')
  const answer = pass(call, { body: fields })
  return answer
}

/** Rejects any config, ignores an unknown status, and returns the webhook for an empty update. */
export function chooseUpdatedWebhook(call: Call): Answer {
  const { config: _, status, ...fields } = fieldsOf(call)
  if ('config' in fieldsOf(call)) return Answer.error(422, 'NOT_CONFIGURABLE')
  const known = ['active', 'inactive'].includes(String(status))
  const body = { ...fields, ...(known && { status }) }
  return Object.keys(body).length === 0 ? pass(call, { method: 'GET', body: undefined }) : pass(call, { body })
}

/** Responds before sending; rejects the test of an inactive webhook. */
export function chooseTest(call: Call): Answer {
  const { mock, id } = call
  if (mock.webhooks.all().find((webhook) => webhook.id === id)?.status === 'inactive') return Answer.error(409, 'WEBHOOK_INACTIVE')
  return atOnce(pass(call))
}

/** Responds before sending, with a retry resource. */
export function chooseRetry(call: Call): Answer {
  const answer = atOnce(pass(call))
  if (answer.succeeded) answer.body = { data: { id: 'retry', type: 'retry', attributes: {} } }
  return answer
}

/** The response while the delivery is pending. */
function atOnce(answer: Answer): Answer {
  delete answer.later
  return answer
}

function understood(requested: URLSearchParams): URLSearchParams {
  const query = new URLSearchParams(requested)
  for (const name of ['page', 'perPage']) if (!/^[1-9]\d*$/.test(query.get(name) ?? '1')) query.delete(name)
  if (Number(query.get('perPage') ?? 1) > 100) query.set('perPage', '100')
  return query
}
