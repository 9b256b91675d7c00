import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ApiResponse } from '../../api-request.js'
import { writeSlowly } from '../write-slowly.js'

/** Limits of the rest of an oversized body that is read and discarded while the client has not read its response. */
const DISCARDED_BYTES = 16 * 1024 * 1024
const DISCARDED_MILLISECONDS = 5000

export function send(response: ServerResponse, apiResponse: ApiResponse): void {
  response.writeHead(apiResponse.status, headersWithLength(apiResponse))
  const { body } = apiResponse
  const bytes = bytesOf(apiResponse)
  if (apiResponse.bodyMilliseconds === undefined) response.end(bytes !== undefined && bytes.length > SHORT ? bytes : body)
  else sendSlowly(response, apiResponse.body, apiResponse.bodyMilliseconds)
}

/** Sends the head at once, and the body in pieces until the client disconnects. */
function sendSlowly(response: ServerResponse, body: string, milliseconds: number): void {
  response.flushHeaders()
  const stop = writeSlowly(body, milliseconds, { take: (piece) => response.write(piece), end: () => response.end() })
  response.once('close', stop)
}

/**
 * Responds to a request that is still sending its body. A connection that is closed at once would be reset by what is still arriving, and the
 * response lost: so the whole response is sent first, even with a `slow` fault, and the rest of the body is discarded for a while.
 */
export function sendEarly(request: IncomingMessage, response: ServerResponse, apiResponse: ApiResponse): void {
  const closing = request.httpVersionMajor < 2 ? ['connection', 'close'] : [] // HTTP/2 has no such header
  response.writeHead(apiResponse.status, [...headersWithLength(apiResponse), ...closing])
  response.flushHeaders()
  response.write(apiResponse.body)

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

/** Longer texts are sent faster as bytes; shorter ones go out in one write with the headers. */
const SHORT = 4096

/** Headers with the length of the body, so that it is not chunked; a response to HEAD already has the length of its GET. */
function headersWithLength(apiResponse: ApiResponse): string[] {
  const { status, headers, body } = apiResponse
  const list: string[] = []
  for (const name in headers) list.push(name, headers[name] as string)
  if (status !== 204 && status !== 304 && headers['content-length'] === undefined) {
    list.push('content-length', String(bytesOf(apiResponse)?.length ?? Buffer.byteLength(body)))
  }
  return list
}

function bytesOf({ body, encoded }: ApiResponse): Uint8Array | undefined {
  return encoded?.text === body ? encoded.bytes : undefined
}
