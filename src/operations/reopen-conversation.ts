import { conversationReopening } from '../resources/conversation.js'
import { reopen } from '../state/lifecycle.js'
import { foundConversation } from './found.js'
import type { Operation } from './operation.js'

/** `POST /conversations/:id/reopen`. Reopening what is not closed changes nothing. */
export const reopenConversation: Operation<'reopenConversation'> = ({ state, now, actor, emit }, { path }) => {
  const conversation = foundConversation(state, path.id)
  if (conversation.status !== 'closed') return { data: conversationReopening(state, conversation) }
  const reopened = state.putConversation(reopen(conversation, { at: now, byId: actor.id }))
  emit('conversation.reopened', reopened)
  return { data: conversationReopening(state, reopened) }
}
