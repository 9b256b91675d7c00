import type { Delivery, Webhook } from '../store/records.js'
import type { Outcome } from './deliveries.js'
import { headersOf } from './sign.js'

/** Characters of a response body that are stored. */
const KEPT_BYTES = 8 * 1024
/** Bytes of a response body that are read before the connection is closed. */
const READ_BYTES = 64 * 1024

/**
 * Sends a delivery to its webhook once, and returns the outcome; never throws.
 *
 * @param controller - aborted to cancel the attempt, and on timeout
 * @param timers - real timers
 */
export async function send(
  webhook: Webhook,
  { id, payload }: Delivery,
  controller: AbortController,
  { startTimer, stopTimer }: typeof import('../time/real-timers.js'),
): Promise<Outcome> {
  const body = JSON.stringify(payload)
  const started = performance.now()
  let requestHeaders: Record<string, string> = {}
  let received: Pick<Outcome, 'statusCode'> = {}
  const timer = startTimer(() => controller.abort(), webhook.config.timeout * 1000)
  try {
    const own = await headersOf({ event: payload.event, deliveryId: id, secret: webhook.secret, body, now: Date.now() })
    requestHeaders = { ...webhook.headers, ...own }
    // The current `fetch`, so that MSW handlers see it.
    const response = await globalThis.fetch(webhook.url, {
      method: 'POST',
      headers: requestHeaders,
      body,
      redirect: 'manual',
      signal: controller.signal,
    })
    received = validStatus(response)
    const responseBody = await beginningOf(response)
    return { ...outcomeOf(response), requestHeaders, responseBody, latency: performance.now() - started }
  } catch (error) {
    const errorMessage = controller.signal.aborted ? `No response within ${webhook.config.timeout} s` : reasonOf(error)
    return { succeeded: false, requestHeaders, ...received, errorMessage, latency: performance.now() - started }
  } finally {
    stopTimer(timer)
  }
}

function outcomeOf(response: Response): Pick<Outcome, 'succeeded' | 'statusCode' | 'errorMessage'> {
  const { ok, status, statusText, type } = response
  const received = validStatus(response)
  if (ok) return { succeeded: true, ...received }
  // A browser shows neither the target nor the status of a redirect.
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    return { succeeded: false, ...received, errorMessage: 'Redirects are not followed' }
  }
  return { succeeded: false, ...received, errorMessage: statusText || `HTTP ${status}` }
}

/** The status, if it is a valid one: a browser has 0 for hidden ones, and a receiver may send 999. */
function validStatus({ status }: Response): Pick<Outcome, 'statusCode'> {
  return status >= 100 && status <= 599 ? { statusCode: status } : {}
}

/** First bytes of a response body as text; the rest is not read. */
async function beginningOf({ body }: Response): Promise<string> {
  if (body === null) return ''
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let read = 0; read < READ_BYTES; ) {
    const { value, done } = await reader.read()
    if (done) return text
    if (read < KEPT_BYTES) text += decoder.decode(value.subarray(0, KEPT_BYTES - read), { stream: true })
    read += value.length
  }
  await reader.cancel()
  return text
}

/** `fetch` has the reason of a failure in its cause: `connect ECONNREFUSED 127.0.0.1:9000`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ') || error.message
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message
}
