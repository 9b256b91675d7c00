import { invalid, MAX_DETAILS } from '../api-error.js'
import type { ApiResponse } from '../api-request.js'
import { requestValidators } from '../generated/request-validators.js'
import { describe, type Problems } from '../store/violations.js'
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
  let more = 0
  if (!validators.query(query.values)) add(describe(validators.query.errors ?? [], query.values))
  if (body === undefined && route.body?.required) {
    details.push({ field: 'body', message: 'body is required: a JSON object, sent with Content-Type: application/json' })
  }
  if (body !== undefined && validators.body !== undefined && !validators.body(body)) {
    add(describe(validators.body.errors ?? [], body))
  }
  if (exchange.options.strict) {
    const shown = notes.unknown.slice(0, MAX_DETAILS)
    details.push(...shown.map((field) => ({ field, message: `${field} is not known to this operation (strict mode)` })))
    more += notes.unknown.length - shown.length
  }
  if (details.length > 0) throw invalid(details, more)
  return next()

  function add(problems: Problems): void {
    details.push(...problems)
    more += problems.more
  }
}
