import type { components } from '../generated/openapi.js'
import { present } from '../store/present.js'
import type { Webhook } from '../store/records.js'

type Schemas = components['schemas']

/** A webhook without its secret, as every response but that to its creation shows it. */
export function webhookResource(webhook: Webhook): Schemas['Webhook'] {
  const { id, url, description, status, events, headers = {}, config, lastDelivery, createdAt, updatedAt } = webhook
  return {
    id,
    type: 'webhook',
    attributes: present({ url, description, status, events, headers, config, stats: stats(webhook), lastDelivery, createdAt, updatedAt }),
  }
}

/** A webhook with its secret, as the response to its creation shows it. */
export function createdWebhook(webhook: Webhook): Schemas['WebhookWithSecret'] {
  const { id, type, attributes } = webhookResource(webhook)
  return { id, type, attributes: { ...attributes, secret: webhook.secret } }
}

/** A webhook as its test event shows it. */
export function testedWebhook({ id, url }: Webhook): Schemas['TestedWebhook'] {
  return { id, type: 'webhook', attributes: { url } }
}

function stats({ stats: { succeeded, failed, answered, discarded, latency } }: Webhook): Schemas['WebhookStats'] {
  const total = succeeded + failed
  return {
    deliveriesTotal: total,
    deliveriesSucceeded: succeeded,
    deliveriesFailed: failed,
    successRate: total === 0 ? 0 : succeeded / total,
    ...(answered > 0 && { avgLatency: Math.round(latency) }),
    deliveriesDiscarded: discarded,
  }
}
