import type { Deed } from '../api/idempotency.js'
import type { Memory } from '../api/memory.js'
import type { Change } from '../state/change.js'
import type { Clock, ClockSetting } from '../state/clock.js'
import type { Transaction } from './entries.js'

/** What became of a memory and a clock since that was kept last. */
export class Noted {
  readonly #memory: Memory
  readonly #clock: Clock
  /** How the clock was set when that was kept last. */
  #setting: ClockSetting
  #changes: Change[] = []
  #deeds: Deed[] = []

  constructor(memory: Memory, clock: Clock) {
    this.#memory = memory
    this.#clock = clock
    this.#setting = clock.setting()
    memory.state.onChange((change) => void this.#changes.push(change))
    memory.idempotency.onKeep((deed) => void this.#deeds.push(deed))
  }

  get memory(): Memory {
    return this.#memory
  }

  /** How the clock was set when that was kept last. */
  get setting(): ClockSetting {
    return this.#setting
  }

  /** What is to be kept, if anything is. */
  transaction(): Transaction | undefined {
    const setting = this.#clock.setting()
    const isSet = !isSame(setting, this.#setting)
    if (this.#changes.length === 0 && this.#deeds.length === 0 && !isSet) return undefined
    const { state, requestIds } = this.#memory
    const { ids, written } = state.head()
    return {
      changes: this.#changes,
      ...(this.#deeds.length > 0 && { deeds: this.#deeds }),
      ...(isSet && { clock: setting }),
      written,
      ids,
      requestIds: requestIds.kept(),
    }
  }

  /** What was noted is kept now. */
  clear(): void {
    this.#setting = this.#clock.setting()
    this.#changes = []
    this.#deeds = []
  }
}

function isSame(a: ClockSetting, b: ClockSetting): boolean {
  if ('frozenAt' in a) return 'frozenAt' in b && a.frozenAt === b.frozenAt
  return 'offset' in b && a.offset === b.offset
}
