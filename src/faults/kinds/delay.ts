import type { Duration } from '../../time/duration.js'
import { parseFaultDuration } from '../fault-duration.js'
import type { FaultKind } from '../fault-kind.js'
import { type FaultOptions, type FaultTarget, parseTarget, TARGET_OPTIONS, type TargetSettings } from '../fault-target.js'

/** A request that waits before it is handled; adapters wait, by `Mock.delayFor`. */
export interface DelayFault extends FaultTarget {
  readonly kind: 'delay'
  /** Milliseconds. */
  readonly duration: number
}

export const delay: FaultKind<TargetSettings<'delay'> & { readonly duration: Duration } & FaultOptions, DelayFault> = {
  settings: ['operation', 'duration', ...TARGET_OPTIONS],
  parse: (call, settings) => ({ kind: 'delay', ...parseTarget(call, settings), duration: parseFaultDuration(call, settings.duration) }),
}
