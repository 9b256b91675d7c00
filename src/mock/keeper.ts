import type { Idempotency } from '../api/idempotency.js'
import type { Memory } from '../api/memory.js'
import type { Clock, ClockSetting } from '../state/clock.js'
import type { IdMaker } from '../state/ids.js'
import type { State } from '../state/state.js'

/** What outlives a process: without faults, limits, the journal and named snapshots. */
export interface Kept {
  readonly state: State
  readonly idempotency: Idempotency
  readonly requestIds: IdMaker
  readonly clock: ClockSetting
}

/** Where a mock has what becomes of it written down, so that it outlives the process: `src/data`, as `serve --data` has it. */
export interface Keeper {
  /** What was kept when the process started; nothing when there was nothing before. */
  readonly kept: Kept | undefined
  /** Notes from now on what becomes of a memory and of a clock, which are as they were kept. */
  watch(memory: Memory, clock: Clock): void
  /**
   * Keeps a memory, and how the clock is going to be set, in the place of all that was kept.
   *
   * @throws Error when it cannot; what was kept is kept on then
   */
  replace(memory: Memory, clock: ClockSetting): void
  /**
   * Keeps whatever was noted and is not kept yet.
   *
   * @throws Error when it cannot: what was noted stays noted
   */
  keep(): void
  /** The same for what happened by itself, which nobody waits for: what cannot be kept now is kept with what comes next. */
  keepIfPossible(): void
  /** What was kept last, to go on from; what was noted since is forgotten. Nothing when that cannot be read. */
  back(): Kept | undefined
}
