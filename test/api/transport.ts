import type { Mock } from '../../src/index.js'

/** A request before it is sent, over any transport. */
export interface SentRequest {
  readonly method: string
  /** Path below the base URL, with the query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | undefined
}

/** A received response. */
export interface ReceivedAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export interface Connection {
  /** Base URL of the mock for `fetch`, if there is one. */
  readonly baseUrl?: string
  send(request: SentRequest): Promise<ReceivedAnswer>
  close(): Promise<void>
}

/** A way to reach a mock. The API behaves equally over all of them. */
export interface Transport {
  readonly name: string
  connect(mock: Mock): Promise<Connection>
}

/** Sends a request as a client of the API does. */
export async function sendByFetch(baseUrl: string, { method, path, headers, body }: SentRequest): Promise<ReceivedAnswer> {
  const response = await fetch(baseUrl + path, { method, headers, ...(body !== undefined && { body: asBody(body) }) })
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
}

/** Bytes are sent as a blob without a type: text would get a `Content-Type`. */
function asBody(body: string | Uint8Array): string | Blob {
  return typeof body === 'string' ? body : new Blob([new Uint8Array(body)])
}
