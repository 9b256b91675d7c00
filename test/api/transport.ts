import type { Mock } from '../../src/index.js'

/** A request, independent of the transport. */
export interface SentRequest {
  readonly method: string
  /** Relative to the base URL, with the query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | undefined
}

/** A response as received. */
export interface ReceivedResponse {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export interface Connection {
  /** URL of the mock for `fetch`, if it has one. */
  readonly baseUrl?: string
  send(request: SentRequest): Promise<ReceivedResponse>
  close(): Promise<void>
}

/** A way to reach a mock. The API behaves the same over each transport. */
export interface Transport {
  readonly name: string
  connect(mock: Mock): Promise<Connection>
}

/** Sends a request as a client program would. */
export async function sendByFetch(baseUrl: string, { method, path, headers, body }: SentRequest): Promise<ReceivedResponse> {
  const response = await fetch(baseUrl + path, { method, headers, ...(body !== undefined && { body: asBody(body) }) })
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
}

/** Bytes are sent as a blob without a type: text would be given a `Content-Type`. */
function asBody(body: string | Uint8Array): string | Blob {
  return typeof body === 'string' ? body : new Blob([new Uint8Array(body)])
}
