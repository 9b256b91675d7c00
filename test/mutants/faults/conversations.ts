import { Answer } from '../answer.js'
import { answering, failing, hiding, instead, refusing, renaming, showing } from '../answering.js'
import { pass } from '../call.js'
import { doing } from '../doing.js'
import { each, faultsOf } from '../mutant.js'

/** Faults of a conversation as get shows it. */
const getFaults = faultsOf('getConversation', {
  ...each(
    ['assignee', 'bot', 'lastMessageAt'] as const,
    (name) => `${name} is never shown`,
    (name) => hiding(name),
  ),
  'createdAt is shown as created_at': renaming('createdAt', 'created_at'),
  'metadata is text': showing((attributes) => void Object.assign(attributes, { metadata: JSON.stringify(attributes.metadata) })),
  'the contact has no email': showing(({ contact }) => void delete contact?.email),
  'unreadCount is null': showing((attributes) => void Object.assign(attributes, { unreadCount: null })),
  'messageCount counts the text messages alone': showing((attributes, { mock }, { id }) => {
    attributes.messageCount = mock.db.messages.count(({ conversationId, content }) => conversationId === id && content.type === 'text')
  }),
  'the assignee is always a user': showing(({ assignee }) => {
    if (assignee) assignee.type = 'user'
  }),
  'isActive of the bot is missing': showing(({ bot }) => void delete bot?.active),
  'firstMessageAt is the time of the last message': showing((attributes) => {
    attributes.firstMessageAt = attributes.lastMessageAt
  }),
  'lastMessageAt is the time of the update': showing((attributes) => {
    if (attributes.lastMessageAt) attributes.lastMessageAt = attributes.updatedAt
  }),
  'createdAt is the time of the update': showing((attributes) => {
    attributes.createdAt = attributes.updatedAt
  }),
  'a snoozed conversation is shown as open': showing((attributes) => {
    if (attributes.status === 'snoozed') attributes.status = 'open'
  }),
  'the oldest conversation cannot be fetched': instead(
    ({ mock, id }) => mock.db.conversations.findMany().toSorted((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1))[0]?.id === id,
    404,
    'CONVERSATION_NOT_FOUND',
  ),
  'reading adds a tag': doing(({ mock }, id, before) => {
    mock.db.conversations.update(id, { tags: [...(before?.tags ?? []), 'read'] })
  }),
  'an unknown id returns 200 with null': refusing((answer) => {
    answer.status = 200
    Object.assign(answer, { body: { data: null } })
  }),
  'an unknown id causes a 500': refusing((answer, { id }) => {
    if (answer.status === 404 && id?.startsWith('linktor')) answer.status = 500
  }),
  'an unusual id causes a 500': failing(({ id = '' }) => /['ü]/.test(id)),
})

/** Faults of the conversations in a list. */
const listFaults = faultsOf('listConversations', {
  'two items have the same id': answering(({ resources: [first, second] }) => {
    if (first && second) second.id = first.id
  }),
  'an empty list is a 404': (call) => {
    const answer = pass(call)
    return answer.succeeded && answer.resources.length === 0 ? Answer.error(404, 'RESOURCE_NOT_FOUND') : answer
  },
  'the assignee is listed without a name': showing(({ assignee }) => void delete assignee?.name),
  'the last message is not listed': hiding('lastMessage'),
  'the last message is the first': showing((attributes, { mock }, { id }) => {
    const [first] = mock.db.messages.findMany({ conversationId: id })
    if (first && attributes.lastMessage) Object.assign(attributes.lastMessage, { id: first.id, timestamp: first.timestamp })
  }),
  'a conversation that was never updated has no updatedAt': showing((attributes) => {
    if (attributes.updatedAt === attributes.createdAt) delete attributes.updatedAt
  }),
  'the list shows outdated metadata': showing((attributes) => void delete attributes.metadata?.['intent']),
})

export const conversationFaults = [...getFaults, ...listFaults]
