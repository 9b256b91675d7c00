import { present } from '../state/present.js'
import type { Message, MessageRecord, Timestamp } from '../state/records.js'
import { type Known, messageProblems } from '../state/rules.js'
import type { State } from '../state/state.js'
import { type Access, knownOf, sound } from './access.js'
import { type Collection, type Fields, missing, readsOf } from './collection.js'

/** A message to be added: by default a text, from the contact, of now. */
export interface NewMessage extends Fields<MessageRecord> {
  readonly conversationId: string
  /** Short for `content: { type: 'text', text }`. */
  readonly text?: string
}

export type MessageChanges = Fields<Omit<MessageRecord, 'id' | 'conversationId'>>

/** Messages, the oldest first; a write brings counts, last message and timestamps of the conversation up to date. */
export type MessageCollection = Collection<Message, NewMessage, MessageChanges>

export function messageCollection({ state, now, written }: Access): MessageCollection {
  const reads = readsOf<Message>('message', {
    get: (id) => state().messages.get(id),
    all: () => state().messages.toArray(),
  })
  return {
    ...reads,
    create(fields) {
      const current = state()
      const message = newMessage(current, fields, now(), knownOf(current), 'db.messages.create')
      if (current.messages.has(message.id)) throw new TypeError(`db.messages.create: id "${message.id}" is in use already`)
      current.putMessage(message)
      written()
      return message
    },
    update(id, changes) {
      const current = state()
      const { conversationId, ...old } = current.messages.get(id) ?? missing('message', id)
      const changed = present({ ...old, ...changes, id, conversationId })
      const message = sound('MessageRecord', 'db.messages.update', changed, (record) => messageProblems(record, knownOf(current)))
      current.putMessage(message)
      written()
      return message
    },
  }
}

/** A message as `create` would add it, not added yet. */
export function newMessage(state: State, fields: NewMessage, now: Timestamp, known: Known, call: string): MessageRecord {
  const { text, ...given } = fields
  const direction = given.direction ?? 'inbound'
  const record = {
    direction,
    content: { type: 'text', text: text ?? 'Hello' },
    status: direction === 'inbound' ? 'delivered' : 'sent',
    timestamp: now,
    ...present(given),
    id: given.id ?? state.ids.make('msg', (id) => state.messages.has(id)),
  }
  return sound('MessageRecord', call, record, (message) => messageProblems(message, known))
}
