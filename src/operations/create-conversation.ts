import { conversationResource } from '../resources/conversation.js'
import type { Contact } from '../state/records.js'
import { toConversation } from '../state/records.js'
import type { State } from '../state/state.js'
import { ApiError, invalid } from './api-error.js'
import { foundAssignee, foundBot, notFound } from './found.js'
import type { Operation, Schemas } from './operation.js'

/** `POST /conversations`: with a contact that exists, or with a new one. */
export const createConversation: Operation<'createConversation'> = ({ state, now, emit }, { body }) => {
  const { channelId, assigneeId, botId, metadata, tags } = body
  if (!state.channels.has(channelId)) notFound('CHANNEL_NOT_FOUND', 'Channel', 'channelId', channelId)
  const known = knownContact(state, body)
  const assignee = assigneeId === undefined ? undefined : foundAssignee(state, assigneeId, 'assigneeId')
  const bot = botId === undefined ? undefined : foundBot(state, botId)
  const active = known && state.activeConversation(known.id, channelId)
  if (active !== undefined) {
    const message = `Contact "${active.contactId}" has conversation "${active.id}" on channel "${channelId}", which is ${active.status}; close it first`
    throw new ApiError('CONVERSATION_EXISTS', message)
  }

  const contact = known ?? addContact(state, body.contact ?? {})
  const answering = bot?.id ?? (assignee?.type === 'bot' ? assignee.record.id : undefined)
  const record = {
    id: state.ids.make('conv', (id) => state.conversations.has(id)),
    status: 'open',
    channelId,
    contactId: contact.id,
    assigneeId: assignee?.record.id,
    botId: answering,
    agentIds: assignee?.type === 'user' ? [assignee.record.id] : [],
    metadata,
    tags,
    createdAt: now,
    updatedAt: now,
  } as const
  const conversation = state.putConversation(toConversation(record, { messageCount: 0, unreadCount: 0 }, state.nextWrite()))
  emit('conversation.created', conversation)
  return { data: conversationResource(state, conversation) }
}

/** The contact that the request names or describes, if there is one already. */
function knownContact(state: State, { contactId, contact }: Schemas['CreateConversationRequest']): Contact | undefined {
  if (contactId !== undefined) {
    return state.contacts.get(contactId) ?? notFound('CONTACT_NOT_FOUND', 'Contact', 'contactId', contactId)
  }
  if (contact === undefined) {
    throw invalid([{ field: 'contactId', message: 'contactId or contact is required: an existing contact, or the details of a new one' }])
  }
  const { phone, email, name } = contact
  if (phone === undefined && email === undefined) {
    throw invalid([{ field: 'contact.phone', message: 'contact.phone or contact.email is required for a contact without contactId' }])
  }
  return sameContact(state, 'phone', phone, name) ?? sameContact(state, 'email', email, name)
}

/** The first contact with the same phone or email and, where a name is given, with that name. */
function sameContact(state: State, by: 'phone' | 'email', value: string | undefined, name: string | undefined): Contact | undefined {
  if (value === undefined) return undefined
  let same: Contact | undefined
  state.contacts.index(by).ascend(
    (other) => (other[by] ?? '') < value,
    (contact) => {
      if (contact[by] !== value) return false
      if (name === undefined || contact.name === name) same = contact
      return same === undefined
    },
  )
  return same
}

function addContact(state: State, { name, phone, email }: Schemas['NewContact']): Contact {
  const contact: Contact = {
    id: state.ids.make('contact', (id) => state.contacts.has(id)),
    ...(name !== undefined && { name }),
    ...(phone !== undefined && { phone }),
    ...(email !== undefined && { email }),
    order: state.nextWrite(),
  }
  state.putContact(contact)
  return contact
}
