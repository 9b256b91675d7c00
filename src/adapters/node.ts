import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Mock } from '../mock/create-mock.js'
import { internalsOf } from '../mock/internals.js'
import { withoutEncoding } from './decode-body.js'
import { isKnownPath } from './known-paths.js'
import { type Latency, latencies } from './latency.js'
import { receiveBody } from './node/body.js'
import { connectionOrder } from './node/connection-order.js'
import type { LogEntry } from './node/log-entry.js'
import { isLoopbackHost } from './node/loopback.js'
import { type ListenerParts, NodeExchange } from './node/node-exchange.js'
import { headersOf, pathUnder, toBasePath, urlOf } from './node/request.js'
import { RequestBatch } from './node/request-batch.js'

export interface NodeListenerOptions {
  /** Path below which the API is served; default `/v1`. */
  readonly basePath?: string
  /**
   * Handling of paths below the base path that the API does not have: the `error` 404 (default), or `next`, so that later middleware may
   * respond. Other methods of a known path are always a 405.
   */
  readonly unknownPaths?: 'error' | 'next'
  /** Latency of responses: milliseconds (`100`), or a range to draw from (`'50-200'`). By default none. */
  readonly latency?: Latency
  /** Random seed of latencies in a range. By default 1. */
  readonly seed?: number
  /** Called with each request after its response. */
  readonly log?: (entry: LogEntry) => void
  /** Texts that log entries never show, such as the API keys. Anything that looks like a key is hidden in any case. */
  readonly secrets?: readonly string[]
}

/** A listener for `node:http`, Express and Connect (and so for Vite's dev server). */
export type NodeListener = (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void) => void

/**
 * Serves the API of a mock under its base path. Other requests are passed to `next`, or get a 404 without one.
 *
 * It may be mounted at the root or under the base path. A body that a middleware such as `express.json()` has parsed is used as it is.
 *
 * @throws TypeError when `basePath`, `unknownPaths` or `latency` is invalid
 * @example
 * http.createServer(nodeListener(mock)).listen(4010) // node:http
 * app.use(nodeListener(mock)) // Express
 * server.middlewares.use(nodeListener(mock, { basePath: '/api/v1' })) // a plugin of Vite, in configureServer(server)
 */
export function nodeListener(mock: Pick<Mock, 'handle' | 'delayFor'>, options: NodeListenerOptions = {}): NodeListener {
  const base = toBasePath(options.basePath ?? '/v1')
  const latency = options.latency === undefined ? undefined : latencies(options.latency, options.seed)
  const { log, secrets = [], unknownPaths = 'error' } = options
  if (unknownPaths !== 'error' && unknownPaths !== 'next') {
    throw new TypeError(`unknownPaths: ${JSON.stringify(unknownPaths)} must be error or next`)
  }
  const passesUnknown = unknownPaths === 'next'
  const parts: ListenerParts = { mock, log, secrets }
  const batch = new RequestBatch()
  const inOrder = connectionOrder()
  internalsOf(mock)?.onReplace(() => batch.end())

  return (request, response, next) => {
    const inside = pathUnder(base, request)
    if (next !== undefined && (inside === undefined || (passesUnknown && !isKnownPath(inside)))) return next()
    const receivedAt = performance.now()
    const path = inside ?? pathOutside(base, request)

    inOrder(request, response, () =>
      receiveBody(request, (body, decoded) => {
        const isRemote = path.startsWith('/webhooks') && !isFromHere(request)
        const received = {
          method: request.method ?? 'GET',
          path,
          headers: headersOf(request),
          body,
          receivedAt,
          ...(isRemote && { isRemote }),
        }
        const apiRequest = decoded === undefined ? received : { ...received, ...decoded, headers: withoutEncoding(received.headers) }
        const exchange = new NodeExchange(parts, request, response, apiRequest)
        const wait = mock.delayFor(apiRequest, latency?.())
        if (wait === 0) batch.add(exchange)
        else afterDelay(response, wait, () => respondAlone(exchange))
      }),
    )
  }
}

/**
 * Delays the handling of a request, not its response: its changes become visible when the response is sent, and a client that disconnects
 * during the delay has changed nothing. Of two delayed requests the one with the shorter delay is handled first, as on a real network.
 */
function afterDelay(response: ServerResponse, milliseconds: number, then: () => void): void {
  const timer = setTimeout(() => {
    response.off('close', hungUp)
    then()
  }, milliseconds)
  const hungUp = (): void => clearTimeout(timer)
  response.once('close', hungUp)
}

function respondAlone(exchange: NodeExchange): void {
  exchange.handle()
  exchange.send()
}

/** Tells whether a request comes from this machine; one over a local socket has no address. */
function isFromHere({ socket }: IncomingMessage): boolean {
  return socket.remoteAddress === undefined || isLoopbackHost(socket.remoteAddress.replace(/^::ffff:/, ''))
}

/** Path of a request outside the base path, for the error: the spec has no such path, though it may have one with the same end. */
function pathOutside(base: string, request: IncomingMessage): string {
  const [path = ''] = urlOf(request).split('?')
  return `http://${request.headers.host ?? 'localhost'}${path}, which is not below the base path ${base || '/'}`
}
