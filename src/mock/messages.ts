import { knownIds } from '../db/access.js'
import { missing } from '../db/collection.js'
import { type NewMessage, newMessage } from '../db/messages.js'
import { addMessage } from '../operations/add-message.js'
import type { Context } from '../operations/operation.js'
import { readMessages } from '../operations/read-messages.js'
import { deepFreeze } from '../store/deep-freeze.js'
import { present } from '../store/present.js'
import { quoted } from '../store/quoted.js'
import type { Conversation, Message, MessageContent } from '../store/records.js'
import type { Store } from '../store/store.js'

/** A message that arrives over a channel, or leaves over it. */
export interface ArrivingMessage {
  /** Short for `content: { type: 'text', text }`. */
  readonly text?: string | undefined
  readonly content?: MessageContent | undefined
  /** Sender: the contact (default), an agent, or a bot. */
  readonly from?: 'contact' | 'agent' | 'bot' | undefined
  /** Id of the agent or the bot; by default the one of the conversation, or else the first. */
  readonly senderId?: string | undefined
}

/**
 * Messages over the channels of contacts, with all their effects: counts, the last message, events.
 *
 * @example
 * mock.messages.add('conv_abc123', { text: 'Are you still there?' })
 * mock.messages.add('conv_abc123', { from: 'agent', text: 'I am.' })
 * mock.messages.read('conv_abc123') // unreadCount: 0
 */
export interface MockMessages {
  /**
   * Adds a message to a conversation, and sends `message.received` or `message.sent`.
   *
   * @throws Error when there is no such conversation
   * @throws TypeError naming the invalid field
   */
  add(conversationId: string, message: ArrivingMessage): Message
  /**
   * Marks the contact's messages as read; sends `conversation.updated` if one was unread.
   *
   * @throws Error when there is no such conversation
   */
  read(conversationId: string): Conversation
}

const SENDERS = ['contact', 'agent', 'bot']
const FIELDS = ['text', 'content', 'from', 'senderId']

/** @param perform - performs a change and commits it with its events */
export function mockMessages(happen: <T>(act: (context: Context) => T) => T): MockMessages {
  return {
    add: (conversationId, message) =>
      happen((context) => {
        const record = toMessage(context, found(context.store, conversationId), message)
        addMessage(context, record)
        return record
      }),
    read: (conversationId) => deepFreeze(happen((context) => readMessages(context, found(context.store, conversationId)))),
  }
}

function toMessage({ store, now }: Context, conversation: Conversation, message: ArrivingMessage): Message {
  if (typeof message !== 'object' || message === null) throw new TypeError(`messages.add: a message is an object with text; got ${message}`)
  const unknownName = Object.keys(message).find((field) => !FIELDS.includes(field))
  if (unknownName !== undefined) throw new TypeError(`messages.add: there is no field ${unknownName}; there are ${FIELDS.join(', ')}`)
  const { from = message.senderId === undefined ? 'contact' : 'agent', text, content } = message
  if (!SENDERS.includes(from)) throw new TypeError(`messages.add: from must be one of ${SENDERS.join(', ')}; got ${quoted(from)}`)
  if (text === undefined && content === undefined) throw new TypeError('messages.add: text or content is required')
  if (from === 'contact' && message.senderId !== undefined) {
    throw new TypeError('messages.add: senderId goes with from "agent" or "bot": the contact is known')
  }
  const fields: NewMessage = {
    conversationId: conversation.id,
    direction: from === 'contact' ? 'inbound' : 'outbound',
    ...present({ text, content }),
    ...(from !== 'contact' && { senderId: message.senderId ?? senderOf(store, conversation, from) }),
  }
  return newMessage(store, fields, now, knownIds(store), 'messages.add')
}

function senderOf(store: Store, { assigneeId, agentIds, botId }: Conversation, from: 'agent' | 'bot'): string {
  if (from === 'agent') return (assigneeId && store.users.has(assigneeId) ? assigneeId : agentIds.at(-1)) ?? store.owner.id
  const bot = botId ?? store.bots.sorted('order')[0]?.id
  if (bot === undefined) throw new TypeError('messages.add: from must be "contact" or "agent": there is no bot')
  return bot
}

function found(store: Store, id: string): Conversation {
  return store.conversations.get(id) ?? missing('conversation', id)
}
