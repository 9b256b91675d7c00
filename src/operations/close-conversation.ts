import { conversationClosure } from '../resources/conversation.js'
import { close } from '../store/lifecycle.js'
import type { Operation } from './operation.js'
import { requireConversation } from './require.js'

/** `POST /conversations/:id/close`. Closing a closed conversation changes nothing. */
export const closeConversation: Operation<'closeConversation'> = ({ store, now, actor, emit }, { path, body }) => {
  const conversation = requireConversation(store, path.id)
  if (conversation.status === 'closed') return { data: conversationClosure(store, conversation) }
  const closed = store.putConversation(close(conversation, { at: now, byId: actor.id }, body))
  emit('conversation.closed', closed)
  return { data: conversationClosure(store, closed) }
}
