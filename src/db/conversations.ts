import { deepFreeze } from '../store/deep-freeze.js'
import { type ActionStamp, assign, close, reopen } from '../store/lifecycle.js'
import { present } from '../store/present.js'
import {
  type ContactRecord,
  type Conversation,
  type ConversationRecord,
  conversationRecord,
  type Timestamp,
  toConversation,
  withChanges,
} from '../store/records.js'
import { conversationProblems, problem } from '../store/rules.js'
import type { Store } from '../store/store.js'
import type { Problem } from '../store/violations.js'
import { hourAfter } from '../time/timestamp.js'
import { type Access, knownIds, requireFields, validated } from './access.js'
import { type Collection, changesTo, type Fields, missing, readsOf } from './collection.js'
import { channels, contacts } from './kinds.js'
import { type NewMessage, newMessage } from './messages.js'
import { newRecord, plainCollection } from './plain.js'

/** A new conversation: by default open, with a new contact, on the first channel. */
export interface NewConversation extends Fields<ConversationRecord> {
  /** The new contact; not together with `contactId`. */
  readonly contact?: Fields<ContactRecord>
  /** Messages, oldest first; a string is a text message from the contact. */
  readonly messages?: readonly (string | Omit<NewMessage, 'conversationId'>)[]
}

export type ConversationChanges = Fields<Omit<ConversationRecord, 'id'>>

export interface ConversationCollection extends Collection<Conversation, NewConversation, ConversationChanges> {
  create(fields?: NewConversation): Conversation
}

export function conversationCollection(access: Access): ConversationCollection {
  const { store, now, written } = access
  const reads = readsOf<Conversation>('conversation', {
    size: () => store().conversations.size,
    get: (id) => store().conversations.get(id),
    all: () => store().conversations.sorted('order'),
  })
  return {
    ...reads,
    create: (fields = {}) => create(access, fields),
    update(id, changes) {
      const current = store()
      const old = current.conversations.get(id) ?? missing('conversation', id)
      const stamp = { at: now(), byId: current.owner.id }
      const given = changesTo(old, changes)
      const moved = withBot(withAssignee(current, withStatus(old, given, stamp), given, stamp), given)
      const changed = { ...conversationRecord(withChanges(moved, { updatedAt: stamp.at })), ...given, id }
      const record = validated('ConversationRecord', 'db.conversations.update', present(changed), (valid) => [
        ...conversationProblems(valid, knownIds(current)),
        ...snoozeProblems(valid, stamp.at),
      ])
      const conversation = current.putConversation(toConversation(record, old, old.order))
      written()
      return deepFreeze(conversation)
    },
  }
}

/** Validates all parts before the first is written. */
function create(access: Access, given: NewConversation): Conversation {
  const call = 'db.conversations.create'
  requireFields(given, call)
  const { contact, messages = [], ...fields } = given
  if (contact !== undefined) requireFields(contact, `${call}: contact`)
  if (!Array.isArray(messages))
    throw new TypeError(`${call}: messages must be a list of texts or messages; got ${JSON.stringify(messages)}`)
  const store = access.store()
  if (contact !== undefined && fields.contactId !== undefined) {
    throw new TypeError(`${call}: give contactId, of a contact that exists, or contact, for a new one, not both`)
  }
  const now = access.now()
  const id = fields.id ?? store.ids.make('conv', (other) => store.conversations.has(other))
  if (store.conversations.has(id)) throw new TypeError(`${call}: id "${id}" is in use already`)

  const newContact = fields.contactId === undefined ? newRecord(contacts, store, contact ?? {}, `${call}: contact`) : undefined
  const known = knownIds(store)
  const ids = new Set<string>()
  const records = messages.map((message: string | Omit<NewMessage, 'conversationId'>, i) => {
    if (typeof message !== 'string') requireFields(message, `${call}: messages[${i}], unless it is text,`)
    const given = typeof message === 'string' ? { text: message } : message
    const record = newMessage(
      store,
      { ...given, conversationId: id },
      now,
      { ...known, conversations: new Set([id]) },
      `${call}: messages[${i}]`,
      ids,
    )
    ids.add(record.id)
    return record
  })
  const createdAt = fields.createdAt ?? records.reduce((first, { timestamp }) => (timestamp < first ? timestamp : first), now)
  const channelId = fields.channelId ?? firstChannel(access)
  const made = { createdAt, updatedAt: createdAt, channelId, ...defaults(store, fields, now), ...present(fields), id }
  const contactId = newContact?.id ?? fields.contactId
  const knownContacts = { has: (other: string) => other === newContact?.id || known.contacts.has(other) }
  const record = validated('ConversationRecord', call, { ...made, contactId }, (valid) => [
    ...conversationProblems(valid, { ...known, contacts: knownContacts }),
    ...snoozeProblems(valid, now),
  ])

  if (newContact !== undefined) store.putContact({ ...newContact, order: store.nextWrite() })
  store.putConversation(toConversation(record, { messageCount: 0, unreadCount: 0 }, store.nextWrite()))
  for (const message of records) store.putMessage(message)
  access.written()
  return deepFreeze(store.conversations.get(id) ?? missing('conversation', id))
}

/** Fields that follow from the status and the assignee of a new conversation. */
function defaults(store: Store, { status = 'open', assigneeId }: NewConversation, now: Timestamp): Fields<ConversationRecord> {
  const assignee = assigneeId === undefined ? undefined : store.assignee(assigneeId)
  return {
    status,
    ...(status === 'closed' && { closedAt: now, closedById: store.owner.id, updatedAt: now }),
    ...(status === 'snoozed' && { snoozedUntil: hourAfter(now) }),
    ...(assignee?.type === 'user' && { agentIds: [assignee.record.id] }),
    ...(assignee?.type === 'bot' && { botId: assignee.record.id }),
  }
}

function firstChannel(access: Access): string {
  const [first] = access.store().channels.sorted('order')
  return (first ?? plainCollection(channels, access).create()).id
}

/** Applies the consequences that a change of status has in the API. */
function withStatus(conversation: Conversation, { status = conversation.status }: ConversationChanges, stamp: ActionStamp): Conversation {
  if (status === conversation.status) return conversation
  if (status === 'closed') return close(conversation, stamp)
  const changed = conversation.status === 'closed' ? reopen(conversation, stamp, status) : withChanges(conversation, { status })
  return withChanges(changed, { snoozedUntil: status === 'snoozed' ? hourAfter(stamp.at) : undefined })
}

/** Makes another bot active; without a bot, none is. */
function withBot(conversation: Conversation, changes: ConversationChanges): Conversation {
  if (!('botId' in changes)) return conversation
  return withChanges(conversation, { botId: changes.botId, botActive: changes.botId === undefined ? undefined : true })
}

/** Problem of a snooze that has ended already: the clock would end it at once, and send an event. */
function snoozeProblems({ snoozedUntil }: ConversationRecord, now: Timestamp): readonly Problem[] {
  return snoozedUntil === undefined || snoozedUntil > now ? [] : [problem('snoozedUntil', snoozedUntil, `must be after now, ${now}`)]
}

/** Applies the consequences that an assignment has in the API. */
function withAssignee(store: Store, conversation: Conversation, { assigneeId }: ConversationChanges, stamp: ActionStamp): Conversation {
  if (assigneeId === undefined || assigneeId === conversation.assigneeId) return conversation
  const assignee = store.assignee(assigneeId)
  return assignee === undefined ? conversation : assign(conversation, stamp, assignee)
}
