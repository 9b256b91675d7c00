import { createHmac } from 'node:crypto'
import type { Mock } from '../../../src/index.js'
import type { Answer } from '../answer.js'
import { type Call, fieldsOf } from '../call.js'
import type { Sending } from '../sending.js'

/** Ids with a character that must be encoded in a path. */
const PREFIX = 'urn:acme/'

const NAMES = ['channelId', 'contactId', 'assigneeId', 'botId', 'toAssigneeId']

/** A call with the ids of the mock. */
export function inwards(call: Call): Call {
  const query = new URLSearchParams(call.query)
  for (const name of NAMES) {
    const id = query.get(name)
    if (id !== null) query.set(name, bare(id))
  }
  const fields = Object.entries(fieldsOf(call)).map(([name, value]) => [
    name,
    NAMES.includes(name) && typeof value === 'string' ? bare(value) : value,
  ])
  const { body, id } = call
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
  return {
    ...call,
    query,
    body: isObject ? Object.fromEntries(fields) : body,
    id: id && bare(id),
    path: call.path.replace(encodeURIComponent(PREFIX), ''),
  }
}

/** Translates the ids in a response of the mock to those of this server. */
export function outwards(answer: Answer): void {
  prefix(answer.body.data)
}

/** Translates the ids in a delivery to those of this server, and signs it. */
export function outwardsTo(mock: Mock): Sending {
  return (sent, send) => {
    const payload = JSON.parse(sent.body)
    prefix(payload)
    const body = JSON.stringify(payload)
    const secret = mock.webhooks.all().find(({ id }) => id === payload.meta.webhookId)?.secret ?? ''
    const digest = createHmac('sha256', secret).update(`${sent.headers['x-linktor-timestamp']}.${body}`).digest('hex')
    return send({ ...sent, body, headers: { ...sent.headers, 'x-linktor-signature': `sha256=${digest}` } })
  }
}

function prefix(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, inner] of Object.entries(value)) {
    if (name === 'id' && typeof inner === 'string') Object.assign(value, { id: prefixed(inner) })
    else if (name !== 'metadata') prefix(inner) // user data
  }
}

/** Adds the prefix, except to ids with a documented one. */
function prefixed(id: string): string {
  return /^(wh|del|evt)_/.test(id) ? id : PREFIX + id
}

function bare(id: string): string {
  return id.startsWith(PREFIX) ? id.slice(PREFIX.length) : id
}
