import { type Conversation, withChanges } from '../store/records.js'
import type { Context } from './operation.js'

/** Marks the contact's messages as read; emits `conversation.updated` if one was unread. */
export function readMessages({ store, now, emit }: Context, conversation: Conversation): Conversation {
  const unread = store.messages.of(conversation.id).messages.filter(({ direction, status }) => direction === 'inbound' && status !== 'read')
  if (unread.length === 0) return conversation
  let read = conversation
  for (const message of unread) read = store.putMessage({ ...message, status: 'read' })
  read = store.putConversation(withChanges(read, { updatedAt: now }))
  emit('conversation.updated', read)
  return read
}
