import type { BotRecord, ChannelRecord, ContactRecord, UserRecord } from '../store/records.js'
import type { Access } from './access.js'
import { type ConversationCollection, conversationCollection } from './conversations.js'
import { bots, channels, contacts, users } from './kinds.js'
import { type MessageCollection, messageCollection } from './messages.js'
import { type PlainCollection, plainCollection } from './plain.js'

/**
 * The data of a mock, to arrange a test and to check its outcome.
 *
 * @example
 * const { id } = mock.db.conversations.create({ contact: { name: 'Ana' }, messages: ['Hi', 'Still there?'] })
 * mock.db.conversations.get(id).unreadCount // 2
 */
export interface Db {
  readonly conversations: ConversationCollection
  readonly messages: MessageCollection
  readonly contacts: PlainCollection<ContactRecord>
  readonly channels: PlainCollection<ChannelRecord>
  readonly users: PlainCollection<UserRecord>
  readonly bots: PlainCollection<BotRecord>
}

export function openDb(access: Access): Db {
  return {
    conversations: conversationCollection(access),
    messages: messageCollection(access),
    contacts: plainCollection(contacts, access),
    channels: plainCollection(channels, access),
    users: plainCollection(users, access),
    bots: plainCollection(bots, access),
  }
}
