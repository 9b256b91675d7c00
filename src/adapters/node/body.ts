import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import { MAX_BODY_BYTES } from '../../api-request.js'
import { type DecodedBody, decodeBody } from '../decode-body.js'
import { decoders } from './decoders.js'

/** Stands for any body over the size limit, whose rest is not read. */
export const TOO_LARGE = new Uint8Array(MAX_BODY_BYTES + 1)
const DECODERS = decoders(MAX_BODY_BYTES)

type Body = Uint8Array | string | undefined

/** @param decoded - given for a body whose `Content-Encoding` was decoded */
export type Receiver = (body: Body, decoded?: Pick<DecodedBody, 'undecodable'>) => void

/**
 * Receives the body of a request, and decodes its `Content-Encoding`: synchronously when there is none, or when its length is known to be
 * over the limit. When the client disconnects, `then` is not called.
 */
export function receiveBody(request: IncomingMessage, then: Receiver): void {
  if (!hasBody(request)) then(undefined)
  else if (request.readableEnded) then(parsedBody(request), request.headers['content-encoding'] === undefined ? undefined : {})
  else if (Number(request.headers['content-length']) > MAX_BODY_BYTES) then(TOO_LARGE)
  else collect(request, then)
}

function collect(request: IncomingMessage, then: Receiver): void {
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
    const bytes = chunks.length === 1 ? first : Buffer.concat(chunks, size)
    const encoding = request.headers['content-encoding']
    if (encoding === undefined || size === 0) then(textOf(bytes))
    else {
      void decodeBody(bytes, encoding, DECODERS).then(({ body, isDecoded, undecodable }) =>
        then(body && textOf(body), isDecoded ? { undecodable } : undefined),
      )
    }
  }
}

/**
 * Bodies are stored in the request log, where text takes less memory than bytes; invalid UTF-8, and text with a byte order mark, stay
 * bytes.
 */
function textOf(bytes: Uint8Array): Uint8Array | string {
  return bytes[0] !== BYTE_ORDER_MARK && isUtf8(bytes) ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString() : bytes
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
