import { conversationAssignment } from '../resources/conversation.js'
import { assign } from '../state/lifecycle.js'
import { invalid } from './api-error.js'
import { foundAssignee, foundConversation } from './found.js'
import type { Operation } from './operation.js'

/** `POST /conversations/:id/assign`: to a user, who takes over from the bot, or to a bot. */
export const assignConversation: Operation<'assignConversation'> = ({ state, now, actor, emit }, { path, body }) => {
  const conversation = foundConversation(state, path.id)
  const assignee = foundAssignee(state, body.assigneeId, 'assigneeId')
  if (body.assigneeType !== undefined && body.assigneeType !== assignee.type) {
    const message = `assigneeType must be "${assignee.type}", which "${body.assigneeId}" is, or be left out; got "${body.assigneeType}"`
    throw invalid([{ field: 'assigneeType', message }])
  }
  const assigned = state.putConversation(assign(conversation, { at: now, byId: actor.id }, assignee, body.note))
  emit('conversation.assigned', assigned)
  return { data: conversationAssignment(state, assigned) }
}
