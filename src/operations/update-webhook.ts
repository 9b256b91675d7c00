import { invalid } from '../api-error.js'
import { webhookResource } from '../resources/webhook.js'
import { present } from '../store/present.js'
import { configOf } from '../webhooks/new-webhook.js'
import type { Operation, Schemas } from './operation.js'
import { requireWebhook } from './require.js'
import { requireDeliverable } from './webhook-rules.js'

const FIELDS = ['url', 'events', 'description', 'headers', 'status', 'config'] as const

/** `PATCH /webhooks/:id`: each given field replaces the old one; `config` is merged. */
export const updateWebhook: Operation<'updateWebhook'> = (context, { path, body }) => {
  const { store, now } = context
  const webhook = requireWebhook(store, path.id)
  requireChange(body)
  requireDeliverable(body, context)
  const { url, events, description, headers, status, config } = body
  const changes = present({ url, events: events && [...new Set(events)], description, headers, status })
  const updated = { ...webhook, ...changes, config: configOf(config, webhook.config), updatedAt: now }
  return { data: webhookResource(store.putWebhook(updated)) }
}

function requireChange(body: Schemas['UpdateWebhookRequest']): void {
  if (FIELDS.some((field) => body[field] !== undefined)) return
  const [field = 'body'] = Object.keys(body)
  throw invalid([{ field, message: `nothing to change: give ${FIELDS.join(', ')}, not only ${field}` }])
}
