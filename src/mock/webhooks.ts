import { ApiError } from '../api-error.js'
import { EVENT_NAMES } from '../events/event.js'
import { requestValidators } from '../generated/request-validators.js'
import { requireDeliverable } from '../operations/webhook-rules.js'
import { present } from '../store/present.js'
import type { Delivery, Timestamp, Webhook } from '../store/records.js'
import type { Store } from '../store/store.js'
import { describe } from '../store/violations.js'
import type { WebhookDispatcher } from '../webhooks/dispatcher.js'
import { type NewWebhook, newWebhook } from '../webhooks/new-webhook.js'

/** A webhook to create; without `events` it gets all events. */
export type GivenWebhook = Omit<NewWebhook, 'events'> & Partial<Pick<NewWebhook, 'events'>>

const FIELDS = ['url', 'events', 'description', 'headers', 'config', 'status', 'secret']

/**
 * Webhooks and their deliveries. Deliveries are sent by `fetch`, so that MSW handlers see them; retries follow the mock's clock.
 *
 * @example
 * mock.webhooks.create({ url: 'http://localhost:3000/hooks', events: ['conversation.closed'], secret: 'whsec_test' })
 * mock.handle({ method: 'POST', path: '/conversations/conv_abc123/close', headers: { authorization: 'Bearer key' } })
 * await mock.webhooks.settled()
 * mock.webhooks.deliveries[0]?.status // 'succeeded'
 */
export interface MockWebhooks {
  /**
   * Adds a webhook, as `POST /webhooks` does. Without `events` it gets all events.
   *
   * @throws TypeError naming the invalid field
   */
  create(webhook: GivenWebhook): Webhook
  /** All webhooks with their secrets, oldest first. */
  all(): readonly Webhook[]
  /** Deliveries, pending and finished, oldest first; of each webhook, the last 1,000 that are finished. */
  readonly deliveries: readonly Delivery[]
  /** Waits until everything that is due by the mock's clock has been attempted. Never throws. */
  settled(): Promise<void>
  /**
   * Calls a listener with each delivery after an attempt.
   *
   * @returns a function that removes the listener
   */
  on(listener: (delivery: Delivery) => void): () => void
}

/** @param written - called after each write */
export function mockWebhooks(access: {
  readonly store: () => Store
  readonly now: () => Timestamp
  readonly written: () => void
  readonly allowHttpHosts: ReadonlySet<string>
  readonly dispatcher: WebhookDispatcher
}): MockWebhooks {
  const { store, now, written, allowHttpHosts, dispatcher } = access
  return {
    create(fields) {
      const webhook = createWebhook(store(), fields, now(), allowHttpHosts)
      written()
      return webhook
    },
    all: () => [...store().webhooks.sorted('order')],
    get deliveries() {
      return [...store().deliveries.sorted('order')]
    },
    settled() {
      store() // runs due work
      return dispatcher.settled()
    },
    on: (listener) => dispatcher.on(listener),
  }
}

/**
 * Validates a webhook and writes it to a store.
 *
 * @throws TypeError naming the invalid field
 */
export function createWebhook(store: Store, given: GivenWebhook, now: Timestamp, allowHttpHosts: ReadonlySet<string>): Webhook {
  if (typeof given !== 'object' || given === null) throw new TypeError(`webhooks: a webhook is an object with a url; got ${given}`)
  const unknownName = Object.keys(given).find((field) => !FIELDS.includes(field))
  if (unknownName !== undefined) throw new TypeError(`webhooks: there is no field ${unknownName}; there are ${FIELDS.join(', ')}`)
  const { secret, status, ...fields } = { ...given, events: given.events ?? EVENT_NAMES }
  const { body: validate } = requestValidators.createWebhook
  const checked = present(fields)
  if (validate !== undefined && !validate(checked)) {
    throw new TypeError(`webhooks: ${describe(validate.errors ?? [], checked, 'a webhook')[0]?.message}`)
  }
  if (status !== undefined && status !== 'active' && status !== 'inactive') {
    throw new TypeError(`webhooks: status must be active or inactive; got ${JSON.stringify(status)}`)
  }
  if (secret !== undefined && (typeof secret !== 'string' || secret === '')) {
    throw new TypeError(`webhooks: secret must be text that is not empty; got ${JSON.stringify(secret)}`)
  }
  try {
    requireDeliverable(fields, { allowHttpHosts })
  } catch (error) {
    throw error instanceof ApiError ? new TypeError(`webhooks: ${error.message}`, { cause: error }) : error
  }
  return store.putWebhook(newWebhook(store, { ...fields, secret, status }, now))
}

/**
 * Creates a webhook, or gives the newest one with its URL the given secret and events.
 *
 * @throws TypeError naming the invalid field
 */
export function upsertWebhook(store: Store, given: GivenWebhook, now: Timestamp, allowHttpHosts: ReadonlySet<string>): Webhook {
  const before = store.webhooks.sorted('order').findLast(({ url }) => url === given.url)
  if (before === undefined) return createWebhook(store, given, now, allowHttpHosts)
  const { secret = before.secret, events = before.events } = given
  const isSame = secret === before.secret && JSON.stringify(events) === JSON.stringify(before.events)
  return isSame ? before : store.putWebhook({ ...before, secret, events: [...new Set(events)], updatedAt: now })
}
