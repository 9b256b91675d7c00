import { conversationResource } from '../resources/conversation.js'
import type { Operation } from './operation.js'
import { requireConversation } from './require.js'

/** `GET /conversations/:id`, on request with its latest messages. */
export const getConversation: Operation<'getConversation'> = ({ store }, { path, query }) => {
  const conversation = requireConversation(store, path.id)
  const messages = query.includeMessages ? store.messages.of(conversation.id).latest(query.messageLimit) : undefined
  return { data: conversationResource(store, conversation, messages) }
}
