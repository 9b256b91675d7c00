import { ApiError } from '../api-error.js'
import type { AssigneeRecord } from '../store/lifecycle.js'
import type { Bot, Conversation, Delivery, Webhook } from '../store/records.js'
import type { Store } from '../store/store.js'

/** @throws ApiError CONVERSATION_NOT_FOUND */
export function requireConversation(store: Store, id: string): Conversation {
  return store.conversations.get(id) ?? notFound('CONVERSATION_NOT_FOUND', 'Conversation', 'id', id)
}

/**
 * The user or bot with an id from a field of the request.
 *
 * @throws ApiError RESOURCE_NOT_FOUND
 */
export function requireAssignee(store: Store, id: string, field: string): AssigneeRecord {
  return store.assignee(id) ?? notFound('RESOURCE_NOT_FOUND', 'User or bot', field, id)
}

/** @throws ApiError RESOURCE_NOT_FOUND */
export function requireBot(store: Store, id: string): Bot {
  return store.bots.get(id) ?? notFound('RESOURCE_NOT_FOUND', 'Bot', 'botId', id)
}

/** @throws ApiError RESOURCE_NOT_FOUND */
export function requireWebhook(store: Store, id: string): Webhook {
  return store.webhooks.get(id) ?? notFound('RESOURCE_NOT_FOUND', 'Webhook', 'id', id)
}

/**
 * A delivery of a webhook.
 *
 * @throws ApiError RESOURCE_NOT_FOUND when one of them does not exist
 */
export function requireDelivery(store: Store, { id, deliveryId }: { readonly id: string; readonly deliveryId: string }): Delivery {
  const webhook = requireWebhook(store, id)
  const delivery = store.deliveries.get(deliveryId)
  return delivery?.webhookId === webhook.id ? delivery : notFound('RESOURCE_NOT_FOUND', 'Delivery', 'deliveryId', deliveryId)
}

/** Throws the error of a field that names a record which does not exist. */
export function notFound(
  code: 'CONVERSATION_NOT_FOUND' | 'CHANNEL_NOT_FOUND' | 'CONTACT_NOT_FOUND' | 'RESOURCE_NOT_FOUND',
  what: string,
  field: string,
  id: string,
): never {
  const message = `${what} ${JSON.stringify(id)} does not exist`
  throw new ApiError(code, message, [{ field, message }])
}
