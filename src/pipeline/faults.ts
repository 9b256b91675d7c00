import type { ApiNotes, ApiRequest, ApiResponse } from '../api-request.js'
import type { ActiveFaults } from '../faults/active-faults.js'
import type { AppliedFault } from '../faults/fault.js'
import { faultFromHeader, requestedFault } from '../faults/fault-header.js'
import type { Route } from '../generated/routes.js'

/**
 * What a request comes to grief by, if by anything: what its own headers ask for, or else what is set. An answer that has no body cannot
 * be malformed or slow.
 *
 * @throws ApiError VALIDATION_ERROR for headers that ask for nothing there is
 */
export function selectFault(request: ApiRequest, route: Route, faults: ActiveFaults): AppliedFault | undefined {
  const asked = faultFromHeader(request)
  if (asked === undefined && faults.isEmpty) return undefined
  const hasBody = request.method.toUpperCase() !== 'HEAD' && route.status !== 204
  const fault = asked && requestedFault(asked)
  if (fault === undefined) return faults.select(route.operationId, request, hasBody)
  return hasBody || fault.kind === 'fail' || fault.kind === 'drop' ? fault : undefined
}

/** What comes of the answer to a request that was struck. */
export function applyFault(response: ApiResponse, fault: AppliedFault): ApiResponse {
  if (fault.kind === 'drop') return noResponse(response.notes)
  if (fault.kind === 'malformed') return { ...response, body: cutOff(response.body) }
  return fault.kind === 'slow' ? { ...response, bodyMilliseconds: fault.duration } : response
}

/** What stands for an answer that never comes. */
export function noResponse(notes: ApiNotes): ApiResponse {
  return { status: 0, headers: {}, body: '', notes }
}

/** The first half of an object's JSON, which is none; not through a character of two parts, of which one alone is no text. */
function cutOff(json: string): string {
  return json.slice(0, Math.ceil(json.length / 2)).replace(/[\uD800-\uDBFF]$/, '')
}
