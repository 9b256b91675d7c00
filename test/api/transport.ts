import type { Mock } from '../../src/index.js'

/** A request as it goes out, whatever the transport. */
export interface SentRequest {
  readonly method: string
  /** Below the base URL, with the query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | undefined
}

/** An answer as it comes in. */
export interface ReceivedAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export interface Connection {
  /** Where `fetch` finds the mock, if it does. */
  readonly baseUrl?: string
  send(request: SentRequest): Promise<ReceivedAnswer>
  close(): Promise<void>
}

/** A way to reach a mock. The behaviour of the API is the same by each. */
export interface Transport {
  readonly name: string
  connect(mock: Mock): Promise<Connection>
}

/** Sends a request as a program does that uses the API. */
export async function sendByFetch(baseUrl: string, { method, path, headers, body }: SentRequest): Promise<ReceivedAnswer> {
  const response = await fetch(baseUrl + path, { method, headers, ...(body !== undefined && { body: asBody(body) }) })
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
}

/** Bytes go as a blob without a type: as text they would be given a `Content-Type`. */
function asBody(body: string | Uint8Array): string | Blob {
  return typeof body === 'string' ? body : new Blob([new Uint8Array(body)])
}
