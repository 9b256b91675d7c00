import { type ApiResponse, mapResponse } from '../api-request.js'
import type { Exchange } from './exchange.js'
import { respondError } from './respond.js'

/**
 * Stage: commits the changes of an operation that has succeeded, and once more those of its later response; see `src/mock/commit.ts`. The
 * response to changes that cannot be made durable is a 500.
 */
export function commit(exchange: Exchange, next: () => ApiResponse): ApiResponse {
  const response = next()
  if (exchange.method === 'GET' || exchange.method === 'HEAD') return response
  return mapResponse(response, (response) => {
    if (exchange.result === undefined) return response
    try {
      exchange.options.commit(exchange.outbox.splice(0))
      return response
    } catch (error) {
      return respondError(exchange, error)
    }
  })
}
