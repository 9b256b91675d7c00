import { conversationResource } from '../resources/conversation.js'
import { foundConversation } from './found.js'
import type { Operation } from './operation.js'

/** `GET /conversations/:id`, with its latest messages when asked for. */
export const getConversation: Operation<'getConversation'> = ({ state }, { path, query }) => {
  const conversation = foundConversation(state, path.id)
  const messages = query.includeMessages ? state.messages.of(conversation.id).part('last', query.messageLimit) : undefined
  return { data: conversationResource(state, conversation, messages) }
}
