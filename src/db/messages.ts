import { present } from '../store/present.js'
import type { Message, MessageRecord, Timestamp } from '../store/records.js'
import { type Known, messageProblems } from '../store/rules.js'
import type { Store } from '../store/store.js'
import { sameValue } from '../store/where.js'
import { type Access, knownIds, requireFields, validated } from './access.js'
import { type Collection, type Fields, missing, readsOf } from './collection.js'

/** A new message: by default a text of the contact, sent now. */
export interface NewMessage extends Fields<MessageRecord> {
  readonly conversationId: string
  /** Short for `content: { type: 'text', text }`. */
  readonly text?: string
}

/** Changes of a message; `text` is short for a text `content`. */
export interface MessageChanges extends Fields<Omit<MessageRecord, 'id' | 'conversationId'>> {
  readonly text?: string
}

/**
 * Messages, oldest first. A write updates counts, last message and timestamps of the conversation.
 *
 * @example
 * mock.db.messages.create({ conversationId: 'conv_abc123', text: 'Still there?' })
 * mock.db.conversations.get('conv_abc123').unreadCount // 3
 */
export type MessageCollection = Collection<Message, NewMessage, MessageChanges>

export function messageCollection({ store, now, written }: Access): MessageCollection {
  const reads = readsOf<Message>('message', {
    size: () => store().messages.size,
    get: (id) => store().messages.get(id),
    all: () => store().messages.toArray(),
    narrowed: ({ conversationId }) => (conversationId === undefined ? undefined : store().messages.of(conversationId).messages),
  })
  return {
    ...reads,
    create(fields) {
      const current = store()
      const message = newMessage(current, fields, now(), knownIds(current), 'db.messages.create')
      current.putMessage(message)
      written()
      return message
    },
    update(id, changes) {
      const current = store()
      const call = 'db.messages.update'
      const old = current.messages.get(id) ?? missing('message', id)
      const { content, ...others } = changes
      const given = sameValue(content, old.content) ? others : changes // a whole message, passed back in with another text
      const changed = present({ ...old, ...withContent(given, call), id, conversationId: old.conversationId })
      const message = validated('MessageRecord', call, changed, (record) => messageProblems(record, knownIds(current)))
      current.putMessage(message)
      written()
      return message
    },
  }
}

/**
 * A validated new message that is not written yet.
 *
 * @param call - the public call, as errors name it
 * @param beside - ids of messages that are added together with it
 */
export function newMessage(
  store: Store,
  fields: NewMessage,
  now: Timestamp,
  known: Known,
  call: string,
  beside: ReadonlySet<string> = new Set(),
): MessageRecord {
  requireFields(fields, call)
  const taken = (id: string): boolean => beside.has(id) || store.messages.has(id)
  const given = withContent(fields, call)
  const direction = given.direction ?? 'inbound'
  const record = {
    direction,
    content: { type: 'text', text: 'Hello' },
    status: direction === 'inbound' ? 'delivered' : 'sent',
    timestamp: now,
    ...present(given),
    id: given.id ?? store.ids.make('msg', taken),
  }
  const message = validated('MessageRecord', call, record, (record) => messageProblems(record, known))
  if (taken(message.id)) throw new TypeError(`${call}: id "${message.id}" of a message is in use already`)
  return message
}

function withContent<F extends { readonly text?: string | undefined; readonly content?: unknown }>(
  fields: F,
  call: string,
): Omit<F, 'text'> {
  const { text, ...given } = fields
  if (text === undefined) return given
  if (given.content !== undefined) throw new TypeError(`${call}: give text, which is short for a content of text, or content, not both`)
  return { ...given, content: { type: 'text', text } }
}
