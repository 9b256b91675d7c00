import { type HttpHandler, HttpResponse } from 'msw'
import type { ApiRequest, ApiResponse } from '../api-request.js'
import { routes } from '../generated/routes.js'
import type { Mock } from '../mock/create-mock.js'
import { decodeBody, withoutEncoding } from './decode-body.js'
import { PATHS } from './known-paths.js'
import { baseOf, type UrlPattern } from './msw/base.js'
import { decoders } from './msw/decoders.js'
import { delay } from './msw/delay.js'
import { PatternHandler } from './msw/pattern-handler.js'
import { slowBody } from './msw/slow-body.js'

export interface HandlersOptions {
  /**
   * Base URL of the API in the app under test: a URL, by default `https://api.linktor.io/v1`; a path, where there is a page for it to be
   * relative to (`/api/v1`); or either with `*` as a wildcard, such as `*` + `/v1` for any host. An array, if the app calls several.
   */
  readonly baseUrl?: string | readonly string[]
  /**
   * Response to paths below the base URL that the API does not have: the `error` 404 (default), or `passthrough`, so that handlers after
   * these may respond. Other methods of a known path are always a 405.
   */
  readonly unknownPaths?: UnknownPaths
}

type UnknownPaths = 'error' | 'passthrough'

/** Base URL of the platform. */
export const DEFAULT_BASE_URL = 'https://api.linktor.io/v1'
const ANY_METHOD = /^/

/**
 * Request handlers for Mock Service Worker: one for each operation, and one for everything else below the base URL, so that unknown paths,
 * wrong methods, HEAD and OPTIONS get the same responses as from the server. For `setupServer` in Node and `setupWorker` in a browser.
 *
 * @throws TypeError when an option is invalid
 * @example
 * const mock = createMock()
 * const server = setupServer(...handlers(mock))
 * server.listen()
 * @example
 * setupServer(...handlers(mock, { unknownPaths: 'passthrough' }), http.get('https://api.linktor.io/v1/contacts', respond))
 */
export function handlers(mock: Pick<Mock, 'handle' | 'delayFor'>, options: HandlersOptions = {}): HttpHandler[] {
  const baseUrls = baseUrlsOf(options)
  const { unknownPaths = 'error' } = options
  if (!UNKNOWN_PATHS.includes(unknownPaths)) {
    throw new TypeError(`handlers: unknownPaths must be one of ${UNKNOWN_PATHS.join(', ')}; got ${JSON.stringify(unknownPaths)}`)
  }
  return baseUrls
    .map(baseOf)
    .flatMap((base) => [
      ...routes.map(({ method, path }) => handler(mock, method, base.pattern(path))),
      ...(unknownPaths === 'error'
        ? [handler(mock, ANY_METHOD, base.anywhere())]
        : PATHS.map((path) => handler(mock, ANY_METHOD, base.pattern(path)))),
    ])
}

const UNKNOWN_PATHS: readonly UnknownPaths[] = ['error', 'passthrough']

function baseUrlsOf(options: HandlersOptions): readonly string[] {
  if (typeof options !== 'object' || options === null) throw new TypeError(`handlers: options must be an object; got ${String(options)}`)
  const unknown = Object.keys(options).find((option) => option !== 'baseUrl' && option !== 'unknownPaths')
  if (unknown !== undefined) throw new TypeError(`handlers: there is no option ${unknown}; there are baseUrl, unknownPaths`)
  const { baseUrl = DEFAULT_BASE_URL } = options
  if (typeof baseUrl === 'string') return [baseUrl]
  if (Array.isArray(baseUrl) && baseUrl.length > 0) return baseUrl
  throw new TypeError(`baseUrl: ${JSON.stringify(baseUrl)} must be a base URL, or a list of at least one`)
}

function handler(mock: Pick<Mock, 'handle' | 'delayFor'>, method: string | RegExp, pattern: UrlPattern): HttpHandler {
  return new PatternHandler(method, pattern, ({ request }) => respond(mock, request, pattern))
}

async function respond(mock: Pick<Mock, 'handle' | 'delayFor'>, request: Request, pattern: UrlPattern): Promise<Response> {
  const receivedAt = performance.now()
  const apiRequest = {
    method: request.method,
    path: pattern.below(request.url),
    receivedAt,
    ...(await headersAndBodyOf(request)),
  }
  if (request.signal.aborted) return HttpResponse.error()
  const milliseconds = mock.delayFor(apiRequest)
  if (milliseconds > 0 && !(await delay(milliseconds, request.signal))) return HttpResponse.error()
  const apiResponse = mock.handle(apiRequest)
  return responseOf((await apiResponse.later) ?? apiResponse, request.signal)
}

/** Not every browser shows by `request.body` that there is none. */
async function headersAndBodyOf(request: Request): Promise<Pick<ApiRequest, 'headers' | 'body' | 'undecodable'>> {
  const headers = Object.fromEntries(request.headers)
  if (request.method === 'GET' || request.method === 'HEAD') return { headers }
  const bytes = new Uint8Array(await request.arrayBuffer())
  const encoding = headers['content-encoding']
  if (encoding === undefined || bytes.length === 0) return { headers, body: bytes }
  const { body, isDecoded, undecodable } = await decodeBody(bytes, encoding, decoders)
  return { headers: isDecoded ? withoutEncoding(headers) : headers, body, undecodable }
}

function responseOf({ status, headers, body, bodyMilliseconds }: ApiResponse, signal: AbortSignal): Response {
  if (status === 0) return HttpResponse.error()
  if (body === '') return new HttpResponse(null, { status, headers })
  if (bodyMilliseconds !== undefined) return new HttpResponse(slowBody(body, bodyMilliseconds, signal), { status, headers })
  return new HttpResponse(body, { status, headers })
}
