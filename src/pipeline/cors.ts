import { type ApiResponse, header } from '../api-request.js'
import { isForbidden } from './cors-headers.js'
import type { Exchange } from './exchange.js'
import { allowHeader, matchRoute } from './match-route.js'
import { respond } from './respond.js'

/** Request headers that the mock itself reads, for a preflight that names none. */
const OWN_HEADERS = 'Authorization, Content-Type, Idempotency-Key, X-Request-ID, X-Mock-Fault, X-Mock-Delay'
const FIELD_NAMES = /^[\w!#$%&'*+.^`|~, -]+$/

/** Stage: responds to OPTIONS. A preflight may name any request headers: libraries for tracing, caching and forms add their own. */
export function cors(exchange: Exchange, next: () => ApiResponse): ApiResponse {
  if (exchange.method !== 'OPTIONS') return next()
  const allow = allowHeader(matchRoute(exchange.path))
  if (isForbidden(exchange.request)) return respond(exchange, 204, undefined, { allow })
  const requested = header(exchange.request, 'access-control-request-headers') ?? ''
  return respond(exchange, 204, undefined, {
    allow,
    'access-control-allow-methods': allow,
    'access-control-allow-headers': FIELD_NAMES.test(requested) ? requested : OWN_HEADERS,
    'access-control-max-age': '600',
    vary: 'Origin, Access-Control-Request-Headers',
  })
}
