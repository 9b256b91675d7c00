import type { Delivery, Webhook } from '../store/records.js'
import type { Outcome } from './deliveries.js'
import { headersOf } from './sign.js'

/** So much of an answer is kept. */
const KEPT_BYTES = 8 * 1024
/** So much of an answer is read before the connection is let go: what receivers say is of no use to anybody beyond that. */
const READ_BYTES = 64 * 1024

/**
 * Sends a delivery to its webhook, once, and tells how that ended: it never throws.
 *
 * @param controller - aborted by whoever gives the attempt up, and here when its time is over
 * @param timers - of real time
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
  let answered: Pick<Outcome, 'statusCode'> = {}
  const timer = startTimer(() => controller.abort(), webhook.config.timeout * 1000)
  try {
    const own = await headersOf({ event: payload.event, deliveryId: id, secret: webhook.secret, body, now: Date.now() })
    requestHeaders = { ...webhook.headers, ...own }
    // By the `fetch` of now, so that handlers of MSW get to see it.
    const response = await globalThis.fetch(webhook.url, {
      method: 'POST',
      headers: requestHeaders,
      body,
      redirect: 'manual',
      signal: controller.signal,
    })
    answered = toldStatus(response)
    const responseBody = await beginningOf(response)
    return { ...judged(response), requestHeaders, responseBody, latency: performance.now() - started }
  } catch (error) {
    const errorMessage = controller.signal.aborted ? `No answer within ${webhook.config.timeout} s` : reasonOf(error)
    return { succeeded: false, requestHeaders, ...answered, errorMessage, latency: performance.now() - started }
  } finally {
    stopTimer(timer)
  }
}

function judged(response: Response): Pick<Outcome, 'succeeded' | 'statusCode' | 'errorMessage'> {
  const { ok, status, statusText, type } = response
  const answered = toldStatus(response)
  if (ok) return { succeeded: true, ...answered }
  // A browser does not tell where it was redirected, nor by which status.
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    return { succeeded: false, ...answered, errorMessage: 'Redirects are not followed' }
  }
  return { succeeded: false, ...answered, errorMessage: statusText || `HTTP ${status}` }
}

/** The status, unless HTTP knows none such: a browser has 0 for what it does not tell, and a receiver may answer 999. */
function toldStatus({ status }: Response): Pick<Outcome, 'statusCode'> {
  return status >= 100 && status <= 599 ? { statusCode: status } : {}
}

/** The first bytes of an answer as text. The rest is not read. */
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

/** What `fetch` says of a failure is in its cause: `connect ECONNREFUSED 127.0.0.1:9000`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ') || error.message
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message
}
