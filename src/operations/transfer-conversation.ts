import { conversationTransfer } from '../resources/conversation.js'
import { transfer } from '../state/lifecycle.js'
import { foundAssignee, foundConversation } from './found.js'
import type { Operation } from './operation.js'

/** `POST /conversations/:id/transfer`: to another assignee, told to the contact when asked for. */
export const transferConversation: Operation<'transferConversation'> = ({ state, now, actor, emit }, { path, body }) => {
  const conversation = foundConversation(state, path.id)
  const assignee = foundAssignee(state, body.toAssigneeId, 'toAssigneeId')
  const deed = { at: now, byId: actor.id }
  let transferred = state.putConversation(transfer(conversation, deed, assignee, body))
  if (body.notifyContact) {
    transferred = state.putMessage({
      id: state.ids.make('msg', (id) => state.messages.has(id)),
      conversationId: conversation.id,
      direction: 'outbound',
      content: { type: 'text', text: `You have been transferred to ${assignee.record.name}.` },
      status: 'sent',
      senderId: actor.id,
      timestamp: now,
    })
  }
  emit('conversation.transferred', transferred)
  return { data: conversationTransfer(state, transferred) }
}
