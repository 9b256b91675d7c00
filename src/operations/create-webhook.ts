import { createdWebhook } from '../resources/webhook.js'
import { newWebhook } from '../webhooks/new-webhook.js'
import type { Operation } from './operation.js'
import { requireDeliverable } from './webhook-rules.js'

/** `POST /webhooks`: the only answer that shows the secret. */
export const createWebhook: Operation<'createWebhook'> = ({ store, now, allowHttpHosts }, { body }) => {
  requireDeliverable(body, allowHttpHosts)
  const { url, events, description, headers, config } = body // and no secret or status, of which the spec knows nothing
  return { data: createdWebhook(store.putWebhook(newWebhook(store, { url, events, description, headers, config }, now))) }
}
