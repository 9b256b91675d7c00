import { present } from '../store/present.js'
import type { Webhook, WebhookRecord } from '../store/records.js'
import type { Store } from '../store/store.js'
import type { Timestamp } from '../time/timestamp.js'

/** Fields of a new webhook. */
export interface NewWebhook {
  readonly url: string
  readonly events: readonly string[]
  readonly description?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly config?: Partial<WebhookRecord['config']> | undefined
  readonly status?: WebhookRecord['status'] | undefined
  /** By default a generated one. */
  readonly secret?: string | undefined
}

const DEFAULT_CONFIG: WebhookRecord['config'] = { retryPolicy: 'exponential', maxRetries: 4, timeout: 30 }

/** A new webhook, not written to the store. */
export function newWebhook(store: Store, fields: NewWebhook, now: Timestamp): Webhook {
  const { url, events, description, headers, status = 'active' } = fields
  return {
    ...present({ description, headers }),
    id: store.ids.make('wh', (id) => store.webhooks.has(id)),
    url,
    status,
    events: [...new Set(events)],
    secret: fields.secret ?? store.ids.make('whsec'),
    config: configOf(fields.config),
    stats: { succeeded: 0, failed: 0, answered: 0, discarded: 0, latency: 0 },
    createdAt: now,
    updatedAt: now,
    order: store.nextWrite(),
  }
}

/** Merges a config; unknown fields are left out. */
export function configOf(given: NewWebhook['config'], before: WebhookRecord['config'] = DEFAULT_CONFIG): WebhookRecord['config'] {
  const { retryPolicy = before.retryPolicy, maxRetries = before.maxRetries, timeout = before.timeout } = given ?? {}
  return { retryPolicy, maxRetries, timeout }
}
