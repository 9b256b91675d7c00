import type { OperationId } from '../generated/routes.js'
import { assignConversation } from './assign-conversation.js'
import { closeConversation } from './close-conversation.js'
import { createConversation } from './create-conversation.js'
import { getConversation } from './get-conversation.js'
import { listConversationParticipants } from './list-conversation-participants.js'
import { listConversations } from './list-conversations.js'
import type { Operation } from './operation.js'
import { reopenConversation } from './reopen-conversation.js'
import { transferConversation } from './transfer-conversation.js'
import { updateConversation } from './update-conversation.js'

/** Every operation of the spec; the compiler says when one is missing. */
export const operations: { readonly [Id in OperationId]: Operation<Id> } = {
  listConversations,
  getConversation,
  createConversation,
  updateConversation,
  closeConversation,
  reopenConversation,
  assignConversation,
  transferConversation,
  listConversationParticipants,
}
