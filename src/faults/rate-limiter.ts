const WINDOW_SECONDS = 60

/** Characters of all keys that are counted. */
const MAX_CHARACTERS = 1024 * 1024
/** Memory of a count beside its key, about, in characters. */
const KEY_CHARACTERS = 50

/** Requests a minute of the Pro tier: the limit in the headers when nothing is limited. */
const UNLIMITED = 1000

/** The limit of a key, and its use in the current window. */
export interface RateLimitStatus {
  readonly limit: number
  /** Length of the window. */
  readonly seconds: number
  readonly remaining: number
  /** Unix seconds at which the next window starts. */
  readonly reset: number
  /** Seconds until then; only once the limit is exceeded. */
  readonly retryAfter?: number
}

/** Start of the first window in Unix milliseconds (default 0), and the length of each in seconds (default 60). */
export interface Windows {
  readonly from?: number | undefined
  readonly seconds?: number | undefined
}

/** Counts the requests of each key in windows of the mock's clock. */
export class RateLimiter {
  readonly #limit: number | undefined
  readonly #windows: Windows
  readonly #start: number
  readonly #seconds: number
  #window = 0
  #counts = new Map<string, number>()
  #characters = 0

  /** @param limit - requests in a window; without it none is rejected, and the headers count the Pro tier down to 1 and stay there */
  constructor(limit?: number, windows: Windows = {}) {
    this.#limit = limit
    this.#windows = windows
    this.#start = Math.floor((windows.from ?? 0) / 1000)
    this.#seconds = windows.seconds ?? WINDOW_SECONDS
  }

  /** Counts a request of a key. @param cost - 0 only reads the status */
  count(key: string, now: number, cost = 1): RateLimitStatus {
    const seconds = Math.floor(now / 1000)
    const window = Math.floor((seconds - this.#start) / this.#seconds)
    if (window !== this.#window) {
      this.#window = window
      this.#counts.clear()
      this.#characters = 0
    }
    const count = (this.#counts.get(key) ?? 0) + cost
    if (cost > 0) this.#set(key, count)
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

  /** Keys of any number and length may arrive in a window, which does not end while the clock is frozen: the oldest are forgotten. */
  #set(key: string, count: number): void {
    if (!this.#counts.has(key)) this.#characters += key.length + KEY_CHARACTERS
    this.#counts.set(key, count)
    for (const oldest of this.#counts.keys()) {
      if (this.#characters <= MAX_CHARACTERS || oldest === key) return
      this.#counts.delete(oldest)
      this.#characters -= oldest.length + KEY_CHARACTERS
    }
  }

  /** Returns an independent copy. */
  fork(): RateLimiter {
    const fork = new RateLimiter(this.#limit, this.#windows)
    fork.#window = this.#window
    fork.#counts = new Map(this.#counts)
    fork.#characters = this.#characters
    return fork
  }
}
