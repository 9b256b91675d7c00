const WINDOW_SECONDS = 60

/** The requests a minute of the Pro tier: what the headers say when nothing is limited. */
const UNLIMITED = 1000

/** How a key stands with its limit. */
export interface RateLimitStatus {
  readonly limit: number
  /** Seconds in which so many requests are let through. */
  readonly seconds: number
  readonly remaining: number
  /** Unix seconds at which the count starts again. */
  readonly reset: number
  /** Seconds until then, once the limit is passed. */
  readonly retryAfter?: number
}

/** When the counting begins, in Unix milliseconds, and after how many seconds it starts again. */
export interface Windows {
  readonly from?: number | undefined
  readonly seconds?: number | undefined
}

/** Counts the requests of each key in every minute of the mock's clock, or in other windows of it. */
export class RateLimiter {
  readonly #limit: number | undefined
  readonly #windows: Windows
  readonly #start: number
  readonly #seconds: number
  #window = 0
  #counts: Map<string, number>

  /** @param limit - requests a window; without it nothing is refused, and the headers count the Pro tier down to 1 and stay there */
  constructor(limit?: number, windows: Windows = {}) {
    this.#limit = limit
    this.#windows = windows
    this.#start = Math.floor((windows.from ?? 0) / 1000)
    this.#seconds = windows.seconds ?? WINDOW_SECONDS
    this.#counts = new Map()
  }

  /** Counts a request of a key; one that costs nothing is only told how the key stands. */
  count(key: string, now: number, cost = 1): RateLimitStatus {
    const seconds = Math.floor(now / 1000)
    const window = Math.floor((seconds - this.#start) / this.#seconds)
    if (window !== this.#window) {
      this.#window = window
      this.#counts.clear()
    }
    const count = (this.#counts.get(key) ?? 0) + cost
    if (cost > 0) this.#counts.set(key, count)
    const reset = this.#start + (window + 1) * this.#seconds
    if (this.#limit === undefined) return { limit: UNLIMITED, seconds: this.#seconds, remaining: Math.max(1, UNLIMITED - count), reset }
    return {
      limit: this.#limit,
      seconds: this.#seconds,
      remaining: Math.max(0, this.#limit - count),
      reset,
      ...(count > this.#limit && { retryAfter: Math.max(1, reset - seconds) }),
    }
  }

  /** A count that goes on from here by itself. */
  fork(): RateLimiter {
    const fork = new RateLimiter(this.#limit, this.#windows)
    fork.#window = this.#window
    fork.#counts = new Map(this.#counts)
    return fork
  }
}
