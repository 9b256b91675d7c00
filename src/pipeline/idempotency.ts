import { ApiError } from '../api-error.js'
import { type ApiRequest, type ApiResponse, header, mapResponse } from '../api-request.js'
import type { IdempotencyClaim } from '../store/idempotency-store.js'
import { type Exchange, matched } from './exchange.js'
import { respond } from './respond.js'

/**
 * Stage: replays the response of a POST with a known `Idempotency-Key`, or records that of a new one. Errors are not recorded: a rejected
 * request changed nothing, and its key stays free for the corrected one.
 *
 * @throws ApiError RESOURCE_ALREADY_EXISTS for a key that another request has used
 */
export function idempotency(exchange: Exchange, next: () => ApiResponse): ApiResponse {
  const claim = idempotencyClaim(exchange.request, exchange.apiKey, exchange.input?.body)
  if (claim === undefined) return next()
  const { session, now } = exchange
  const record = session.idempotency.find(claim.key, now)
  if (record?.request === claim.request) return respond(exchange, record.status, record.answer, { 'idempotent-replayed': 'true' })
  if (record !== undefined) {
    const message = 'The Idempotency-Key was used for another request already; use a new key for a new request'
    throw new ApiError('RESOURCE_ALREADY_EXISTS', message, [{ field: 'Idempotency-Key', message }])
  }
  return mapResponse(next(), (response) => {
    const { status } = matched(exchange).route
    if (exchange.result !== undefined) session.idempotency.put({ ...claim, status, answer: exchange.result.body, at: now })
    return response
  })
}

function idempotencyClaim(request: ApiRequest, apiKey: string, body: object | undefined): IdempotencyClaim | undefined {
  const { method } = request
  const idempotencyKey = method === 'POST' ? header(request, 'idempotency-key') : undefined
  if (!idempotencyKey) return undefined
  return { key: `${apiKey}\n${idempotencyKey}`, request: `${method} ${request.path}\n${JSON.stringify(body)}` }
}
