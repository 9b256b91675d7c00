import type { LazyEvent } from '../events/lazy-event.js'
import { charactersIn } from '../events/ring-buffer.js'
import type { Delivery, Webhook } from '../store/records.js'
import type { Store } from '../store/store.js'
import { type Timestamp, toInstant, toTimestamp } from '../time/timestamp.js'

/** How an attempt to deliver ended. */
export interface Outcome {
  /** Whether it was answered with a 2xx. */
  readonly succeeded: boolean
  /** What was sent with the event. */
  readonly requestHeaders: Readonly<Record<string, string>>
  readonly statusCode?: number
  readonly errorMessage?: string
  /** The beginning of what was answered. */
  readonly responseBody?: string
  /** Milliseconds until the answer was there, or the attempt given up. */
  readonly latency: number
}

/** When an attempt was made, and whether it was one of those that are made by themselves. */
export interface Attempt {
  readonly at: Timestamp
  readonly scheduled: boolean
}

/** When an event is sent, in milliseconds after it happened: at once, then after 1 min, 5 min, 30 min, 2 h. */
const ATTEMPTS_AT = [0, 60_000, 300_000, 1_800_000, 7_200_000] as const

/** So many finished deliveries of a webhook are kept. */
export const MAX_FINISHED = 1000
/** So many deliveries of a webhook may wait to be sent. */
export const MAX_PENDING = 10_000
/** What the finished deliveries of a webhook may weigh, and those that wait, in characters. */
export const MAX_CHARACTERS = 32 * 1024 * 1024
/** As many as are kept of these are no burden, so that they need not be weighed. */
const LIGHT = 16 * 1024

/** Has an event sent to every active webhook that asks for it. */
export function queueEvent(store: Store, { name, event }: LazyEvent): void {
  if (store.webhooks.size === 0) return
  for (const webhook of [...store.webhooks.sorted('order')]) {
    if (webhook.status !== 'active' || !webhook.events.includes(name)) continue
    const added = addDelivery(store, webhook, event, { createdAt: event.timestamp, dueAt: event.timestamp })
    for (let left = surplus(store, added, 'due', MAX_PENDING); left > 0; left--) failOldestWaiting(store, webhook.id)
  }
}

/** A delivery that was not sent yet. Without `dueAt` it is sent when asked for, and not by itself. */
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

/** Writes down how an attempt ended, and when the next one is to be made if one is; returns the delivery as it now stands. */
export function recordAttempt(store: Store, attempted: Delivery, outcome: Outcome, attempt: Attempt): Delivery {
  const webhook = store.webhooks.get(attempted.webhookId)
  const current = store.deliveries.get(attempted.id)
  const delivery = current ?? attempted
  const noted = afterAttempt(delivery, outcome, attempt, webhook)
  if (webhook === undefined || current === undefined) return noted // deleted meanwhile
  store.putDelivery(noted)
  count(store, webhook, delivery, noted)
  return noted
}

function afterAttempt(delivery: Delivery, outcome: Outcome, { at, scheduled }: Attempt, webhook: Webhook | undefined): Delivery {
  const { dueAt, statusCode, errorMessage, responseBody, latency, requestHeaders, ...lasting } = delivery
  const { succeeded, ...told } = outcome
  const attempts = delivery.attempts + 1
  // It was sent once more by hand meanwhile, and arrived.
  if (!succeeded && scheduled && delivery.status === 'succeeded') return { ...delivery, attempts }
  const isItsTurn = scheduled && dueAt === at // unless it was given up meanwhile, as the oldest of too many that wait
  const next = succeeded || webhook === undefined ? undefined : isItsTurn ? nextAttempt(delivery, at, webhook) : dueAt
  return {
    ...lasting,
    ...told,
    status: succeeded ? 'succeeded' : next === undefined ? 'failed' : 'pending',
    attempts,
    lastAttemptAt: at,
    ...(next !== undefined && { dueAt: next }),
  }
}

/** The next due delivery of a webhook: the one that is to be sent first. */
export function nextDelivery(store: Store, webhookId: string): Delivery | undefined {
  return store.deliveries.group('due', webhookId)[0]
}

/** When a delivery is sent after the attempt that was due; nothing when that was the last one. */
function nextAttempt({ createdAt }: Delivery, dueAt: Timestamp, { config }: Webhook): Timestamp | undefined {
  const passed = toInstant(dueAt) - toInstant(createdAt)
  const next = ATTEMPTS_AT.findIndex((after) => after > passed)
  const after = ATTEMPTS_AT[next]
  if (after === undefined || config.retryPolicy === 'none' || next > config.maxRetries) return undefined
  return toTimestamp(toInstant(createdAt) + after)
}

/** Brings the figures of a webhook up to date with a delivery that was attempted, and its history back to size. */
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

/** Lets go of the oldest finished deliveries of a webhook where there are too many, or they weigh too much; says of how many. */
function discardOldest(store: Store, latest: Delivery): number {
  const discarded = surplus(store, latest, 'finished', MAX_FINISHED)
  for (let left = discarded; left > 0; left--) {
    const oldest = store.deliveries.group('finished', latest.webhookId)[0]
    if (oldest !== undefined) store.deleteDelivery(oldest.id)
  }
  return discarded
}

/** How many deliveries of a webhook are more than may be in an index, by their number or by their weight, the latest one among them. */
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

/** A receiver that hangs must not take all memory: the delivery that would be sent first fails when too many wait. */
function failOldestWaiting(store: Store, webhookId: string): void {
  const oldest = nextDelivery(store, webhookId)
  const webhook = store.webhooks.get(webhookId)
  if (oldest === undefined || webhook === undefined) return
  const { dueAt, ...rest } = oldest
  const given: Delivery = {
    ...rest,
    status: 'failed',
    errorMessage: 'Given up: too many were waiting',
  }
  store.putDelivery(given)
  count(store, webhook, oldest, given)
}

/** In a state that is gone on with, nobody waits any more for what was being sent by hand: it fails, for it would stay pending for ever. */
export function failInterrupted(store: Store): void {
  for (const delivery of [...store.deliveries.sorted('manual')]) {
    const webhook = store.webhooks.get(delivery.webhookId)
    const failed: Delivery = {
      ...delivery,
      status: 'failed',
      errorMessage: 'Cut off: the mock was stopped, or its data replaced, meanwhile',
    }
    store.putDelivery(failed)
    if (webhook !== undefined) count(store, webhook, delivery, failed)
  }
}
