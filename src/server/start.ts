import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { toBasePath } from '../adapters/node/request.js'
import { type NodeListenerOptions, nodeListener } from '../adapters/node.js'
import type { Mock } from '../mock/create-mock.js'
import { closeServer } from './close.js'
import { hostInUrl, listen } from './listen.js'
import { Answers, refuseMalformed } from './malformed.js'

export interface ServerOptions extends NodeListenerOptions {
  /** By default 4010; 0 picks one that is free. */
  readonly port?: number
  /** By default 127.0.0.1: this machine only. */
  readonly host?: string
  /** Whether there is a control plane under `/_mock`; by default there is. */
  readonly control?: boolean
  /**
   * What every call of the control plane must bring as `X-Mock-Token`. Without it, whoever asks on this machine may control the server,
   * and where it listens to other machines, nobody.
   */
  readonly controlToken?: string
}

export interface RunningServer {
  /** The base URL of the API, as a client is configured with it: `http://127.0.0.1:4010/v1`. */
  readonly url: string
  readonly port: number
  /**
   * Takes no more requests, lets those that are under way be answered, and ends every connection. With `force` it waits for nobody,
   * which may also be asked for later, while it waits.
   */
  close(options?: { readonly force?: boolean }): Promise<void>
}

/** A request that takes longer to arrive is given up: a client that hangs should hear of it. */
const REQUEST_MILLISECONDS = 30_000
const HEADERS_MILLISECONDS = 10_000
/** After so long, a client of whom nothing is heard is asked by the system whether it is still there. */
const QUIET_MILLISECONDS = 60_000

/**
 * Serves a mock, and beside its API `/docs`, `/openapi.yaml`, `/openapi.json` and `/health`, and the control plane under `/_mock`.
 *
 * @throws TypeError when an option will not do
 * @throws Error when it cannot listen there, saying why: the port is in use, say
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
  const closing = new AbortController()
  const answers = new Answers()
  let app: Promise<(request: IncomingMessage, response: ServerResponse) => void> | undefined

  const server = createServer(
    {
      requestTimeout: REQUEST_MILLISECONDS,
      headersTimeout: HEADERS_MILLISECONDS,
      connectionsCheckingInterval: HEADERS_MILLISECONDS / 2,
      keepAliveTimeout: 0, // clients end their connections: none is closed under a request, and no answer sets a timer
      keepAlive: true,
      keepAliveInitialDelay: QUIET_MILLISECONDS,
      joinDuplicateHeaders: true,
    },
    (request, response) => {
      answers.note(request.socket, response)
      if (base === '') return pages(request, response) // the pages go first where the API would take every path
      api(request, response, () => pages(request, response))
    },
  )
  server.on('clientError', (error, socket) => refuseMalformed(mock, error, socket, answers))
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

  /** Express is loaded when it is first needed: it takes a fair part of the time that a start may take. */
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
