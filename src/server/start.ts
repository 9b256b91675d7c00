import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { isLoopbackHost, isOwnHost } from '../adapters/node/loopback.js'
import { pathUnder, toBasePath } from '../adapters/node/request.js'
import { sendEarly } from '../adapters/node/send.js'
import { type NodeListenerOptions, nodeListener } from '../adapters/node.js'
import { MAX_BODY_BYTES } from '../api-request.js'
import type { Mock } from '../mock/create-mock.js'
import { isForWebhooks } from '../pipeline/cors-headers.js'
import { closeServer } from './close.js'
import { envelope } from './envelope.js'
import { hostInUrl, listen } from './listen.js'
import { PendingResponses, rejectConnect, rejectMalformed } from './malformed.js'
import { expectationError, protocolError } from './protocol.js'

export interface ServerOptions extends NodeListenerOptions {
  /** Port; 0 picks a free one. By default 4010. */
  readonly port?: number
  /** Bind address; by default 127.0.0.1, this machine only. */
  readonly host?: string
  /** Serves the control plane under `/_mock`; by default true. */
  readonly control?: boolean
  /**
   * `X-Mock-Token` that calls of the control plane must have. Without it, anyone on this machine may control the server, and nobody where
   * it listens to other machines.
   */
  readonly controlToken?: string
  /**
   * The server is behind a reverse proxy that sets `Forwarded` or `X-Forwarded-Proto`, `-Host` and `-Prefix`: links and documents follow
   * them. By default false, as any client can send these headers.
   */
  readonly trustProxy?: boolean
}

export interface RunningServer {
  /** Base URL of the API: `http://127.0.0.1:4010/v1`. */
  readonly url: string
  readonly port: number
  /**
   * Stops accepting requests, waits for those under way, and closes all connections. With `force`, also in a second call, it does not wait.
   */
  close(options?: { readonly force?: boolean }): Promise<void>
}

const FOREIGN_HOST = { status: 403, message: 'Webhooks may be called by the names of this machine only: ask for localhost or 127.0.0.1' }
/** Maximum time of a request to arrive, in milliseconds. */
const REQUEST_MILLISECONDS = 30_000
const HEADERS_MILLISECONDS = 10_000
/** Time without traffic before the system probes a connection, in milliseconds. */
const QUIET_MILLISECONDS = 60_000

/**
 * Serves a mock: its API, `/docs`, `/openapi.yaml`, `/openapi.json`, `/health`, and the control plane under `/_mock`.
 *
 * @throws TypeError when an option is invalid
 * @throws Error when it cannot listen, with the reason, such as a port in use
 * @example
 * const server = await startServer(createMock(), { port: 0 })
 * await fetch(`${server.url}/conversations`, { headers: { authorization: 'Bearer any-key' } })
 * await server.close()
 */
export async function startServer(mock: Mock, options: ServerOptions = {}): Promise<RunningServer> {
  const { port = 4010, host = '127.0.0.1', control = true, controlToken } = options
  requireToken(controlToken)
  const base = toBasePath(options.basePath ?? '/v1')
  if (control && /^\/_mock(\/|$)/i.test(base))
    throw new TypeError('basePath: /_mock is where the control plane is; choose another, or control: false')
  const secrets = [...(options.secrets ?? []), ...(controlToken === undefined ? [] : [controlToken])]
  const api = nodeListener(mock, { ...options, secrets })
  const isLocalOnly = isLoopbackHost(host)
  const closing = new AbortController()
  const pending = new PendingResponses()
  let app: Promise<(request: IncomingMessage, response: ServerResponse) => void> | undefined

  const server = createServer(
    {
      requestTimeout: REQUEST_MILLISECONDS,
      headersTimeout: HEADERS_MILLISECONDS,
      connectionsCheckingInterval: HEADERS_MILLISECONDS / 2,
      keepAliveTimeout: 0, // clients close their connections: none is closed under a request, and no response sets a timer
      keepAlive: true,
      keepAliveInitialDelay: QUIET_MILLISECONDS,
      joinDuplicateHeaders: true,
      requireHostHeader: false, // `protocolError` responds with the error envelope
    },
    serve,
  )
  server.on('checkContinue', (request, response) => {
    // The body of a request that is too large need not come.
    if (pathUnder(base, request) === undefined || !(Number(request.headers['content-length']) > MAX_BODY_BYTES)) response.writeContinue()
    serve(request, response)
  })
  server.on('checkExpectation', (request, response) => reject(request, response, expectationError(request)))
  server.on('connect', (_request, socket) => rejectConnect(mock, socket))
  server.on('clientError', (error, socket) => rejectMalformed(mock, error, socket, pending))
  const bound = await listen(server, port, host)
  const origin = `http://${hostInUrl(host)}:${bound}`
  const close = closeServer(server)
  return {
    url: origin + base,
    port: bound,
    close(how) {
      closing.abort()
      return close(how)
    },
  }

  function serve(request: IncomingMessage, response: ServerResponse): void {
    pending.note(request.socket, response)
    const error = protocolError(request)
    if (error !== undefined) reject(request, response, error)
    else if (isRebound(request)) reject(request, response, FOREIGN_HOST)
    else if (base === '')
      pages(request, response) // the pages go first where the API would take every path
    else api(request, response, () => pages(request, response))
  }

  /**
   * Tells whether a request for webhooks names a host that is not this machine, although the server listens on this machine only: the
   * request of a page whose host name points here by now (DNS rebinding). Such a page may not make the mock call other ports.
   */
  function isRebound(request: IncomingMessage): boolean {
    const named = request.headers.host
    return isLocalOnly && named !== undefined && isForWebhooks(pathUnder(base, request) ?? '') && !isOwnHost(named, host)
  }

  function reject(request: IncomingMessage, response: ServerResponse, error: { readonly status: number; readonly message: string }): void {
    const { headers: all, body } = envelope(mock, error.status, error.message)
    const headers = Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith('access-control-'))) // no page sends these
    sendEarly(request, response, { status: error.status, headers, body, notes: { unknown: [] } })
  }

  /** Express is loaded when it is first needed, as that takes much of the start. */
  function pages(request: IncomingMessage, response: ServerResponse): void {
    app ??= import('./app.js').then(({ createApp }) =>
      createApp({ ...options, mock, base, origin, host, api, secrets, control, closing: closing.signal }),
    )
    app.then((serve) => serve(request, response)).catch((error: Error) => response.destroy(error))
  }
}

function requireToken(token: unknown): void {
  if (token === undefined || (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token))) return
  throw new TypeError('controlToken: a token must be text without white space') // it is not shown
}
