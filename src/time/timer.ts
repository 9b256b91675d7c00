import type { Clock } from './clock.js'

/** Maximum delay of a JavaScript timer, in milliseconds. */
const LONGEST = 2 ** 31 - 1

/** Calls back when the running clock reaches a time. Does not keep a process alive. */
export class Timer {
  readonly #clock: () => Clock
  readonly #ring: () => void
  #at: number | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(clock: () => Clock, ring: () => void) {
    this.#clock = clock
    this.#ring = ring
  }

  /** Sets the timer to a time in Unix milliseconds, in place of any other; `undefined` turns it off. */
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

  /** Clears the timer. The next `set` starts a new one even for the same time: the clock has been moved. */
  clear(): void {
    this.#at = undefined
    clearTimeout(this.#timer)
  }
}
