import { createdWebhook } from '../resources/webhook.js'
import { newWebhook } from '../webhooks/new-webhook.js'
import type { Operation } from './operation.js'
import { requireDeliverable } from './webhook-rules.js'

/** `POST /webhooks`: the only response with the secret. */
export const createWebhook: Operation<'createWebhook'> = (context, { body }) => {
  const { store, now } = context
  requireDeliverable(body, context)
  const { url, events, description, headers, config } = body // without `secret` and `status`, which the spec does not define here
  return { data: createdWebhook(store.putWebhook(newWebhook(store, { url, events, description, headers, config }, now))) }
}
