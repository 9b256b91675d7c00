import { ApiError, invalid } from '../api-error.js'
import { type ApiRequest, type ApiResponse, header, mapResponse, noResponse } from '../api-request.js'
import type { IdempotencyClaim } from '../store/idempotency-store.js'
import { requestIdentity } from '../store/request-identity.js'
import { type Exchange, matched } from './exchange.js'
import { respond } from './respond.js'

const MAX_KEY_LENGTH = 255

/**
 * Stage: replays the response of a POST with a known `Idempotency-Key`, or records that of a new one. Errors are not recorded: a rejected
 * request changed nothing, and its key stays free for the corrected one. A repeat of a request under way waits for its final response.
 *
 * @throws ApiError RESOURCE_ALREADY_EXISTS for a key that another request has used, VALIDATION_ERROR for a key that is too long
 */
export function idempotency(exchange: Exchange, next: () => ApiResponse): ApiResponse {
  const claim = idempotencyClaim(exchange.request, exchange.apiKey, exchange.input?.body)
  if (claim === undefined) return next()
  const { session, now } = exchange
  const record = session.idempotency.find(claim.key, now)
  if (record?.request === claim.request) return replay(exchange, claim)
  if (record !== undefined) {
    const message = 'The Idempotency-Key was used for another request already; use a new key for a new request'
    throw new ApiError('RESOURCE_ALREADY_EXISTS', message, [{ field: 'Idempotency-Key', message }])
  }
  const response = mapResponse(next(), (response) => {
    const { status } = matched(exchange).route
    if (exchange.result !== undefined) session.idempotency.put({ ...claim, status, answer: exchange.result.body, at: now })
    return response
  })
  if (response.later !== undefined) session.idempotency.hold(claim.key, response.later)
  return response
}

function replay(exchange: Exchange, { key }: IdempotencyClaim): ApiResponse {
  const { idempotency } = exchange.session
  const later = idempotency.pending(key)?.then(({ status }) => (status === 0 ? noResponse(exchange.notes) : recorded()))
  return later === undefined ? recorded() : { ...recorded(), later }

  function recorded(): ApiResponse {
    const record = idempotency.find(key, exchange.now)
    if (record === undefined) return noResponse(exchange.notes)
    return respond(exchange, record.status, record.answer, { 'idempotent-replayed': 'true' })
  }
}

function idempotencyClaim(request: ApiRequest, apiKey: string, body: object | undefined): IdempotencyClaim | undefined {
  const { method, path } = request
  const key = method === 'POST' ? header(request, 'idempotency-key') : undefined
  if (!key) return undefined
  if (key.length > MAX_KEY_LENGTH) {
    const message = `Idempotency-Key must have ${MAX_KEY_LENGTH} characters at most; got ${key.length}`
    throw invalid([{ field: 'Idempotency-Key', message }])
  }
  return { key: `${apiKey}\n${key}`, request: requestIdentity(method, path, body) }
}
