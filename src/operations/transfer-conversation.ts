import { conversationTransfer } from '../resources/conversation.js'
import { transfer } from '../store/lifecycle.js'
import type { Operation } from './operation.js'
import { requireAssignee, requireConversation } from './require.js'

/** `POST /conversations/:id/transfer`: to another assignee; on request with a message to the contact. */
export const transferConversation: Operation<'transferConversation'> = ({ store, now, actor, emit }, { path, body }) => {
  const conversation = requireConversation(store, path.id)
  const assignee = requireAssignee(store, body.toAssigneeId, 'toAssigneeId')
  const stamp = { at: now, byId: actor.id }
  let transferred = store.putConversation(transfer(conversation, stamp, assignee, body))
  if (body.notifyContact) {
    transferred = store.putMessage({
      id: store.ids.make('msg', (id) => store.messages.has(id)),
      conversationId: conversation.id,
      direction: 'outbound',
      content: { type: 'text', text: `You have been transferred to ${assignee.record.name}.` },
      status: 'sent',
      senderId: actor.id,
      timestamp: now,
    })
  }
  emit('conversation.transferred', transferred)
  return { data: conversationTransfer(store, transferred) }
}
