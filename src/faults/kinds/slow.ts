import { mapResponse } from '../../api-request.js'
import type { Duration } from '../../time/duration.js'
import { parseFaultDuration } from '../fault-duration.js'
import type { AppliedKind } from '../fault-kind.js'
import { type FaultOptions, type FaultTarget, parseTarget, TARGET_OPTIONS, type TargetSettings } from '../fault-target.js'

/** A request that is handled, and the body of its response sent slowly. */
export interface SlowFault extends FaultTarget {
  readonly kind: 'slow'
  /** Milliseconds from the head of the response to its end. */
  readonly duration: number
}

export const slow: AppliedKind<TargetSettings<'slow'> & { readonly duration: Duration } & FaultOptions, SlowFault> = {
  settings: ['operation', 'duration', ...TARGET_OPTIONS],
  parse: (call, settings) => ({ kind: 'slow', ...parseTarget(call, settings), duration: parseFaultDuration(call, settings.duration) }),
  applies: ({ hasResponseBody }) => hasResponseBody,
  apply: ({ duration }, { handle }) => mapResponse(handle(), (response) => ({ ...response, bodyMilliseconds: duration })),
}
