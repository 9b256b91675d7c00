import { mapResponse, noResponse } from '../../api-request.js'
import { type AppliedKind, always } from '../fault-kind.js'
import { type FaultOptions, type FaultTarget, parseTarget, TARGET_OPTIONS, type TargetSettings } from '../fault-target.js'
import { invalidOption } from '../invalid-option.js'

export interface DropOptions extends FaultOptions {
  /**
   * Part of the call that is lost: the `request`, so that nothing changes (default), or the `answer`, so that everything changes and the
   * client does not know, which is the case that an `Idempotency-Key` is for.
   */
  readonly lost?: 'request' | 'answer'
}

/** A dropped connection: before the request is handled, or after it. */
export interface DropFault extends FaultTarget {
  readonly kind: 'drop'
  readonly lost: 'request' | 'answer'
}

export const drop: AppliedKind<TargetSettings<'drop'> & DropOptions, DropFault> = {
  settings: ['operation', 'lost', ...TARGET_OPTIONS],
  parse(call, settings) {
    const target = parseTarget(call, settings)
    const { lost = 'request' } = settings
    if (lost !== 'request' && lost !== 'answer') throw invalidOption(call, 'lost', lost, '"request" or "answer"')
    return { kind: 'drop', ...target, lost }
  },
  applies: always,
  apply({ lost }, { handle, notes }) {
    if (lost === 'request') return noResponse(notes)
    return mapResponse(handle(), (response) => noResponse(response.notes))
  },
}
