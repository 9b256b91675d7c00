import type { WebhookEvent } from '../schemas.js'
import { signatureOf } from './signature.js'

/** A request to a receiver, for `fetch` and `new Request`. */
export interface SignedWebhook {
  readonly method: 'POST'
  readonly headers: Record<string, string>
  readonly body: string
}

export interface SignOptions {
  /** Time of sending in Unix milliseconds; by default now, by `Date`. */
  readonly now?: number
  /** By default a generated one. */
  readonly deliveryId?: string
}

/**
 * Signs an event as Linktor sends it, to test a receiver in Node or in a browser.
 *
 * See "Webhooks" in the facts of the platform: HMAC-SHA256 over `{timestamp}.{body}`.
 *
 * @throws TypeError when the event cannot be written as JSON, or the secret is not text
 * @example
 * const response = await app.request('/hooks', await signWebhook(event, 'whsec_test'))
 */
export async function signWebhook(event: WebhookEvent, secret: string, options: SignOptions = {}): Promise<SignedWebhook> {
  if (typeof secret !== 'string' || secret === '') throw new TypeError(`signWebhook: secret must be text that is not empty; got ${secret}`)
  const body = JSON.stringify(event)
  if (body === undefined || typeof event.event !== 'string') {
    throw new TypeError('signWebhook: event must be an event with a name, as in { id, event, timestamp, data, meta }')
  }
  const { now = Date.now(), deliveryId = `del_${crypto.randomUUID()}` } = options
  return { method: 'POST', headers: await headersOf({ event: event.event, deliveryId, secret, body, now }), body }
}

/** Headers of a delivery. */
export async function headersOf(sent: {
  readonly event: string
  readonly deliveryId: string
  readonly secret: string
  readonly body: string
  /** Unix milliseconds. */
  readonly now: number
}): Promise<Record<string, string>> {
  const timestamp = Math.floor(sent.now / 1000)
  return {
    'Content-Type': 'application/json',
    'X-Linktor-Signature': await signatureOf(sent.secret, timestamp, sent.body),
    'X-Linktor-Timestamp': String(timestamp),
    'X-Linktor-Event': sent.event,
    'X-Linktor-Delivery-Id': sent.deliveryId,
  }
}
