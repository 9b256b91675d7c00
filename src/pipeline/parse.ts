import type { ApiResponse } from '../api-request.js'
import { parseBody, unknownFields } from './body.js'
import { type Exchange, matched, NONE } from './exchange.js'
import { parseQueryParameters } from './query-parameters.js'

/** Stage: parses query and body, and notes parameters and fields that the spec does not define. */
export function parse(exchange: Exchange, next: () => ApiResponse): ApiResponse {
  const { route } = matched(exchange)
  const query = parseQueryParameters(route, exchange.query)
  const body = parseBody(route, exchange.request)
  const fields = body === undefined || route.body === undefined ? NONE : unknownFields(route.body.fields, body)
  if (query.unknown.length + fields.length > 0) exchange.notes = { ...exchange.notes, unknown: [...query.unknown, ...fields] }
  exchange.input = { query, body }
  return next()
}
