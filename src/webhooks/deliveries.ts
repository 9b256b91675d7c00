import type { LazyEvent } from '../events/lazy-event.js'
import { charactersIn } from '../events/ring-buffer.js'
import type { Delivery, Webhook } from '../store/records.js'
import type { Store } from '../store/store.js'
import { type Timestamp, toInstant, toTimestamp } from '../time/timestamp.js'

/** Outcome of an attempt. */
export interface Outcome {
  /** Whether the status was a 2xx. */
  readonly succeeded: boolean
  /** Headers of the sent request. */
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly statusCode?: number
  readonly errorMessage?: string
  /** First part of the response body. */
  readonly responseBody?: string
  /** Milliseconds until the response, or until the attempt was aborted. */
  readonly latency: number
}

/** Time of an attempt, and whether it was scheduled or manual. */
export interface Attempt {
  readonly at: Timestamp
  readonly scheduled: boolean
}

/** Times of the attempts in milliseconds after the event: at once, then after 1 min, 5 min, 30 min, 2 h. */
const ATTEMPTS_AT = [0, 60_000, 300_000, 1_800_000, 7_200_000] as const

/** Maximum number of finished deliveries that a webhook stores. */
export const MAX_FINISHED = 1000
/** Maximum number of pending deliveries of a webhook. */
export const MAX_PENDING = 10_000
/** Maximum size of the finished, and of the pending, deliveries of a webhook, in characters. */
export const MAX_CHARACTERS = 32 * 1024 * 1024
/** Size up to which the maximum number is no burden, so that sizes need not be added up. */
const LIGHT = 16 * 1024

/** Queues an event for every active webhook that asks for it. */
export function queueEvent(store: Store, lazyEvent: LazyEvent): void {
  if (store.webhooks.size === 0) return
  for (const webhook of [...store.webhooks.sorted('order')]) {
    if (webhook.status !== 'active' || !webhook.events.includes(lazyEvent.name)) continue
    const { event } = lazyEvent
    const added = addDelivery(store, webhook, event, { createdAt: event.timestamp, dueAt: event.timestamp })
    for (let left = surplus(store, added, 'due', MAX_PENDING); left > 0; left--) failOldestPending(store, webhook.id)
  }
}

/** Adds a pending delivery. Without `dueAt` it is sent on request only. */
export function addDelivery(
  store: Store,
  webhook: Webhook,
  event: Omit<Delivery['payload'], 'meta'> & { readonly meta: { readonly organizationId: string } },
  times: Pick<Delivery, 'createdAt' | 'dueAt'>,
): Delivery {
  return store.putDelivery({
    id: store.ids.make('del', (id) => store.deliveries.has(id)),
    webhookId: webhook.id,
    payload: { ...event, meta: { ...event.meta, webhookId: webhook.id } },
    status: 'pending',
    attempts: 0,
    ...times,
    order: store.nextWrite(),
  })
}

/** Records the outcome of an attempt, and the time of the next one, if there is one; returns the delivery. */
export function recordAttempt(store: Store, attempted: Delivery, outcome: Outcome, attempt: Attempt): Delivery {
  const webhook = store.webhooks.get(attempted.webhookId)
  const current = store.deliveries.get(attempted.id)
  const delivery = current ?? attempted
  const recorded = afterAttempt(delivery, outcome, attempt, webhook)
  if (webhook === undefined || current === undefined) return recorded // deleted during the attempt
  store.putDelivery(recorded)
  count(store, webhook, delivery, recorded)
  return recorded
}

function afterAttempt(delivery: Delivery, outcome: Outcome, { at, scheduled }: Attempt, webhook: Webhook | undefined): Delivery {
  const { dueAt, statusCode, errorMessage, responseBody, latency, requestHeaders, ...lasting } = delivery
  const { succeeded, ...details } = outcome
  const attempts = delivery.attempts + 1
  // A manual attempt has succeeded during this one.
  if (!succeeded && scheduled && delivery.status === 'succeeded') return { ...delivery, attempts }
  const isItsTurn = scheduled && dueAt === at // unless it failed during the attempt, as the oldest of too many
  const next = succeeded || webhook === undefined ? undefined : isItsTurn ? nextAttempt(delivery, at, webhook) : dueAt
  return {
    ...lasting,
    ...details,
    status: succeeded ? 'succeeded' : next === undefined ? 'failed' : 'pending',
    attempts,
    lastAttemptAt: at,
    ...(next !== undefined && { dueAt: next }),
  }
}

/** The due delivery of a webhook that is sent first. */
export function nextDelivery(store: Store, webhookId: string): Delivery | undefined {
  return store.deliveries.group('due', webhookId)[0]
}

/** Time of the attempt after the one that was due; `undefined` after the last. */
function nextAttempt({ createdAt }: Delivery, dueAt: Timestamp, { config }: Webhook): Timestamp | undefined {
  const passed = toInstant(dueAt) - toInstant(createdAt)
  const next = ATTEMPTS_AT.findIndex((after) => after > passed)
  const after = ATTEMPTS_AT[next]
  if (after === undefined || config.retryPolicy === 'none' || next > config.maxRetries) return undefined
  return toTimestamp(toInstant(createdAt) + after)
}

/** Updates the statistics of a webhook with an attempted delivery, and trims its history. */
function count(store: Store, webhook: Webhook, before: Delivery, after: Delivery): void {
  const { id, payload, status, statusCode, lastAttemptAt, latency, createdAt } = after
  const { stats } = webhook
  const succeeded = stats.succeeded + Number(status === 'succeeded') - Number(before.status === 'succeeded')
  const failed = stats.failed + Number(status === 'failed') - Number(before.status === 'failed')
  const finished = status !== 'pending' && before.status === 'pending'
  const answered = finished && statusCode !== undefined && latency !== undefined ? stats.answered + 1 : stats.answered
  store.putWebhook({
    ...webhook,
    stats: {
      ...stats,
      succeeded,
      failed,
      ...(answered > stats.answered &&
        latency !== undefined && { answered, latency: stats.latency + (latency - stats.latency) / answered }),
      discarded: stats.discarded + (finished ? discardOldest(store, after) : 0),
    },
    lastDelivery: { id, event: payload.event, status, timestamp: lastAttemptAt ?? createdAt },
  })
}

/** Deletes the oldest finished deliveries of a webhook where they are too many or too large. @returns their number */
function discardOldest(store: Store, latest: Delivery): number {
  const discarded = surplus(store, latest, 'finished', MAX_FINISHED)
  for (let left = discarded; left > 0; left--) {
    const oldest = store.deliveries.group('finished', latest.webhookId)[0]
    if (oldest !== undefined) store.deleteDelivery(oldest.id)
  }
  return discarded
}

/** Number of deliveries of a webhook over the limits of an index, including the latest one. */
function surplus(store: Store, { webhookId, payload }: Delivery, index: 'due' | 'finished', most: number): number {
  const deliveries = store.deliveries.group(index, webhookId)
  const all = deliveries.length
  const tooMany = Math.max(0, all - most)
  if (charactersIn(payload.data) <= LIGHT) return tooMany
  let weight = deliveries.reduce((sum, other) => sum + charactersIn(other.payload.data), 0)
  let tooHeavy = 0
  for (; weight > MAX_CHARACTERS && tooHeavy < all; tooHeavy++) weight -= charactersIn(deliveries[tooHeavy]?.payload.data)
  return Math.max(tooMany, tooHeavy)
}

/** Fails the delivery that would be sent first, when too many are pending: a receiver that hangs must not use up memory. */
function failOldestPending(store: Store, webhookId: string): void {
  const oldest = nextDelivery(store, webhookId)
  const webhook = store.webhooks.get(webhookId)
  if (oldest === undefined || webhook === undefined) return
  const { dueAt, ...rest } = oldest
  const given: Delivery = {
    ...rest,
    status: 'failed',
    errorMessage: 'Dropped: too many deliveries were waiting',
  }
  store.putDelivery(given)
  count(store, webhook, oldest, given)
}

/** Fails manual attempts that were interrupted by a restart or a restore: nothing would ever finish them. */
export function failInterrupted(store: Store): void {
  for (const delivery of [...store.deliveries.sorted('manual')]) {
    const webhook = store.webhooks.get(delivery.webhookId)
    const failed: Delivery = {
      ...delivery,
      status: 'failed',
      errorMessage: 'Interrupted: the mock was stopped, or its data was replaced',
    }
    store.putDelivery(failed)
    if (webhook !== undefined) count(store, webhook, delivery, failed)
  }
}
