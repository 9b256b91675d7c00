import type { Rule } from '../rule.js'
import { assignConversationRules } from './assign-conversation.js'
import { closeConversationRules } from './close-conversation.js'
import { createConversationRules } from './create-conversation.js'
import { createWebhookRules } from './create-webhook.js'
import { deleteWebhookRules } from './delete-webhook.js'
import { getConversationRules } from './get-conversation.js'
import { getWebhookRules } from './get-webhook.js'
import { httpRules } from './http.js'
import { listConversationParticipantsRules } from './list-conversation-participants.js'
import { listConversationsRules } from './list-conversations.js'
import { listDeliveriesRules } from './list-deliveries.js'
import { listWebhooksRules } from './list-webhooks.js'
import { reopenConversationRules } from './reopen-conversation.js'
import { retryDeliveryRules } from './retry-delivery.js'
import { testWebhookRules } from './test-webhook.js'
import { transferConversationRules } from './transfer-conversation.js'
import { updateConversationRules } from './update-conversation.js'
import { updateWebhookRules } from './update-webhook.js'
import { webhookSignRules } from './webhook-sign.js'

/** All rules of the contract: those for all operations, then those of each operation in the order of the guide, then those for webhooks. */
export const allRules: readonly Rule[] = [
  ...httpRules,
  ...listConversationsRules,
  ...getConversationRules,
  ...createConversationRules,
  ...updateConversationRules,
  ...closeConversationRules,
  ...reopenConversationRules,
  ...assignConversationRules,
  ...transferConversationRules,
  ...listConversationParticipantsRules,
  ...listWebhooksRules,
  ...getWebhookRules,
  ...createWebhookRules,
  ...updateWebhookRules,
  ...deleteWebhookRules,
  ...testWebhookRules,
  ...listDeliveriesRules,
  ...retryDeliveryRules,
  ...webhookSignRules,
]
