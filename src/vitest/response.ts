import type { ReceivedResponse } from './contract.js'

/**
 * Reads a response of any client: a `Response` of fetch (which stays unread), of `mock.handle`, or of axios.
 *
 * @throws TypeError for anything else
 */
export async function responseOf(received: unknown): Promise<ReceivedResponse> {
  if (isResponse(received)) return responseOfFetch(received)
  if (isAnswer(received)) {
    const { status, headers, body, data } = received
    if (typeof body === 'string') return { status, headers: plain(headers), body: { text: body } }
    if (data !== undefined) return { status, headers: plain(headers), body: { value: data } }
  }
  const what = received instanceof Promise ? 'a promise: await it first' : `what is ${kindOf(received)}`
  throw new TypeError(`toMatchContract takes a Response of fetch, a response of mock.handle, or a response of axios; got ${what}`)
}

async function responseOfFetch(response: Response): Promise<ReceivedResponse> {
  if (response.bodyUsed)
    throw new TypeError('toMatchContract: the body has been read already; hand the response in before, or a clone of it')
  return { status: response.status, headers: Object.fromEntries(response.headers), body: { text: await response.clone().text() } }
}

/** Of any fetch: a package or a test environment may have its own `Response`. */
function isResponse(received: unknown): received is Response {
  return typeof received === 'object' && received !== null && 'clone' in received && 'text' in received && 'bodyUsed' in received
}

function kindOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value)
  return `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'no properties'}`
}

interface Shape {
  readonly status: number
  readonly headers: object
  readonly body?: unknown
  readonly data?: unknown
}

function isAnswer(received: unknown): received is Shape {
  return (
    typeof received === 'object' &&
    received !== null &&
    'status' in received &&
    typeof received.status === 'number' &&
    'headers' in received &&
    typeof received.headers === 'object'
  )
}

function plain(headers: object): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]))
}
