import type { Bounds } from '../events/ring-buffer.js'
import type { World } from '../store/records.js'
import type { MockOptions } from './options.js'

/** What a mock is to be, with the data that it was made of. */
export interface Start extends MockOptions {
  readonly world: World
  readonly seed: number
  /** What it keeps of requests and of events, by default what a whole mock does. */
  readonly bounds?: Bounds
}

const starts = new WeakMap<object, () => Start>()

/** Notes how a mock starts, which a reset may change. */
export function noteStart(mock: object, start: () => Start): void {
  starts.set(mock, start)
}

/**
 * What a mock goes back to when it is reset, for whoever resets a part of it; nothing for one that another copy of this module has made.
 *
 * @example const { seed, now } = startOf(mock) ?? {}
 */
export function startOf(mock: object): Start | undefined {
  return starts.get(mock)?.()
}
