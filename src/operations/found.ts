import type { AssigneeRecord } from '../state/lifecycle.js'
import type { Bot, Conversation, Delivery, Webhook } from '../state/records.js'
import type { State } from '../state/state.js'
import { ApiError } from './api-error.js'

/** @throws ApiError CONVERSATION_NOT_FOUND */
export function foundConversation(state: State, id: string): Conversation {
  return state.conversations.get(id) ?? notFound('CONVERSATION_NOT_FOUND', 'Conversation', 'id', id)
}

/**
 * The user or bot with an id, which the request gave in a field.
 *
 * @throws ApiError RESOURCE_NOT_FOUND
 */
export function foundAssignee(state: State, id: string, field: string): AssigneeRecord {
  return state.assignee(id) ?? notFound('RESOURCE_NOT_FOUND', 'User or bot', field, id)
}

/** @throws ApiError RESOURCE_NOT_FOUND */
export function foundBot(state: State, id: string): Bot {
  return state.bots.get(id) ?? notFound('RESOURCE_NOT_FOUND', 'Bot', 'botId', id)
}

/** @throws ApiError RESOURCE_NOT_FOUND */
export function foundWebhook(state: State, id: string): Webhook {
  return state.webhooks.get(id) ?? notFound('RESOURCE_NOT_FOUND', 'Webhook', 'id', id)
}

/**
 * A delivery of a webhook.
 *
 * @throws ApiError RESOURCE_NOT_FOUND for either
 */
export function foundDelivery(state: State, { id, deliveryId }: { readonly id: string; readonly deliveryId: string }): Delivery {
  const webhook = foundWebhook(state, id)
  const delivery = state.deliveries.get(deliveryId)
  return delivery?.webhookId === webhook.id ? delivery : notFound('RESOURCE_NOT_FOUND', 'Delivery', 'deliveryId', deliveryId)
}

/** Says which field names what does not exist. */
export function notFound(
  code: 'CONVERSATION_NOT_FOUND' | 'CHANNEL_NOT_FOUND' | 'CONTACT_NOT_FOUND' | 'RESOURCE_NOT_FOUND',
  what: string,
  field: string,
  id: string,
): never {
  const message = `${what} ${JSON.stringify(id)} does not exist`
  throw new ApiError(code, message, [{ field, message }])
}
