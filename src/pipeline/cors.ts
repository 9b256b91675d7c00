import type { ApiResponse } from '../api-request.js'
import { isForbidden } from './cors-headers.js'
import type { Exchange } from './exchange.js'
import { allowHeader, matchRoute } from './match-route.js'
import { respond } from './respond.js'

const REQUEST_HEADERS = 'Authorization, Content-Type, Idempotency-Key, X-Request-ID, X-Mock-Fault, X-Mock-Delay'

/** Stage: responds to OPTIONS, preflights among them. */
export function cors(exchange: Exchange, next: () => ApiResponse): ApiResponse {
  if (exchange.method !== 'OPTIONS') return next()
  const allow = allowHeader(matchRoute(exchange.path))
  if (isForbidden(exchange.request)) return respond(exchange, 204, undefined, { allow })
  return respond(exchange, 204, undefined, {
    allow,
    'access-control-allow-methods': allow,
    'access-control-allow-headers': REQUEST_HEADERS,
    'access-control-max-age': '600',
  })
}
