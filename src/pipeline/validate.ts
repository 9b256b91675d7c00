import { invalid } from '../api-error.js'
import type { ApiResponse } from '../api-request.js'
import { requestValidators } from '../generated/request-validators.js'
import { describe } from '../store/violations.js'
import { type Exchange, matched } from './exchange.js'

/**
 * Stage: validates query and body against the spec.
 *
 * @throws ApiError VALIDATION_ERROR with a detail for each wrong field; in strict mode also for each that the spec does not define
 */
export function validate(exchange: Exchange, next: () => ApiResponse): ApiResponse {
  const { input, notes } = exchange
  const { route } = matched(exchange)
  if (input === undefined) throw new Error('validate comes after parse')
  const { query, body } = input
  const validators = requestValidators[route.operationId]
  const details = [...query.problems]
  if (!validators.query(query.values)) details.push(...describe(validators.query.errors ?? [], query.values))
  if (body === undefined && route.body?.required) {
    details.push({ field: 'body', message: 'body is required: a JSON object, sent with Content-Type: application/json' })
  }
  if (body !== undefined && validators.body !== undefined && !validators.body(body)) {
    details.push(...describe(validators.body.errors ?? [], body))
  }
  if (exchange.options.strict) {
    details.push(...notes.unknown.map((field) => ({ field, message: `${field} is not known to this operation (strict mode)` })))
  }
  if (details.length > 0) throw invalid(details)
  return next()
}
