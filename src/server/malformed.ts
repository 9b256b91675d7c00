import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Mock } from '../mock/create-mock.js'
import { envelope } from './envelope.js'

/** Pending responses of connections, where a client sends a request before the last response. */
export class PendingResponses {
  readonly #latest = new WeakMap<Duplex, ServerResponse>()
  readonly #before = new WeakMap<ServerResponse, ServerResponse>()

  note(socket: Duplex, response: ServerResponse): void {
    const before = this.#latest.get(socket)
    if (before?.writableFinished === false) this.#before.set(response, before)
    this.#latest.set(socket, response)
  }

  /** Response to the latest request of a connection. */
  latest(socket: Duplex): ServerResponse | undefined {
    return this.#latest.get(socket)
  }

  /** Response to the latest request that has arrived completely, if it is not sent yet. */
  owed(socket: Duplex): ServerResponse | undefined {
    let response = this.#latest.get(socket)
    while (response !== undefined && !response.req.complete) response = this.#before.get(response)
    return response?.writableFinished === false ? response : undefined
  }
}

/** Connections whose error waits for the responses before it. */
const waiting = new WeakSet<Duplex>()

/**
 * Responds to bytes that are not HTTP with the error envelope, on the raw connection, and closes it. Responses to complete requests before it are
 * sent first; where the response to the malformed request itself has begun, nothing can be written.
 */
export function rejectMalformed(mock: Mock, error: NodeJS.ErrnoException, socket: Duplex, pending: PendingResponses): void {
  if (waiting.has(socket)) return
  const latest = pending.latest(socket)
  const owed = pending.owed(socket)
  const inTheMidst = latest !== owed && latest?.headersSent && !latest.writableFinished
  if (error.code === 'ECONNRESET' || !socket.writable || inTheMidst) socket.destroy()
  else if (owed === undefined) reject(mock, error, socket)
  else {
    waiting.add(socket)
    owed.once('close', () => (owed.writableFinished && socket.writable ? reject(mock, error, socket) : socket.destroy()))
  }
}

/** Responds to CONNECT, for which Node has no response object. */
export function rejectConnect(mock: Mock, socket: Duplex): void {
  end(mock, socket, [405, 'Method Not Allowed', 'This server is no proxy: it does not take CONNECT'], {
    allow: 'GET, HEAD, POST, PATCH, DELETE, OPTIONS',
  })
}

function reject(mock: Mock, error: NodeJS.ErrnoException, socket: Duplex): void {
  end(mock, socket, errorOf(error))
}

type RawError = readonly [status: number, reason: string, message: string]

function end(mock: Mock, socket: Duplex, [status, reason, message]: RawError, others: Readonly<Record<string, string>> = {}): void {
  const { headers, body } = envelope(mock, status, message)
  const head = Object.entries({
    ...headers,
    ...others,
    'content-length': Buffer.byteLength(body),
    date: new Date().toUTCString(),
    connection: 'close',
  })
  const lines = [`HTTP/1.1 ${status} ${reason}`, ...head.map(([name, value]) => `${name}: ${value}`), '', body]
  socket.end(lines.join('\r\n'), () => socket.destroy())
}

function errorOf({ code, message }: NodeJS.ErrnoException): RawError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return [431, 'Request Header Fields Too Large', 'The headers may have 16 KiB at most']
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return [413, 'Payload Too Large', 'The extensions of a chunk may have 16 KiB at most']
    case 'HPE_INVALID_VERSION':
      return [505, 'HTTP Version Not Supported', 'The version of HTTP must be 1.1 or 1.0']
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [408, 'Request Timeout', 'The request did not arrive in time']
    default:
      return [400, 'Bad Request', `Malformed HTTP: ${message.replace(/^Parse Error: /, '')}`]
  }
}
