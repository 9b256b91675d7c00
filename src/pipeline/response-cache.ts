import type { ApiResponse } from '../api-request.js'
import { type Exchange, NONE } from './exchange.js'
import { hasPreconditions } from './preconditions.js'
import { respondText } from './respond.js'

/** Stage: repeats the response to the last equal GET until something is written. */
export function responseCache(exchange: Exchange, next: () => ApiResponse): ApiResponse {
  const { request, method, isRequestIdGiven, session } = exchange
  if (method !== 'GET' || isRequestIdGiven || request.body?.length || hasPreconditions(request)) return next()
  const { cache } = exchange.options
  const { version } = session.store
  const cached = cache.get(version, request.path)
  if (cached !== undefined) return respondText(exchange, cached.status, cached.text, undefined, cached)
  const response = next()
  if (exchange.result === undefined || exchange.notes.unknown !== NONE) return response
  return { ...response, encoded: cache.put(version, request.path, response) }
}
