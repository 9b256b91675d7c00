import type { Session } from '../mock/session.js'
import type { Change } from '../store/change.js'
import type { IdempotencyRecord } from '../store/idempotency-store.js'
import type { ClockSetting } from '../time/clock.js'
import type { Transaction } from './entries.js'

/** Changes of a session since the last flush. */
export class PendingChanges {
  readonly #session: Session
  /** Setting of the clock at the last flush. */
  #setting: ClockSetting
  #changes: Change[] = []
  #idempotency: IdempotencyRecord[] = []

  constructor(session: Session) {
    this.#session = session
    this.#setting = session.clock.setting()
    session.store.onChange((change) => void this.#changes.push(change))
    session.idempotency.onPut((record) => void this.#idempotency.push(record))
  }

  get session(): Session {
    return this.#session
  }

  /** Setting of the clock at the last flush. */
  get setting(): ClockSetting {
    return this.#setting
  }

  /** Changes to write, if there are any. */
  transaction(): Transaction | undefined {
    const setting = this.#session.clock.setting()
    const isSet = !isSame(setting, this.#setting)
    if (this.#changes.length === 0 && this.#idempotency.length === 0 && !isSet) return undefined
    const { store, requestIds } = this.#session
    const { ids, written } = store.header()
    return {
      changes: this.#changes,
      ...(this.#idempotency.length > 0 && { idempotency: this.#idempotency }),
      ...(isSet && { clock: setting }),
      written,
      ids,
      requestIds: requestIds.counters(),
    }
  }

  /** Marks the changes as written. */
  clear(): void {
    this.#setting = this.#session.clock.setting()
    this.#changes = []
    this.#idempotency = []
  }
}

function isSame(a: ClockSetting, b: ClockSetting): boolean {
  if ('frozenAt' in a) return 'frozenAt' in b && a.frozenAt === b.frozenAt
  return 'offset' in b && a.offset === b.offset
}
