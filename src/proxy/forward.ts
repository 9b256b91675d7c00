import http, { type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import https from 'node:https'

/** A request as it goes on to a server. */
export interface Outgoing {
  readonly method: string
  readonly url: string
  readonly headers: OutgoingHttpHeaders
  readonly body: Buffer
  readonly signal?: AbortSignal | undefined
}

/** What came back, as it came. */
export interface Incoming {
  readonly status: number
  readonly reason: string
  readonly headers: IncomingHttpHeaders
  /** Names and values by turns, in their order. */
  readonly rawHeaders: readonly string[]
  readonly body: Buffer
}

/** A body may have this many bytes: Prism takes no more. */
export const MOST_BYTES = 10 * 1024 * 1024

/** A body has more bytes than that. */
export class TooLarge extends Error {
  constructor() {
    super(`the body has more than ${MOST_BYTES / 1024 / 1024} MiB`)
  }
}

/** What is about one connection, not about what goes over it (RFC 9110, 7.6.1). */
const OF_ONE_CONNECTION = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect)$/

const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) }

/**
 * Sends a request as it is, and gives the answer as it is: no redirect is followed, nothing is decoded.
 *
 * @throws Error when there is no answer
 * @throws TooLarge
 */
export async function forward(outgoing: Outgoing): Promise<Incoming> {
  const { request, answer } = sent(outgoing)
  try {
    return await read(await answer)
  } catch (error) {
    // The other side may close an idle connection as it is used again: then it has seen nothing of this request.
    if (request.reusedSocket && codeOf(error) === 'ECONNRESET') return read(await sent(outgoing).answer)
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
  const answer = new Promise<IncomingMessage>((resolve, reject) => request.once('response', resolve).once('error', reject))
  request.end(body)
  return { request, answer }
}

async function read(answer: IncomingMessage): Promise<Incoming> {
  const { statusCode = 0, statusMessage = '', headers, rawHeaders } = answer
  try {
    return { status: statusCode, reason: statusMessage, headers, rawHeaders, body: await receive(answer) }
  } catch (error) {
    answer.destroy()
    throw error
  }
}

/**
 * Receives a body. One that is too large is left as it is, half read.
 *
 * @throws TooLarge
 * @throws Error when it breaks off
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

/** The headers of a request that go with it to another server. */
export function headersToPass({ headersDistinct }: IncomingMessage): OutgoingHttpHeaders {
  const own = new Set(headersDistinct['connection']?.flatMap((value) => value.toLowerCase().split(/\s*,\s*/)))
  const kept = Object.entries(headersDistinct).filter(([name]) => name !== 'host' && !own.has(name) && !OF_ONE_CONNECTION.test(name))
  return Object.fromEntries(kept)
}

/** The headers of an answer that go with it to another client: names and values by turns, as they came. */
export function rawHeadersToPass({ headers, rawHeaders }: Incoming): string[] {
  const own = new Set(headers.connection?.toLowerCase().split(/\s*,\s*/))
  return rawHeaders.flatMap((value, i) => {
    const name = (rawHeaders[i - (i % 2)] ?? '').toLowerCase()
    return own.has(name) || OF_ONE_CONNECTION.test(name) ? [] : [value]
  })
}

/** Why there is no answer, for part of a message. */
export function whyNone(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return whyNone(error.errors[0]) // one for each address
  return error instanceof Error ? error.message || codeOf(error) || error.name : String(error)
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}
