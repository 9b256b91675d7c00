import { createHmac } from 'node:crypto'
import { answering } from '../answering.js'
import { pass } from '../call.js'
import { faultsInSending, faultsOf } from '../mutant.js'
import type { Sending, SentEvent } from '../sending.js'

/** Sends another body than the one it signed. */
function changing(change: (sent: SentEvent) => Partial<SentEvent>): Sending {
  return (sent, send) => send({ ...sent, ...change(sent) })
}

/** Changes or omits a header. */
function heading(name: string, value: (sent: SentEvent) => string | undefined): Sending {
  return changing((sent) => {
    const { [name]: _, ...headers } = sent.headers
    const other = value(sent)
    return { headers: other === undefined ? headers : { ...headers, [name]: other } }
  })
}

/** Mistakes one status of a receiver for another. */
function taking(status: number, other: number): Sending {
  return async (sent, send) => {
    const response = await send(sent)
    return response.status === status ? new Response(null, { status: other }) : response
  }
}

/** Sends a new event id with each retry. */
function renewed(): Sending {
  let count = 0
  return changing(({ body }) => ({ body: body.replace(/"evt_[^"]*"/, `"evt_${++count}"`) }))
}

/** Always sends to the first URL of a webhook. */
function faithful(): Sending {
  const urls = new Map<string, string>()
  return changing(({ url, body }) => {
    const webhookId: string = JSON.parse(body).meta.webhookId
    if (!urls.has(webhookId)) urls.set(webhookId, url)
    return { url: urls.get(webhookId) ?? url }
  })
}

/** Faults of deliveries to webhooks. */
export const sendingFaults = [
  ...faultsInSending({
    'it is sent by PUT': changing(() => ({ method: 'PUT' })),
    'its content type is text/plain': heading('content-type', () => 'text/plain'),
    ...Object.fromEntries(
      ['x-linktor-signature', 'x-linktor-timestamp', 'x-linktor-event', 'x-linktor-delivery-id'].map((name) => [
        `${name} is missing`,
        heading(name, () => undefined),
      ]),
    ),
    'the signature is of the body alone': heading('x-linktor-signature', ({ body }) => signed('whsec_any', body)),
    'the signature has no sha256=': heading('x-linktor-signature', ({ headers }) => headers['x-linktor-signature']?.slice(7)),
    'the time is in milliseconds': heading('x-linktor-timestamp', ({ headers }) => `${headers['x-linktor-timestamp']}000`),
    'the event has no prefix': heading('x-linktor-event', ({ headers }) => headers['x-linktor-event']?.split('.')[1]),
    'the body is serialized again after signing': changing(({ body }) => ({ body: JSON.stringify(JSON.parse(body), null, 2) })),
    'the body has no meta': changing(({ body }) => ({ body: JSON.stringify({ ...JSON.parse(body), meta: undefined }) })),
    'text that is not in ASCII is lost': changing(({ body }) => ({ body: body.replace(/[^\x20-\x7e]/g, '?') })),
    'custom headers are not sent': heading('x-team', () => undefined),
    'a 204 is a failure': taking(204, 500),
    'a 404 is a success': taking(404, 200),
    'a 500 is a success': taking(500, 200),
    'a redirect is a success': taking(307, 200),
    'a retry is another event': renewed(),
    'a webhook keeps its first url': faithful(),
    'created conversations are not sent': async (sent, send) =>
      sent.body.includes('"conversation.created"') ? new Response(null, { status: 200 }) : send(sent),
    'nothing is sent': async () => new Response(null, { status: 200 }),
  }),
  ...faultsOf('createWebhook', {
    'it receives every event': (call) => {
      const { events } = Object(call.body)
      if (!Array.isArray(events) || !events.includes('conversation.closed')) return pass(call)
      const answer = pass(call, { body: { ...Object(call.body), events: [...events, 'conversation.created'] } })
      for (const { attributes } of answer.resources) attributes.events = events
      return answer
    },
    'the secret is shown wrongly': answering(({ resources }) => {
      for (const { attributes } of resources) attributes.secret = `${attributes.secret}0`
    }),
  }),
  ...faultsOf('updateWebhook', {
    'it receives events while inactive': (call) => {
      if (Object(call.body).status !== 'inactive') return pass(call)
      const answer = pass(call, { body: { ...Object(call.body), status: 'active' } })
      for (const { attributes } of answer.resources) Object.assign(attributes, { status: 'inactive' })
      return answer
    },
  }),
]

function signed(secret: string, text: string): string {
  return `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`
}
