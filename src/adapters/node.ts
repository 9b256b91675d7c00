import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Mock } from '../mock/create-mock.js'
import { internalsOf } from '../mock/internals.js'
import { type Latency, latencies } from './latency.js'
import { type Answerer, Answering } from './node/answering.js'
import { receiveBody } from './node/body.js'
import type { LogEntry } from './node/log-entry.js'
import { headersOf, pathUnder, toBasePath, urlOf } from './node/request.js'
import { RequestBatch } from './node/request-batch.js'

export interface NodeListenerOptions {
  /** Where the API is; by default `/v1`. */
  readonly basePath?: string
  /** How long an answer takes: milliseconds (`100`), or a range to draw from (`'50-200'`). By default no longer than needed. */
  readonly latency?: Latency
  /** What times in a range of `latency` are drawn from, the same ones for the same seed. By default 1. */
  readonly seed?: number
  /** Is told of each request once it is answered. */
  readonly log?: (entry: LogEntry) => void
  /** Texts that no log entry may show, such as the API keys. What looks like a key is hidden in any case. */
  readonly secrets?: readonly string[]
}

/** What `node:http`, Express and Connect (so Vite's dev server) all take. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse, next?: (error?: unknown) => void) => void

/**
 * Serves the API of a mock under its base path. Anything else is left to `next`, or without one is answered 404.
 *
 * It may be mounted at the root or under the base path. A body that was parsed on the way, as by `express.json()`, is taken as it is.
 *
 * @throws TypeError when `basePath` or `latency` will not do
 * @example
 * http.createServer(nodeListener(mock)).listen(4010) // node:http
 * app.use(nodeListener(mock)) // Express
 * server.middlewares.use(nodeListener(mock, { basePath: '/api/v1' })) // a plugin of Vite, in configureServer(server)
 */
export function nodeListener(mock: Pick<Mock, 'handle' | 'delayFor'>, options: NodeListenerOptions = {}): NodeListener {
  const base = toBasePath(options.basePath ?? '/v1')
  const latency = options.latency === undefined ? undefined : latencies(options.latency, options.seed)
  const { log, secrets = [] } = options
  const answerer: Answerer = { mock, log, secrets }
  const turn = new RequestBatch()
  internalsOf(mock)?.onReplace(() => turn.end())

  return (request, response, next) => {
    const inside = pathUnder(base, request)
    if (inside === undefined && next !== undefined) return next()
    const receivedAt = performance.now()
    const path = inside ?? strangePath(base, request)

    receiveBody(request, (body) => {
      const asked = { method: request.method ?? 'GET', path, headers: headersOf(request), body, receivedAt }
      const answering = new Answering(answerer, request, response, asked)
      const wait = mock.delayFor(asked, latency?.())
      if (wait === 0) turn.add(answering)
      else afterwards(response, wait, () => answerAlone(answering))
    })
  }
}

/**
 * Waits before the request is handled, not after: what it changes is changed when its answer leaves, so that nobody sees an effect
 * before its cause is answered, and a client that hangs up meanwhile has done nothing. Among requests that wait at the same time, the
 * one with the shorter wait is handled first, as on a real network.
 */
function afterwards(response: ServerResponse, milliseconds: number, then: () => void): void {
  const timer = setTimeout(() => {
    response.off('close', hungUp)
    then()
  }, milliseconds)
  const hungUp = (): void => clearTimeout(timer)
  response.once('close', hungUp)
}

function answerAlone(answering: Answering): void {
  answering.handle()
  answering.send()
}

/** A path outside the base path, told as what it is: the spec has none like it, though it may have one that ends like it. */
function strangePath(base: string, request: IncomingMessage): string {
  const [path = ''] = urlOf(request).split('?')
  return `http://${request.headers.host ?? 'localhost'}${path}, which is not below the base path ${base || '/'}`
}
