import type { ApiResponse } from '../api-request.js'
import type { Exchange } from './exchange.js'
import { reject } from './respond.js'

/** Stage: counts the requests of each API key; rejects those over the limit with 429. */
export function rateLimit(exchange: Exchange, next: () => ApiResponse): ApiResponse {
  exchange.rateLimit = exchange.session.rateLimiter.count(exchange.apiKey, exchange.now)
  const { limit, seconds, retryAfter } = exchange.rateLimit
  if (retryAfter === undefined) return next()
  const message = `More than ${limit} requests in ${seconds === 60 ? 'a minute' : `${seconds} s`}; try again in ${retryAfter} s`
  return reject(exchange, {
    status: 429,
    error: { code: 'RATE_LIMIT_EXCEEDED', message, retryAfter },
    headers: { 'retry-after': String(retryAfter) },
  })
}
