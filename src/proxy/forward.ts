import http, { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'

/** A request to forward. */
export interface Outgoing {
  readonly method: string
  readonly url: string
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
  readonly signal?: AbortSignal | undefined
}

/** A received response, unchanged. */
export interface Incoming {
  readonly status: number
  readonly reason: string
  readonly headers: IncomingHttpHeaders
  /** Names and values in turn, in order. */
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
}

/** Maximum size of a body, in bytes: that of Prism. */
export const MOST_BYTES = 10 * 1024 * 1024

/** The body is over the size limit. */
export class TooLarge extends Error {
  constructor() {
    super(`the body has more than ${MOST_BYTES / 1024 / 1024} MiB`)
  }
}

/** Hop-by-hop headers (RFC 9110, 7.6.1). */
const OF_ONE_CONNECTION = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect)$/

const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) }

/**
 * Forwards a request, and returns the response, both unchanged: redirects are not followed, nothing is decoded.
 *
 * @throws Error when there is no response
 * @throws TooLarge
 */
export async function forward(outgoing: Outgoing): Promise<Incoming> {
  const { request, response } = sent(outgoing)
  try {
    return await read(await response)
  } catch (error) {
    // The server may close an idle connection at the moment of its reuse: it has seen nothing of this request then.
    if (request.reusedSocket && codeOf(error) === 'ECONNRESET') return read(await sent(outgoing).response)
    throw error
  }
}

function sent({ method, url, headers, body, signal }: Outgoing) {
  const { protocol } = new URL(url)
  const length = body.length > 0 || headers['content-length'] !== undefined ? { 'content-length': body.length } : {}
  const options = { method, headers: { ...headers, ...length }, ...(signal && { signal }) }
  const request =
    protocol === 'https:'
      ? https.request(url, { ...options, agent: agents['https:'] })
      : http.request(url, { ...options, agent: agents['http:'] })
  const response = new Promise<IncomingMessage>((resolve, reject) => request.once('response', resolve).once('error', reject))
  request.end(body)
  return { request, response }
}

async function read(response: IncomingMessage): Promise<Incoming> {
  const { statusCode = 0, statusMessage = '', headers, rawHeaders } = response
  try {
    return { status: statusCode, reason: statusMessage, headers, rawHeaders, body: await receive(response) }
  } catch (error) {
    response.destroy()
    throw error
  }
}

/**
 * Receives a body; stops reading one that is too large.
 *
 * @throws TooLarge
 * @throws Error when the connection is lost
 */
export function receive(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    message.on('data', take)
    message.once('end', () => resolve(Buffer.concat(chunks, size)))
    message.once('error', reject)
    message.once('close', () => reject(new Error('the connection was closed before the body was there')))

    function take(chunk: Buffer): void {
      chunks.push(chunk)
      size += chunk.length
      if (size <= MOST_BYTES) return
      message.off('data', take).pause()
      reject(new TooLarge())
    }
  })
}

/** End-to-end headers of a request. */
export function headersToPass({ headersDistinct }: IncomingMessage): OutgoingHttpHeaders {
  const own = new Set(headersDistinct['connection']?.flatMap((value) => value.toLowerCase().split(/\s*,\s*/)))
  const endToEnd = Object.entries(headersDistinct).filter(([name]) => name !== 'host' && !own.has(name) && !OF_ONE_CONNECTION.test(name))
  return Object.fromEntries(endToEnd)
}

/** End-to-end headers of a response: names and values in turn, unchanged. */
export function rawHeadersToPass({ headers, rawHeaders }: Incoming): string[] {
  const own = new Set(headers.connection?.toLowerCase().split(/\s*,\s*/))
  return rawHeaders.flatMap((value, i) => {
    const name = (rawHeaders[i - (i % 2)] ?? '').toLowerCase()
    return own.has(name) || OF_ONE_CONNECTION.test(name) ? [] : [value]
  })
}

/** Reason for the missing response, for part of a message. */
export function whyNone(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return whyNone(error.errors[0]) // one for each address
  return error instanceof Error ? error.message || codeOf(error) || error.name : String(error)
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
