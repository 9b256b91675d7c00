import type { OperationId } from '../../../src/index.js'
import { Answer } from '../answer.js'
import { type Call, conversationOf, fieldsOf, pass, type Twist } from '../call.js'
import { choosePage } from './choices-of-list.js'
import { chooseDeliveries, chooseNewWebhook, chooseRetry, chooseTest, chooseUpdatedWebhook, chooseWebhooks } from './choices-of-webhooks.js'

/** Choices of the server where the guide is silent, by operation. */
const CHOICES: Readonly<Record<OperationId, Twist>> = {
  listConversations: choosePage,
  getConversation: get,
  createConversation: create,
  updateConversation: update,
  closeConversation: close,
  reopenConversation: reopen,
  assignConversation: assign,
  transferConversation: transfer,
  listConversationParticipants: participants,
  listWebhooks: chooseWebhooks,
  createWebhook: chooseNewWebhook,
  getWebhook: pass,
  updateWebhook: chooseUpdatedWebhook,
  deleteWebhook: pass,
  testWebhook: chooseTest,
  listDeliveries: chooseDeliveries,
  retryDelivery: chooseRetry,
}

/** Performs a call with the choices of this server. */
export function choose(call: Call): Answer {
  const { operation, method } = call
  const denied = pass(call, { method: 'GET', path: '/conversations', query: new URLSearchParams(), body: undefined })
  if (denied.status === 401) return denied
  if (operation === undefined) return withHeaders(Answer.error(404, 'RESOURCE_NOT_FOUND'), denied)
  if (method === 'HEAD') return withHeaders(new Answer(405, ''), denied)
  return withHeaders(CHOICES[operation](call), denied)
}

/** Ignores invalid message parameters, includes the latest message first, and omits the closing details and the priority. */
function get(call: Call): Answer {
  const query = new URLSearchParams(call.query)
  if (!/^[1-9]\d*$/.test(query.get('messageLimit') ?? '1')) query.delete('messageLimit')
  if (!/^(true|false)$/.test(query.get('includeMessages') ?? 'true')) query.delete('includeMessages')
  const answer = pass(call, { query })
  for (const { attributes, relationships } of answer.resources) {
    for (const name of ['closedAt', 'closedBy', 'resolution', 'closureReason', 'priority', 'reopenedAt', 'reopenedBy'] as const)
      delete attributes[name]
    attributes.tags?.reverse()
    relationships?.messages?.reverse()
  }
  return answer
}

/** Identifies a contact by phone only, creates an anonymous contact if none is sent, and adds a bot by default. */
function create(call: Call): Answer {
  const { mock } = call
  if (typeof call.body !== 'object' || Array.isArray(call.body)) return Answer.error(415, 'MALFORMED_BODY')
  const { contact = { name: 'Anonymous', phone: '+15550000000' }, ...fields } = fieldsOf(call)
  const { assigneeId, botId = mock.db.bots.findMany()[0]?.id, contactId, channelId } = fields
  const { phone, email } = Object(contact)
  const ids = { users: mock.db.users, bots: mock.db.bots }
  if ([assigneeId, botId].some((id) => typeof id === 'string' && !ids.users.find({ id }) && !ids.bots.find({ id })))
    return Answer.error(422, 'UNKNOWN_ASSIGNEE')
  if (phone !== undefined && !/^\+\d+$/.test(phone)) return Answer.error(422, 'INVALID_PHONE')
  if (contactId === undefined && phone === undefined && email !== undefined) return Answer.error(422, 'PHONE_REQUIRED')
  const known = typeof contactId === 'string' ? contactId : mock.db.contacts.find({ phone })?.id
  const isActive = mock.db.conversations.count((each) => each.contactId === known && each.status !== 'closed') > 0
  if (isActive && mock.db.channels.count(({ id }) => id === channelId) > 0) return Answer.error(409, 'CONVERSATION_EXISTS')
  return pass(call, { body: { ...fields, botId, ...(known === undefined ? { contact } : { contactId: known }) } })
}

/** Ignores an unknown priority, merges metadata deeply, and neither closes nor snoozes by update. */
function update(call: Call): Answer {
  const { status, priority, metadata, ...others } = fieldsOf(call)
  const before = conversationOf(call)
  if (before === undefined) return pass(call)
  if (status === 'snoozed' || status === 'closed') return Answer.error(409, 'NOT_BY_UPDATE')
  if (status !== undefined && !['open', 'pending'].includes(String(status))) return Answer.error(422, 'UNKNOWN_STATUS')
  const known = ['low', 'normal', 'high', 'urgent'].includes(String(priority))
  const merged = metadata === undefined ? {} : { metadata: deeplyMerged(before.metadata ?? {}, Object(metadata)) }
  const body = { ...others, ...merged, ...(status !== undefined && { status }), ...(known && { priority }) }
  const answer = Object.keys(body).length === 0 ? conversationAsItIs(call) : pass(call, { body })
  return answer.succeeded ? withWhole(call, answer) : answer
}

function deeplyMerged(before: object, changes: object): Readonly<Record<string, unknown>> {
  const merged = Object.entries(changes).map(([key, value]) => {
    const old: unknown = Reflect.get(before, key)
    return [key, typeof value === 'object' && value !== null && typeof old === 'object' ? { ...old, ...value } : value]
  })
  return { ...before, ...Object.fromEntries(merged) }
}

/** Requires a body to close, and closes only once. */
function close(call: Call): Answer {
  const { resolution, ...fields } = fieldsOf(call)
  const { status } = conversationOf(call) ?? {}
  if (status === 'closed') return Answer.error(409, 'CONVERSATION_CLOSED')
  if (call.body === undefined && status !== undefined) return Answer.error(400, 'VALIDATION_ERROR')
  const known = ['resolved', 'unresolved', 'spam'].includes(String(resolution))
  return withWhole(call, pass(call, { body: { ...fields, ...(known && { resolution }) } }))
}

function reopen(call: Call): Answer {
  const { status = 'closed' } = conversationOf(call) ?? {}
  if (status !== 'closed') return Answer.error(409, 'CONVERSATION_NOT_CLOSED')
  return withWhole(call, pass(call))
}

/** Derives the type of the assignee from the id; a bot stays active next to a user. */
function assign(call: Call): Answer {
  const { assigneeType: _, ...fields } = fieldsOf(call)
  const answer = pass(call, { body: fields })
  if (answer.body.error?.code === 'RESOURCE_NOT_FOUND') return Answer.error(422, 'UNKNOWN_ASSIGNEE')
  const after = conversationOf(call)
  if (answer.succeeded && after?.botId !== undefined) call.mock.db.conversations.update(after.id, { botActive: true })
  return withWhole(call, answer)
}

/** Transfers only assigned conversations, returns a transfer resource, and notifies the contact outside the API. */
function transfer(call: Call): Answer {
  const before = conversationOf(call)
  const { notifyContact: _, ...fields } = fieldsOf(call)
  if (before !== undefined && before.assigneeId === undefined) return Answer.error(409, 'NOT_ASSIGNED')
  const answer = pass(call, { body: fields })
  if (answer.succeeded) answer.body.data = { id: `transfer_of_${before?.id}`, type: 'transfer', attributes: {} }
  return answer
}

/** Of the users, only the assignee is a participant. */
function participants(call: Call): Answer {
  const answer = pass(call)
  const { assigneeId } = conversationOf(call) ?? {}
  if (answer.succeeded) answer.resources = answer.resources.filter(({ type, id }) => type !== 'user' || id === assigneeId).reverse()
  return answer
}

/** A success with the representation of get. */
function withWhole(call: Call, answer: Answer): Answer {
  const [whole] = conversationAsItIs(call).resources
  if (answer.succeeded) for (const resource of answer.resources) resource.attributes = { ...whole?.attributes, ...resource.attributes }
  return answer
}

function conversationAsItIs(call: Call): Answer {
  return pass(call, { method: 'GET', path: `/conversations/${call.id}`, query: new URLSearchParams(), body: undefined })
}

/** Its own errors have the request id and the rate limit headers too. */
function withHeaders(answer: Answer, { headers, body }: Answer): Answer {
  for (const [name, value] of headers) if (!answer.headers.has(name)) answer.headers.set(name, value)
  if (body.meta?.requestId !== undefined) answer.body.meta = { ...answer.body.meta, requestId: body.meta.requestId }
  return answer
}
