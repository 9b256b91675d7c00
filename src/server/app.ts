import type { IncomingMessage, ServerResponse } from 'node:http'
import express, { type ErrorRequestHandler, type RequestHandler, type Response } from 'express'
import { logEntry } from '../adapters/node/log-entry.js'
import { addressOf } from '../adapters/node/origin.js'
import type { NodeListener, NodeListenerOptions } from '../adapters/node.js'
import { controlPlane } from '../control/router.js'
import { keysIn } from '../control/sandboxes.js'
import type { Mock } from '../mock/create-mock.js'
import { corsHeaders } from '../pipeline/cors-headers.js'
import { docs } from './docs.js'
import { envelope } from './envelope.js'
import { index } from './index-page.js'
import { documentJson, documentYaml } from './openapi.js'
import { packageVersion } from './package.js'

export interface AppOptions extends Pick<NodeListenerOptions, 'log' | 'secrets'> {
  readonly mock: Mock
  readonly base: string
  /** Origin of the server, for requests that do not say where they reached it: `http://127.0.0.1:4010`. */
  readonly origin: string
  /** Bind address. */
  readonly host: string
  /** Listener for everything else. */
  readonly api: NodeListener
  /** Whether to serve the control plane. */
  readonly control: boolean
  /** Token that its calls must have, if there is one. */
  readonly controlToken?: string | undefined
  /** Whether links follow the headers of a reverse proxy. */
  readonly trustProxy?: boolean
  /** Aborted when the server closes. */
  readonly closing: AbortSignal
}

/** Creates the app around the API: pages, documents, and the control plane. */
export function createApp(options: AppOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const { mock, base, origin, host, api, log, secrets = [], control, controlToken: token, trustProxy = false, closing } = options
  const app = express()
  app.disable('x-powered-by')

  const rootUrl = (request: IncomingMessage): string => {
    const address = addressOf(request, origin, trustProxy)
    return address.origin + address.prefix
  }
  const controlUrl = (request: IncomingMessage): string => `${rootUrl(request)}/_mock`
  const document = {
    json: (request: IncomingMessage) => documentJson('control', controlUrl(request)),
    yaml: (request: IncomingMessage) => documentYaml('control', controlUrl(request)),
  }
  if (control) app.use('/_mock', logged, controlPlane({ mock, host, token, trustProxy, document, secrets, closing }))
  page('/', index({ base, rootUrl, control }))
  page('/health', (_, response) => {
    response.json({
      status: 'ok',
      version: packageVersion(),
      now: mock.clock.now().toISOString(),
      conversations: mock.db.conversations.count(),
    })
  })
  page('/openapi.json', (request, response) => {
    response.json(documentJson('openapi', rootUrl(request) + base))
  })
  page('/openapi.yaml', (request, response) => {
    response.type('application/yaml').send(documentYaml('openapi', rootUrl(request) + base))
  })
  for (const [path, handler] of Object.entries(docs())) page(path, handler)
  app.use((request, response) => api(request, response))
  app.use(failed(mock))
  return app

  function page(path: string, handler: RequestHandler): void {
    app.get(path, logged, open, handler)
    app.all(path, logged, open, onlyGet)
  }

  /** Preflights get a 204, other methods a 405. */
  function onlyGet(...[request, response]: Parameters<RequestHandler>): void {
    const { method, headers, path } = request
    response.set({ allow: 'GET, HEAD, OPTIONS' })
    if (method === 'OPTIONS') {
      const requested = headers['access-control-request-headers']
      response.set({
        'access-control-allow-methods': 'GET, HEAD, OPTIONS',
        ...(requested && { 'access-control-allow-headers': requested }),
      })
      return void response.status(204).end()
    }
    throw Object.assign(new Error(`${path} does not take ${method}; it takes GET, HEAD, OPTIONS`), { status: 405 })
  }

  function logged(...[request, response, next]: Parameters<RequestHandler>): void {
    if (log !== undefined) {
      const started = performance.now()
      const hidden = [...secrets, ...keysIn(request.originalUrl)]
      response.once('finish', () => log(logEntry(request, { status: response.statusCode, unknown: [] }, started, hidden)))
    }
    next()
  }
}

/** Allows pages of other origins to read it, as the API does. */
function open(...[request, response, next]: Parameters<RequestHandler>): void {
  response.set({ ...corsHeaders({ path: '/', headers: { origin: request.headers.origin } }), 'x-content-type-options': 'nosniff' })
  next()
}

function failed(mock: Mock): ErrorRequestHandler {
  // Express recognizes an error handler by its four parameters.
  return (error: unknown, { headers: { origin } }, response: Response, next) => {
    if (response.headersSent) return next(error)
    const status = statusOf(error)
    if (status >= 500) console.error('linktor-mock failed to serve a page:', error)
    const message =
      error instanceof Error && status < 500 ? error.message : 'linktor-mock failed to handle this request: this is a defect in it'
    const { headers, body } = envelope(mock, status, message, origin)
    response.status(status).set(headers).end(body)
  }
}

function statusOf(error: unknown): number {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500
}
