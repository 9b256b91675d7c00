import type { Mock } from '../../src/index.js'
import { startServer } from '../../src/server.js'

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
  send(request: SentRequest): Promise<ReceivedAnswer>
  close(): Promise<void>
}

/** A way to reach a mock. The behaviour of the API is the same by each. */
export interface Transport {
  readonly name: string
  connect(mock: Mock): Promise<Connection>
}

export const transports: readonly Transport[] = [
  {
    name: 'in process',
    connect: async (mock) => ({
      send: async (request) => {
        const { status, headers, body } = mock.handle(request)
        return { status, headers, text: body }
      },
      close: async () => {},
    }),
  },
  {
    name: 'HTTP',
    connect: async (mock) => {
      const server = await startServer(mock, { port: 0, host: '127.0.0.1' })
      return { send: (request) => sendByFetch(server.url, request), close: () => server.close({ force: true }) }
    },
  },
]

async function sendByFetch(baseUrl: string, { method, path, headers, body }: SentRequest): Promise<ReceivedAnswer> {
  const response = await fetch(baseUrl + path, { method, headers, ...(body !== undefined && { body: asBody(body) }) })
  return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
}

/** Bytes go as a blob without a type: as text they would be given a `Content-Type`. */
function asBody(body: string | Uint8Array): string | Blob {
  return typeof body === 'string' ? body : new Blob([new Uint8Array(body)])
}
