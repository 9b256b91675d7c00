import type { OperationId } from '../generated/routes.js'
import { assignConversation } from './assign-conversation.js'
import { closeConversation } from './close-conversation.js'
import { createConversation } from './create-conversation.js'
import { createWebhook } from './create-webhook.js'
import { deleteWebhook } from './delete-webhook.js'
import { getConversation } from './get-conversation.js'
import { getWebhook } from './get-webhook.js'
import { listConversationParticipants } from './list-conversation-participants.js'
import { listConversations } from './list-conversations.js'
import { listDeliveries } from './list-deliveries.js'
import { listWebhooks } from './list-webhooks.js'
import type { Operation } from './operation.js'
import { reopenConversation } from './reopen-conversation.js'
import { retryDelivery } from './retry-delivery.js'
import { testWebhook } from './test-webhook.js'
import { transferConversation } from './transfer-conversation.js'
import { updateConversation } from './update-conversation.js'
import { updateWebhook } from './update-webhook.js'

/** Every operation of the spec; a missing one does not compile. */
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
  listWebhooks,
  getWebhook,
  createWebhook,
  updateWebhook,
  deleteWebhook,
  testWebhook,
  listDeliveries,
  retryDelivery,
}
