import type { WebhookEvent } from '../schemas.js'
import { type Duration, toMilliseconds } from '../time/duration.js'
import { isSignatureOf } from './signature.js'

/** A request at a receiver: of `fetch`, or of Node and Express with its raw body. */
export type ReceivedWebhook =
  | Request
  | {
      readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
      readonly body: string | Uint8Array
    }

export interface VerifyOptions {
  /** Maximum difference of the request's time from now, either way; default `'5m'`, `Infinity` for any. */
  readonly tolerance?: Duration
  /** Current time in Unix milliseconds; by default by `Date`. */
  readonly now?: number
}

/** A request that Linktor has not sent, or not lately; the message has the reason. */
export class InvalidWebhook extends Error {
  override readonly name = 'InvalidWebhook'
}

const DEFAULT_TOLERANCE = '5m'

/**
 * Verifies the signature and the time of a request to a receiver, and returns its event.
 *
 * The signature is compared in constant time. See "Webhooks" in the facts of the platform.
 *
 * @throws InvalidWebhook when a header is missing, the signature is wrong, or the time is too far from now
 * @throws TypeError when the secret, the tolerance or the body is invalid
 * @example
 * app.post('/hooks', express.raw({ type: '*' + '/*' }), async (request, response) => {
 *   const event = await verifyWebhook(request, process.env.WEBHOOK_SECRET, { tolerance: '5m' })
 *   response.sendStatus(200)
 * })
 */
export async function verifyWebhook(request: ReceivedWebhook, secret: string, options: VerifyOptions = {}): Promise<WebhookEvent> {
  if (typeof secret !== 'string' || secret === '')
    throw new TypeError(`verifyWebhook: secret must be text that is not empty; got ${secret}`)
  const { tolerance = DEFAULT_TOLERANCE, now = Date.now() } = options
  const milliseconds = tolerance === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : toMilliseconds(tolerance)
  const signature = required(request, 'X-Linktor-Signature')
  const timestamp = required(request, 'X-Linktor-Timestamp')
  if (!/^\d+$/.test(timestamp)) throw new InvalidWebhook(`X-Linktor-Timestamp must be Unix seconds; got ${JSON.stringify(timestamp)}`)
  const body = await bodyOf(request)
  if (!(await isSignatureOf(signature, secret, timestamp, body))) {
    throw new InvalidWebhook('X-Linktor-Signature is not that of this body: check the secret, and that the body is as it was sent')
  }
  const age = now - Number(timestamp) * 1000
  if (Math.abs(age) > milliseconds) {
    throw new InvalidWebhook(`X-Linktor-Timestamp is ${Math.round(age / 1000)} s ago; ${milliseconds / 1000} s are allowed, either way`)
  }
  return eventOf(typeof body === 'string' ? body : new TextDecoder().decode(body))
}

function required({ headers }: ReceivedWebhook, name: string): string {
  const value = isHeaders(headers) ? headers.get(name) : inRecord(headers, name)
  if (typeof value !== 'string' || value === '') throw new InvalidWebhook(`${name} is missing: the request is not from Linktor`)
  return value
}

function inRecord(headers: Readonly<Record<string, unknown>>, name: string): unknown {
  const written = Object.keys(headers).find((other) => other.toLowerCase() === name.toLowerCase())
  return written === undefined ? undefined : headers[written]
}

function isHeaders(headers: ReceivedWebhook['headers']): headers is Headers {
  return typeof headers['get'] === 'function'
}

async function bodyOf(request: ReceivedWebhook): Promise<string | Uint8Array> {
  if ('arrayBuffer' in request) return new Uint8Array(await request.arrayBuffer())
  const { body } = request
  if (typeof body === 'string' || ArrayBuffer.isView(body)) return body
  throw new TypeError('verifyWebhook: body must be the text or bytes that came, not what was parsed of them')
}

function eventOf(text: string): WebhookEvent {
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidWebhook('The body is signed, but it is no JSON')
  }
}
