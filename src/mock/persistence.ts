import type { IdempotencyStore } from '../store/idempotency-store.js'
import type { IdMaker } from '../store/ids.js'
import type { Store } from '../store/store.js'
import type { Clock, ClockSetting } from '../time/clock.js'
import type { Session } from './session.js'

/** What outlives a process: without faults, limits, the journal and named snapshots. */
export interface PersistedState {
  readonly store: Store
  readonly idempotency: IdempotencyStore
  readonly requestIds: IdMaker
  readonly clock: ClockSetting
}

/** Where a mock has what becomes of it written down, so that it outlives the process: `src/data`, as `serve --data` has it. */
export interface Persistence {
  /** What was kept when the process started; nothing when there was nothing before. */
  readonly loaded: PersistedState | undefined
  /** Notes from now on what becomes of a memory and of a clock, which are as they were kept. */
  attach(session: Session, clock: Clock): void
  /**
   * Keeps a memory, and how the clock is going to be set, in the place of all that was kept.
   *
   * @throws Error when it cannot; what was kept is kept on then
   */
  replaceAll(session: Session, clock: ClockSetting): void
  /**
   * Keeps whatever was noted and is not kept yet.
   *
   * @throws Error when it cannot: what was noted stays noted
   */
  flush(): void
  /** The same for what happened by itself, which nobody waits for: what cannot be kept now is kept with what comes next. */
  tryFlush(): void
  /** What was kept last, to go on from; what was noted since is forgotten. Nothing when that cannot be read. */
  rollback(): PersistedState | undefined
}
