import type { Clock } from '../time/clock.js'
import { Timer } from '../time/timer.js'

/** Work that falls due by the mock's clock, without a request: the ends of snoozes, webhook deliveries and their retries. */
export interface DueWork {
  /** Time at which the next piece falls due, in Unix milliseconds; `undefined` when there is none. */
  nextDueAt(): number | undefined
  /** Does the work that is due at a time, in Unix milliseconds. */
  run(now: number): void
}

/** Runs due work, before each request and read, and by a timer when nobody asks. */
export class Scheduler {
  readonly #clock: () => Clock
  readonly #work: readonly DueWork[]
  readonly #timer: Timer
  #nextDueAt = Number.POSITIVE_INFINITY

  constructor(clock: () => Clock, work: readonly DueWork[]) {
    this.#clock = clock
    this.#work = work
    this.#timer = new Timer(clock, () => {
      this.runDue()
      this.rearm() // a timer waits 24 days at most, which may be too early
    })
  }

  /** Runs what is due by now. Costs one comparison when nothing is. */
  runDue(now = this.#clock().millis()): void {
    if (now < this.#nextDueAt) return
    for (const work of this.#work) work.run(now)
    this.rearm()
  }

  /** Sets the timer to the next piece of work. Called after each change, which may have added an earlier one. */
  rearm(): void {
    this.#nextDueAt = Number.POSITIVE_INFINITY
    for (const work of this.#work) this.#nextDueAt = Math.min(this.#nextDueAt, work.nextDueAt() ?? Number.POSITIVE_INFINITY)
    this.#timer.set(Number.isFinite(this.#nextDueAt) ? this.#nextDueAt : undefined)
  }

  /** Clears the timer, and has the next `runDue` look anew: the clock was moved, or the session replaced. */
  disarm(): void {
    this.#nextDueAt = Number.NEGATIVE_INFINITY
    this.#timer.clear()
  }
}
