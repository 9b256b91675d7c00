import { Answer } from '../answer.js'
import { type Call, fieldsOf, pass } from '../call.js'
import { relisting } from '../listing.js'

/** The newest first; what is not understood is ignored, and too large a page is cut. */
export function chooseWebhooks(call: Call): Answer {
  return relisting((items) => items.toReversed())({ ...call, query: understood(call.query) })
}

/** The oldest first. */
export function chooseDeliveries(call: Call): Answer {
  const query = understood(call.query)
  if (!['succeeded', 'failed', 'pending'].includes(query.get('status') ?? 'pending')) query.delete('status')
  return relisting((items) => items.toReversed())({ ...call, query })
}

/** How often something is tried again is not for others to say; what is no URL does not fit, and no events are none. */
export function chooseNewWebhook(call: Call): Answer {
  const { config, ...fields } = fieldsOf(call)
  if (config !== undefined) return Answer.error(422, 'NOT_CONFIGURABLE')
  if (typeof fields['url'] === 'string' && !URL.canParse(fields['url'])) return Answer.error(400, 'VALIDATION_ERROR')
  const answer = pass(call, { body: fields })
  return answer
}

/** An empty update is one; what is not understood is left as it is. */
export function chooseUpdatedWebhook(call: Call): Answer {
  const { config: _, status, ...fields } = fieldsOf(call)
  if ('config' in fieldsOf(call)) return Answer.error(422, 'NOT_CONFIGURABLE')
  const known = ['active', 'inactive'].includes(String(status))
  const body = { ...fields, ...(known && { status }) }
  return Object.keys(body).length === 0 ? pass(call, { method: 'GET', body: undefined }) : pass(call, { body })
}

/** It is answered before it is sent. What is inactive is sent none. */
export function chooseTest(call: Call): Answer {
  const { mock, id } = call
  if (mock.webhooks.all().find((webhook) => webhook.id === id)?.status === 'inactive') return Answer.error(409, 'WEBHOOK_INACTIVE')
  return atOnce(pass(call))
}

/** Unchanged. */
export function chooseRetry(call: Call): Answer {
  const answer = atOnce(pass(call))
  if (answer.succeeded) answer.body = { data: { id: 'retry', type: 'retry', attributes: {} } }
  return answer
}

/** As it is answered while it is on its way. */
function atOnce(answer: Answer): Answer {
  delete answer.later
  return answer
}

function understood(asked: URLSearchParams): URLSearchParams {
  const query = new URLSearchParams(asked)
  for (const name of ['page', 'perPage']) if (!/^[1-9]\d*$/.test(query.get(name) ?? '1')) query.delete(name)
  if (Number(query.get('perPage') ?? 1) > 100) query.set('perPage', '100')
  return query
}
