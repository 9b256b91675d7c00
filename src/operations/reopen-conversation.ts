import { conversationReopening } from '../resources/conversation.js'
import { reopen } from '../store/lifecycle.js'
import type { Operation } from './operation.js'
import { requireConversation } from './require.js'

/** `POST /conversations/:id/reopen`. Reopening a conversation that is not closed changes nothing. */
export const reopenConversation: Operation<'reopenConversation'> = ({ store, now, actor, emit }, { path }) => {
  const conversation = requireConversation(store, path.id)
  if (conversation.status !== 'closed') return { data: conversationReopening(store, conversation) }
  const reopened = store.putConversation(reopen(conversation, { at: now, byId: actor.id }))
  emit('conversation.reopened', reopened)
  return { data: conversationReopening(store, reopened) }
}
