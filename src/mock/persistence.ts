import type { IdempotencyStore } from '../store/idempotency-store.js'
import type { IdMaker } from '../store/ids.js'
import type { Store } from '../store/store.js'
import type { ClockSetting } from '../time/clock.js'
import type { Session } from './session.js'

/** The part of a session that outlives the process: all but faults, rate limits, the request log and named snapshots. */
export interface PersistedState {
  readonly store: Store
  readonly idempotency: IdempotencyStore
  readonly requestIds: IdMaker
  readonly clock: ClockSetting
}

/** Makes the changes of a mock durable; implemented by `src/persistence` for `serve --data`. */
export interface Persistence {
  /** State that was persisted before the process started; `undefined` for new data. */
  readonly loaded: PersistedState | undefined
  /** Collects the changes of a session from now on. The session is as it was persisted. */
  attach(session: Session): void
  /**
   * Writes the collected changes.
   *
   * @throws Error when that fails; the changes stay collected
   */
  flush(): void
  /** Writes the collected changes, for work that nobody waits for; on failure they are written with the next flush. */
  tryFlush(): void
  /** Returns the state of the last successful flush, and drops the collected changes; `undefined` when it cannot be read. */
  rollback(): PersistedState | undefined
  /**
   * Replaces all persisted data by a session.
   *
   * @throws Error when that fails; the data persisted before stay
   */
  replaceAll(session: Session): void
}
