import { invalid } from '../api-error.js'
import { conversationAssignment } from '../resources/conversation.js'
import { assign } from '../store/lifecycle.js'
import type { Operation } from './operation.js'
import { requireAssignee, requireConversation } from './require.js'

/** `POST /conversations/:id/assign`: to a user, who takes over from the bot, or to a bot. */
export const assignConversation: Operation<'assignConversation'> = ({ store, now, actor, emit }, { path, body }) => {
  const conversation = requireConversation(store, path.id)
  const assignee = requireAssignee(store, body.assigneeId, 'assigneeId')
  if (body.assigneeType !== undefined && body.assigneeType !== assignee.type) {
    const message = `assigneeType must be "${assignee.type}", which "${body.assigneeId}" is, or be left out; got "${body.assigneeType}"`
    throw invalid([{ field: 'assigneeType', message }])
  }
  const assigned = store.putConversation(assign(conversation, { at: now, byId: actor.id }, assignee, body.note))
  emit('conversation.assigned', assigned)
  return { data: conversationAssignment(store, assigned) }
}
