import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Mock } from '../mock.js'
import { envelope } from './envelope.js'

/**
 * Answers what is no HTTP, which never becomes a request: in the error envelope as any other, written to the bare connection, which
 * ends with it.
 *
 * @param latest - the answer to the latest request of this connection. If that request is whole, its answer goes first; if it is itself
 *   what is malformed, nothing can be written in the midst of its answer
 */
export function refuseMalformed(mock: Mock, error: NodeJS.ErrnoException, socket: Duplex, latest: ServerResponse | undefined): void {
  const unfinished = latest?.writableFinished === false ? latest : undefined
  if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
  else if (unfinished?.req.complete) unfinished.once('finish', () => refuse(mock, error, socket))
  else if (unfinished?.headersSent) socket.destroy()
  else refuse(mock, error, socket)
}

function refuse(mock: Mock, error: NodeJS.ErrnoException, socket: Duplex): void {
  const [status, reason, message] = refusal(error)
  const { headers, body } = envelope(mock, status, message)
  const head = Object.entries({
    ...headers,
    'content-length': Buffer.byteLength(body),
    date: new Date().toUTCString(),
    connection: 'close',
  })
  const lines = [`HTTP/1.1 ${status} ${reason}`, ...head.map(([name, value]) => `${name}: ${value}`), '', body]
  socket.end(lines.join('\r\n'), () => socket.destroy())
}

function refusal({ code, message }: NodeJS.ErrnoException): [status: number, reason: string, message: string] {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return [431, 'Request Header Fields Too Large', 'The headers may have 16 KiB at most']
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return [413, 'Payload Too Large', 'The extensions of a chunk may have 16 KiB at most']
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [408, 'Request Timeout', 'The request did not arrive in time']
    default:
      return [400, 'Bad Request', `Malformed HTTP: ${message.replace(/^Parse Error: /, '')}`]
  }
}
