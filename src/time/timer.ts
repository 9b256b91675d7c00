import type { Clock } from './clock.js'

/** The longest that a timer of JavaScript waits. */
const LONGEST = 2 ** 31 - 1

/** Calls back when the clock, left to itself, reaches a time. Keeps no process alive. */
export class Timer {
  readonly #clock: () => Clock
  readonly #ring: () => void
  #at: number | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(clock: () => Clock, ring: () => void) {
    this.#clock = clock
    this.#ring = ring
  }

  /** Sets the alarm to a time in Unix milliseconds, in the place of any other; `undefined` turns it off. */
  set(at: number | undefined): void {
    if (this.#clock().frozen) at = undefined
    if (at === this.#at) return
    this.#at = at
    clearTimeout(this.#timer)
    if (at === undefined) return
    this.#timer = setTimeout(
      () => {
        this.#at = undefined
        this.#ring()
      },
      Math.min(Math.max(0, at - this.#clock().millis()), LONGEST),
    )
    if (typeof this.#timer === 'object') this.#timer.unref()
  }

  /** Forgets the time it is set to, so that it is set anew though the time is the same: the clock has been moved. */
  clear(): void {
    this.#at = undefined
    clearTimeout(this.#timer)
  }
}
