import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ApiResponse } from '../../api/request.js'
import { trickle } from '../trickle.js'

/** How much more of a body that is too large is let in, and for how long, while the client has not read its answer. */
const DISCARDED_BYTES = 16 * 1024 * 1024
const DISCARDED_MILLISECONDS = 5000

export function send(response: ServerResponse, answered: ApiResponse): void {
  response.writeHead(answered.status, framed(answered))
  if (answered.bodyMilliseconds === undefined) response.end(answered.bytes ?? answered.body)
  else sendSlowly(response, answered.body, answered.bodyMilliseconds)
}

/** The head is there at once; the body comes in pieces, for as long as there is somebody who takes them. */
function sendSlowly(response: ServerResponse, body: string, milliseconds: number): void {
  response.flushHeaders()
  const stop = trickle(body, milliseconds, { take: (piece) => response.write(piece), end: () => response.end() })
  response.once('close', stop)
}

/**
 * Answers a request that is still sending its body. A connection that is closed at once would be reset by what is still coming, and
 * the answer lost with it: so the whole answer goes out first, even where a fault would have it slow, and the rest of the body is thrown away for a while.
 */
export function sendEarly(request: IncomingMessage, response: ServerResponse, answered: ApiResponse): void {
  const closing = request.httpVersionMajor < 2 ? { connection: 'close' } : {} // HTTP/2 has no such header
  response.writeHead(answered.status, { ...framed(answered), ...closing })
  response.flushHeaders()
  response.write(answered.body)

  let left = DISCARDED_BYTES
  const timer = setTimeout(finish, DISCARDED_MILLISECONDS)
  request.on('data', discard)
  request.once('end', finish)
  response.once('close', () => clearTimeout(timer))
  request.resume()

  function discard(chunk: Uint8Array): void {
    left -= chunk.length
    if (left < 0) finish()
  }

  function finish(): void {
    clearTimeout(timer)
    request.off('data', discard)
    request.off('end', finish)
    response.end()
  }
}

/** The headers with the length of the body, so that it is not chunked; the answer to a HEAD has the length of its GET already. */
function framed({ status, headers, body, bytes }: ApiResponse): Record<string, string | number> {
  if (status === 204 || headers['content-length'] !== undefined) return { ...headers }
  return { ...headers, 'content-length': bytes?.length ?? Buffer.byteLength(body) }
}
