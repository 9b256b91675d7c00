import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { MAX_BODY_BYTES } from '../../api-request.js'

/** Stands for any body over the size limit, whose rest is not read. */
export const TOO_LARGE = new Uint8Array(MAX_BODY_BYTES + 1)

/**
 * Receives the body of a request: synchronously when there is none, or when its length is known to be over the limit. When the client
 * disconnects, `then` is not called.
 */
export function receiveBody(request: IncomingMessage, then: (body: Uint8Array | string | undefined) => void): void {
  if (!hasBody(request)) then(undefined)
  else if (request.readableEnded) then(parsedBody(request))
  else if (Number(request.headers['content-length']) > MAX_BODY_BYTES) then(TOO_LARGE)
  else collect(request, then)
}

function collect(request: IncomingMessage, then: (body: Uint8Array | string) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  request.on('data', take)
  request.on('end', finish)

  function take(chunk: Buffer): void {
    chunks.push(chunk)
    size += chunk.length
    if (size <= MAX_BODY_BYTES) return
    request.off('data', take)
    request.off('end', finish)
    request.pause()
    then(TOO_LARGE)
  }

  function finish(): void {
    const [first = Buffer.alloc(0)] = chunks
    then(textOf(chunks.length === 1 ? first : Buffer.concat(chunks, size)))
  }
}

/**
 * Bodies are stored in the request log, where text takes less memory than bytes; invalid UTF-8, and text with a byte order mark, stay
 * bytes.
 */
function textOf(bytes: Buffer): Uint8Array | string {
  return bytes[0] !== BYTE_ORDER_MARK && isUtf8(bytes) ? bytes.toString() : bytes
}

/** First byte of the mark in UTF-8. */
const BYTE_ORDER_MARK = 0xef

/** HTTP/1 announces a body by one of two headers; HTTP/2, which Vite uses over TLS, may not. */
function hasBody({ headers, httpVersionMajor, method }: IncomingMessage): boolean {
  if (headers['content-length'] !== undefined) return headers['content-length'] !== '0'
  return headers['transfer-encoding'] !== undefined || (httpVersionMajor >= 2 && method !== 'GET' && method !== 'HEAD')
}

/** Body that a middleware such as `express.json()` has parsed already. */
function parsedBody(request: IncomingMessage): Uint8Array | string | undefined {
  const body = 'body' in request ? request.body : undefined
  return body === undefined || typeof body === 'string' || isBytes(body) ? body : JSON.stringify(body)
}

/** Not by `instanceof`: a test environment such as jsdom has its own `Uint8Array`. */
function isBytes(body: unknown): body is Uint8Array {
  return ArrayBuffer.isView(body)
}
