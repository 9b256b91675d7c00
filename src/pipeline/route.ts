import type { ApiResponse } from '../api-request.js'
import { type Exchange, NONE } from './exchange.js'
import { allowHeader, matchRoute } from './match-route.js'
import { reject } from './respond.js'

/** Stage: finds the operation. The stages up to `requireRoute` handle requests without one as well. */
export function route(exchange: Exchange, next: () => ApiResponse): ApiResponse {
  const { method, path } = exchange
  exchange.match = matchRoute(path)
  exchange.route = exchange.match?.methods.get(method === 'HEAD' ? 'GET' : method)
  if (exchange.route !== undefined) exchange.notes = { unknown: NONE, operationId: exchange.route.operationId }
  return next()
}

/** Stage: rejects unknown paths with 404, and methods that a path does not take with 405. */
export function requireRoute(exchange: Exchange, next: () => ApiResponse): ApiResponse {
  const { method, path, match } = exchange
  if (match === undefined) {
    const message = `There is no ${method} ${shortened(path)}: below its base URL, the API has /conversations, /webhooks and what is below those`
    return reject(exchange, { status: 404, error: { code: 'RESOURCE_NOT_FOUND', message } })
  }
  if (exchange.route === undefined) {
    const allow = allowHeader(match)
    const hint = match.methods.has(method.toUpperCase()) ? `; methods are case-sensitive` : ''
    const message = `${path} does not take ${method}; it takes ${allow}${hint}`
    return reject(exchange, { status: 405, error: { code: 'VALIDATION_ERROR', message }, headers: { allow } })
  }
  return next()
}

function shortened(path: string): string {
  return path.length > MAX_PATH_LENGTH ? `${path.slice(0, MAX_PATH_LENGTH)}…` : path
}

/** Characters of a path in an error. */
const MAX_PATH_LENGTH = 500
