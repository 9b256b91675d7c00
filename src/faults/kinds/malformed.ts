import { mapResponse } from '../../api-request.js'
import type { AppliedKind } from '../fault-kind.js'
import { type FaultOptions, type FaultTarget, parseTarget, TARGET_OPTIONS, type TargetSettings } from '../fault-target.js'

/** A request that is handled, and the JSON of its response cut off. */
export interface MalformedFault extends FaultTarget {
  readonly kind: 'malformed'
}

export const malformed: AppliedKind<TargetSettings<'malformed'> & FaultOptions, MalformedFault> = {
  settings: ['operation', ...TARGET_OPTIONS],
  parse: (call, settings) => ({ kind: 'malformed', ...parseTarget(call, settings) }),
  applies: ({ hasResponseBody }) => hasResponseBody,
  apply: (_, { handle }) => mapResponse(handle(), (response) => ({ ...response, body: firstHalf(response.body) })),
}

/** First half of a JSON object, which is invalid JSON; never ends between the halves of a surrogate pair. */
function firstHalf(json: string): string {
  return json.slice(0, Math.ceil(json.length / 2)).replace(/[\uD800-\uDBFF]$/, '')
}
