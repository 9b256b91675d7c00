import type { Session } from '../mock/session.js'
import type { Change } from '../store/change.js'
import type { IdempotencyRecord } from '../store/idempotency-store.js'
import type { ClockSetting } from '../time/clock.js'
import type { Transaction } from './entries.js'

/** What became of a memory and a clock since that was kept last. */
export class PendingChanges {
  readonly #session: Session
  /** How the clock was set when that was kept last. */
  #setting: ClockSetting
  #changes: Change[] = []
  #deeds: IdempotencyRecord[] = []

  constructor(session: Session) {
    this.#session = session
    this.#setting = session.clock.setting()
    session.store.onChange((change) => void this.#changes.push(change))
    session.idempotency.onPut((record) => void this.#deeds.push(record))
  }

  get memory(): Session {
    return this.#session
  }

  /** How the clock was set when that was kept last. */
  get setting(): ClockSetting {
    return this.#setting
  }

  /** What is to be kept, if anything is. */
  transaction(): Transaction | undefined {
    const setting = this.#session.clock.setting()
    const isSet = !isSame(setting, this.#setting)
    if (this.#changes.length === 0 && this.#deeds.length === 0 && !isSet) return undefined
    const { store, requestIds } = this.#session
    const { ids, written } = store.header()
    return {
      changes: this.#changes,
      ...(this.#deeds.length > 0 && { deeds: this.#deeds }),
      ...(isSet && { clock: setting }),
      written,
      ids,
      requestIds: requestIds.counters(),
    }
  }

  /** What was noted is kept now. */
  clear(): void {
    this.#setting = this.#session.clock.setting()
    this.#changes = []
    this.#deeds = []
  }
}

function isSame(a: ClockSetting, b: ClockSetting): boolean {
  if ('frozenAt' in a) return 'frozenAt' in b && a.frozenAt === b.frozenAt
  return 'offset' in b && a.offset === b.offset
}
