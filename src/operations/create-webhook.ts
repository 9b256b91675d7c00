import { createdWebhook } from '../resources/webhook.js'
import { newWebhook } from '../state/webhooks.js'
import type { Operation } from './operation.js'
import { requireDeliverable } from './webhook-rules.js'

/** `POST /webhooks`: the only answer that shows the secret. */
export const createWebhook: Operation<'createWebhook'> = ({ state, now, allowHttpHosts }, { body }) => {
  requireDeliverable(body, allowHttpHosts)
  return { data: createdWebhook(state.putWebhook(newWebhook(state, body, now))) }
}
