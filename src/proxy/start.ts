import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type LogEntry, logEntry } from '../adapters/node/log-entry.js'
import { redactorOf } from '../adapters/node/redact.js'
import { pathUnder, toBasePath } from '../adapters/node/request.js'
import { sendEarly } from '../adapters/node/send.js'
import { corsHeaders } from '../pipeline/cors-headers.js'
import { closeServer } from '../server/close.js'
import { hostInUrl, listen } from '../server/listen.js'
import { forward, headersToPass, type Incoming, rawHeadersToPass, receive, TooLarge, whyNone } from './forward.js'
import type { InstalledPrism } from './prism.js'
import { type CheckResult, PrismChecker } from './prism-checker.js'

export interface ProxyOptions {
  /** Base URL of the API without a trailing slash: `https://api.linktor.io/v1`. */
  readonly target: string
  readonly port: number
  readonly host: string
  readonly basePath: string
  /** OpenAPI document to check against. */
  readonly document: string
  /** Called with each request after its response. */
  readonly log?: ((entry: ProxyEntry) => void) | undefined
}

/** A forwarded request, safe to print. */
export interface ProxyEntry extends LogEntry, CheckResult {}

export interface RunningProxy {
  readonly url: string
  /** Stops accepting requests, and waits for those under way; with `force` it does not wait. */
  close(options?: { readonly force?: boolean }): Promise<void>
}

/** Longer than the pools of common clients keep a connection, so that none is closed under a request. */
const KEEP_ALIVE_MILLISECONDS = 65_000

/**
 * Forwards requests to an API and responses back, both unchanged, and checks them by Prism. A client gets its response after the check: so
 * violations are printed before it can react, and there are never more checks than waiting clients.
 *
 * @throws Error when it cannot listen, or the target is the proxy itself
 * @throws NoPrism when that does not start
 */
export async function startProxy(options: ProxyOptions, installed: InstalledPrism): Promise<RunningProxy> {
  const { target, port, host, log } = options
  const base = toBasePath(options.basePath)
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MILLISECONDS }, (request, response) => {
    serve(request, response).catch((error: Error) => response.destroy(error))
  })
  const origin = `http://${hostInUrl(host)}:${await listen(server, port, host)}`
  const closeListening = closeServer(server)
  const starting = origin === new URL(target).origin ? isItself(target) : PrismChecker.start(installed, options.document)
  await starting.catch(async (error) => {
    await closeListening({ force: true })
    throw error
  })
  return {
    url: origin + base,
    close: async (how) => {
      await closeListening(how)
      await (await starting).stop()
    },
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now()
    const path = pathUnder(base, request)
    if (path === undefined) return reject(404, 'RESOURCE_NOT_FOUND', `the API is below ${origin}${base}/`)
    if (!isUnder(target, path)) return reject(400, 'VALIDATION_ERROR', 'the path must stay below the base path, without ".."')
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    try {
      const outgoing = {
        method: request.method ?? 'GET',
        url: target + path,
        headers: headersToPass(request),
        body: await receive(request),
      }
      const incoming = await forward({ ...outgoing, signal: gone.signal })
      const entry = entryOf(request, incoming, started)
      tell(entry, await (await starting).check(path, outgoing, incoming))
      response.sendDate = false
      response.writeHead(incoming.status, incoming.reason, rawHeadersToPass(incoming)).end(incoming.body)
    } catch (error) {
      if (gone.signal.aborted) return // the client has disconnected
      if (error instanceof TooLarge && !request.readableEnded) return reject(413, 'VALIDATION_ERROR', `not passed on: ${error.message}`)
      reject(502, 'INTERNAL_ERROR', `no response from ${target}: ${whyNone(error)}`)
    }

    /** A response of the proxy itself, readable by any page. */
    function reject(status: number, code: string, message: string): void {
      const body = JSON.stringify({ error: { code, message: `linktor-mock proxy: ${message}` } })
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        ...corsHeaders({ path: '/', headers: { origin: request.headers.origin } }),
      }
      tell(logEntry(request, { status, errorCode: code, unknown: [] }, started, []), { violations: [], note: message })
      sendEarly(request, response, { status, headers, body, notes: { unknown: [] } })
    }

    function tell(entry: LogEntry, { violations, note }: CheckResult): void {
      const hide = hiderOf(request)
      log?.({ ...entry, violations: violations.map(hide), ...(note !== undefined && { note: hide(note) }) })
    }
  }
}

/** Tells whether a path stays below a base URL, however often a server decodes it. */
function isUnder(target: string, path: string): boolean {
  const [pathname = ''] = path.split('?')
  let decoded = pathname
  for (let i = 0; i < MAX_DECODINGS; i++) {
    if (/(^|[/\\])\.\.([/\\]|$)/.test(decoded)) return false
    try {
      decoded = decodeURIComponent(decoded)
    } catch {
      break
    }
  }
  const [base, url] = [new URL(`${target}/`), new URL(target + path)]
  return url.origin === base.origin && url.pathname.startsWith(base.pathname)
}

/** More than any chain of servers decodes a path. */
const MAX_DECODINGS = 4

async function isItself(target: string): Promise<never> {
  throw new Error(`${target} is the proxy itself: give the address of the API, or another --port`)
}

function entryOf(request: IncomingMessage, { status, headers, body }: Incoming, started: number): LogEntry {
  const requestId = headers['x-request-id']
  const errorCode = status < 400 ? undefined : errorCodeIn(body)
  const logged = {
    status,
    unknown: [],
    ...(errorCode !== undefined && { errorCode }),
    requestId: requestId === undefined ? undefined : String(requestId),
  }
  return logEntry(request, logged, started, [])
}

/** Shows only what can be a code. */
function errorCodeIn(body: Buffer): string | undefined {
  try {
    const code: unknown = JSON.parse(String(body)).error.code
    return typeof code === 'string' && /^\w{1,60}$/.test(code) ? code : undefined
  } catch {
    return undefined // not an error as the document has them, which is a violation of its own
  }
}

/** Names of fields and parameters may be anything, even keys. */
function hiderOf(request: IncomingMessage): (sentence: string) => string {
  const { name } = redactorOf(request, [])
  return (sentence) => sentence.replace(/[^ .,:;'"()]+/g, name)
}
