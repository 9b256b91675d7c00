import { ApiError, invalid } from '../api-error.js'
import { conversationResource } from '../resources/conversation.js'
import type { Contact } from '../store/records.js'
import { toConversation } from '../store/records.js'
import type { Store } from '../store/store.js'
import type { Operation, Schemas } from './operation.js'
import { notFound, requireAssignee, requireBot } from './require.js'

/** `POST /conversations`: with an existing contact, or with a new one. */
export const createConversation: Operation<'createConversation'> = ({ store, now, emit }, { body }) => {
  const { channelId, assigneeId, botId, metadata, tags } = body
  if (!store.channels.has(channelId)) notFound('CHANNEL_NOT_FOUND', 'Channel', 'channelId', channelId)
  const known = knownContact(store, body)
  const assignee = assigneeId === undefined ? undefined : requireAssignee(store, assigneeId, 'assigneeId')
  const bot = botId === undefined ? undefined : requireBot(store, botId)
  const active = known && store.activeConversation(known.id, channelId)
  if (active !== undefined) {
    const message = `Contact "${active.contactId}" has conversation "${active.id}" on channel "${channelId}", which is ${active.status}; close it first`
    throw new ApiError('CONVERSATION_EXISTS', message)
  }

  const contact = known ?? addContact(store, body.contact ?? {})
  const answering = bot?.id ?? (assignee?.type === 'bot' ? assignee.record.id : undefined)
  const record = {
    id: store.ids.make('conv', (id) => store.conversations.has(id)),
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
  const conversation = store.putConversation(toConversation(record, { messageCount: 0, unreadCount: 0 }, store.nextWrite()))
  emit('conversation.created', conversation)
  return { data: conversationResource(store, conversation) }
}

/** The existing contact that the request names or describes, if there is one. */
function knownContact(store: Store, { contactId, contact }: Schemas['CreateConversationRequest']): Contact | undefined {
  if (contactId !== undefined) {
    return store.contacts.get(contactId) ?? notFound('CONTACT_NOT_FOUND', 'Contact', 'contactId', contactId)
  }
  if (contact === undefined) {
    throw invalid([{ field: 'contactId', message: 'contactId or contact is required: an existing contact, or the details of a new one' }])
  }
  const { phone, email, name } = contact
  if (phone === undefined && email === undefined) {
    throw invalid([{ field: 'contact.phone', message: 'contact.phone or contact.email is required for a contact without contactId' }])
  }
  return sameContact(store, 'phone', phone, name) ?? sameContact(store, 'email', email, name)
}

/** The first contact with the same phone or email and, where a name is given, with that name. */
function sameContact(store: Store, by: 'phone' | 'email', value: string | undefined, name: string | undefined): Contact | undefined {
  if (value === undefined) return undefined
  return store.contacts.group(by, value).find((contact) => name === undefined || contact.name === name)
}

function addContact(store: Store, { name, phone, email }: Schemas['NewContact']): Contact {
  const contact: Contact = {
    id: store.ids.make('contact', (id) => store.contacts.has(id)),
    ...(name !== undefined && { name }),
    ...(phone !== undefined && { phone }),
    ...(email !== undefined && { email }),
    order: store.nextWrite(),
  }
  store.putContact(contact)
  return contact
}
