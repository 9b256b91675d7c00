import { type ApiRequest, type ApiResponse, splitPath } from '../api-request.js'
import { APPLIED_KINDS, type AppliedFault } from '../faults/fault.js'
import { faultFromHeader, parseRequestedFault, requestedDelay } from '../faults/fault-header.js'
import type { Handling } from '../faults/fault-kind.js'
import type { Session } from '../mock/session.js'
import { type Exchange, matched } from './exchange.js'
import { matchRoute } from './match-route.js'
import { reject } from './respond.js'

/** Stage: applies a simulated fault, if one is requested by header or set for the operation. */
export function faults(exchange: Exchange, next: () => ApiResponse): ApiResponse {
  const fault = selectFault(exchange)
  if (fault === undefined) return next()
  exchange.notes = { ...exchange.notes, fault: fault.kind }
  return applyFault(fault, { handle: next, reject: (error) => reject(exchange, error), notes: exchange.notes })
}

/**
 * The fault that the request's own headers ask for, or else one that is set.
 *
 * @throws ApiError VALIDATION_ERROR for headers with an invalid fault
 */
function selectFault(exchange: Exchange): AppliedFault | undefined {
  const { request, method, session } = exchange
  const requested = faultFromHeader(request)
  if (requested === undefined && session.faults.isEmpty) return undefined
  const { route } = matched(exchange)
  const hasResponseBody = method !== 'HEAD' && route.status !== 204
  const fault = requested && parseRequestedFault(requested)
  if (fault === undefined) return session.faults.select(route.operationId, request, hasResponseBody)
  return APPLIED_KINDS[fault.kind].applies({ hasResponseBody }) ? fault : undefined
}

function applyFault<F extends AppliedFault>(fault: F, handling: Handling): ApiResponse {
  const { apply }: { readonly apply: (fault: never, request: Handling) => ApiResponse } = APPLIED_KINDS[fault.kind]
  return apply(fault as never, handling) // the record of this very kind
}

/** Milliseconds that a request waits before it is handled: by its own header, or by a fault that is set, whose `times` it uses up. */
export function delayFor(request: ApiRequest, { faults }: Session): number {
  const requested = faultFromHeader(request)
  if (requested === undefined && faults.isEmpty) return 0
  const { method } = request
  const route = matchRoute(splitPath(request.path)[0])?.methods.get(method === 'HEAD' ? 'GET' : method)
  if (route === undefined) return 0
  return requested?.delay === undefined ? faults.selectDelay(route.operationId, request) : (requestedDelay(requested) ?? 0)
}
