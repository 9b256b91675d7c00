import { ApiError } from '../api-error.js'
import { type ApiRequest, type ApiResponse, header } from '../api-request.js'
import type { Exchange } from './exchange.js'
import { matchRoute } from './match-route.js'
import { perform } from './perform.js'
import { parseQueryParameters } from './query-parameters.js'
import { reject, respond } from './respond.js'

/**
 * Stage: evaluates `If-Match` and `If-None-Match` (RFC 9110, 13.2). Responses have no entity tags and no dates, so only `*` can match a
 * resource, and conditions on dates are ignored.
 */
export function preconditions(exchange: Exchange, next: () => ApiResponse): ApiResponse {
  const { request, method, path } = exchange
  if (!hasPreconditions(request)) return next()
  if (method === 'GET' || method === 'HEAD') {
    const response = next() // reading changes nothing
    const condition = failedCondition(request, true)
    return condition === undefined || response.status >= 300 ? response : failed(exchange, condition)
  }
  const condition = failedCondition(request, isReadable(exchange, path))
  // A request that would fail anyway, such as for an unknown conversation, fails for that reason.
  if (condition === undefined || !isReadable(exchange, resourcePath(path))) return next()
  return failed(exchange, condition)
}

export function hasPreconditions(request: ApiRequest): boolean {
  return header(request, 'if-match') !== undefined || header(request, 'if-none-match') !== undefined
}

type Condition = 'If-Match' | 'If-None-Match'

/** @param exists - whether the target has a representation */
function failedCondition(request: ApiRequest, exists: boolean): Condition | undefined {
  const ifMatch = header(request, 'if-match')
  if (ifMatch !== undefined && !(exists && ifMatch.trim() === '*')) return 'If-Match'
  return exists && header(request, 'if-none-match')?.trim() === '*' ? 'If-None-Match' : undefined
}

function failed(exchange: Exchange, condition: Condition): ApiResponse {
  const { method } = exchange
  if (condition === 'If-None-Match' && (method === 'GET' || method === 'HEAD')) return respond(exchange, 304)
  const message = `${condition} does not hold: the API has no entity tags, so that "*" matches what exists, and nothing else does`
  return reject(exchange, { status: 412, error: { code: 'VALIDATION_ERROR', message, details: [{ field: condition, message }] } })
}

/** Tells whether a GET of a path succeeds. */
function isReadable(exchange: Exchange, path: string): boolean {
  const match = matchRoute(path)
  const route = match?.methods.get('GET')
  if (route === undefined) return false
  try {
    perform({ ...exchange, method: 'GET', match, route, input: { query: parseQueryParameters(route, ''), body: undefined } })
    return true
  } catch (error) {
    if (error instanceof ApiError) return false
    throw error
  }
}

/** Path of the resource that a request is about: an action such as `/conversations/{id}/close` has none of its own. */
function resourcePath(path: string): string {
  return matchRoute(path)?.methods.has('GET') ? path : path.slice(0, path.lastIndexOf('/'))
}
