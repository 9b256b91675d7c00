import { conversationClosure } from '../resources/conversation.js'
import { close } from '../state/lifecycle.js'
import { foundConversation } from './found.js'
import type { Operation } from './operation.js'

/** `POST /conversations/:id/close`. Closing what is closed changes nothing. */
export const closeConversation: Operation<'closeConversation'> = ({ state, now, actor, emit }, { path, body }) => {
  const conversation = foundConversation(state, path.id)
  if (conversation.status === 'closed') return { data: conversationClosure(state, conversation) }
  const closed = state.putConversation(close(conversation, { at: now, byId: actor.id }, body))
  emit('conversation.closed', closed)
  return { data: conversationClosure(state, closed) }
}
