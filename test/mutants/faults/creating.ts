import { Answer } from '../answer.js'
import { answering, failing, instead, replacing, showing } from '../answering.js'
import { overlooking, reading } from '../asking.js'
import { fieldsOf, pass, type Twist } from '../call.js'
import { pretending, setting } from '../doing.js'
import { faultsOf } from '../mutant.js'

/** Faults in a conversation that is created. */
export const creatingFaults = faultsOf('createConversation', {
  'success is a 200': answering((answer) => {
    answer.status = 200
  }),
  'nothing is created': pretending,
  'tags are lost': overlooking('tags'),
  'assigneeId is lost': overlooking('assigneeId'),
  'botId is lost': overlooking('botId'),
  'the email of the contact is lost': reading(({ contact }) => {
    if (contact?.phone !== undefined) delete contact.email
  }),
  'text that is not in ASCII is lost': reading((body) => {
    const ascii: typeof body = JSON.parse(JSON.stringify(body).replace(/[^\x20-\x7f]/g, '?'))
    Object.assign(body, ascii)
  }),
  'it is on another channel': reading((body, { mock }) => {
    const other = mock.db.channels.find(({ id }) => id !== body.channelId)
    if (mock.db.channels.count(({ id }) => id === body.channelId) > 0 && other) body.channelId = other.id
  }),
  'without channelId, it is on the first channel': reading((body, { mock }) => {
    body.channelId ??= mock.db.channels.findMany()[0]?.id
  }),
  'it is pending': setting({ status: 'pending' }),
  'it is unread': showing((attributes) => {
    attributes.unreadCount = 1
  }),
  'a bot cannot be the assignee': instead((call) => String(fieldsOf(call)['assigneeId']).startsWith('bot'), 400),
  'contactId makes another contact': reading((body, { mock }) => {
    const known = mock.db.contacts.find({ id: String(body.contactId) })
    if (known === undefined) return
    delete body.contactId
    body.contact = { name: known.name, email: `copy.${mock.db.contacts.count()}@example.com` }
  }),
  'tags are required': instead((call) => fieldsOf(call)['channelId'] !== undefined && fieldsOf(call)['tags'] === undefined, 400),
  'a phone is required as well as an email': instead((call) => Object.keys(Object(fieldsOf(call)['contact'])).length === 1, 400),
  'an invalid phone is accepted': (call) => {
    const { contact } = fieldsOf(call)
    const phone: unknown = Reflect.get(Object(contact), 'phone')
    if (phone !== 'call me') return pass(call)
    const answer = pass(call, { body: { ...fieldsOf(call), contact: { ...Object(contact), phone: undefined } } })
    for (const { attributes } of answer.resources) Object.assign(attributes.contact ?? {}, { phone })
    return answer
  },
  'no contact causes a 500': failing((call) => fieldsOf(call)['contactId'] === undefined && fieldsOf(call)['contact'] === undefined),
  'a second active conversation is created': (call) => {
    const answer = pass(call)
    if (answer.status !== 409) return answer
    const { channelId, contactId } = fieldsOf(call)
    const { id } = call.mock.db.conversations.create({ channelId: String(channelId), contactId: String(contactId) })
    return new Answer(201, pass(call, { method: 'GET', path: `/conversations/${id}`, body: undefined }).body)
  },
  'a closed conversation is reopened instead of creating another': (call) => {
    const { mock } = call
    const closed = mock.db.conversations.find({ contactId: String(fieldsOf(call)['contactId']), status: 'closed' })
    if (closed === undefined) return pass(call)
    mock.db.conversations.update(closed.id, { status: 'open' })
    return new Answer(201, pass(call, { method: 'GET', path: `/conversations/${closed.id}`, body: undefined }).body)
  },
  'a second active conversation returns a 409 with a wrong code': replacing('CONVERSATION_EXISTS', 409, 'RESOURCE_ALREADY_EXISTS'),
  'an unknown channel returns a 404 with a wrong code': replacing('CHANNEL_NOT_FOUND', 404, 'RESOURCE_NOT_FOUND'),
  'an unknown contact returns a 404 with a wrong code': replacing('CONTACT_NOT_FOUND', 404, 'RESOURCE_NOT_FOUND'),
  'an unknown assignee is shown': echoing('assigneeId', (id) => ({ assignee: { id, type: 'user', name: 'Nobody' } })),
  'an invalid body is a 422': replacing('VALIDATION_ERROR', 422),
  'a body that is not JSON causes a 500': failing(({ body }) => typeof body === 'string'),
  'the details of an error name another field': (call) => {
    const answer = pass(call)
    for (const detail of answer.body.error?.details ?? []) detail.field = 'body'
    return answer
  },
  'a rejected request still creates it': (call) => {
    const answer = pass(call)
    const [channel] = call.mock.db.channels.findMany()
    if (answer.status === 400 || answer.status === 404) pass(call, { body: { ...fieldsOf(call), channelId: channel?.id } })
    return answer
  },
  'updatedAt is before createdAt': showing((attributes) => {
    attributes.updatedAt = '2020-01-01T00:00:00Z'
  }),
})

/** A server that returns an unknown id as if it existed. */
function echoing(field: string, shown: (id: string) => object): Twist {
  return (call) => {
    const answer = pass(call)
    if (answer.body.error?.code !== 'RESOURCE_NOT_FOUND') return answer
    const created = pass(call, { body: { ...fieldsOf(call), [field]: undefined } })
    for (const { attributes } of created.resources) Object.assign(attributes, shown(String(fieldsOf(call)[field])))
    return created
  }
}
