const WINDOW_SECONDS = 60

/** The requests a minute of the Pro tier: what the headers say when nothing is limited. */
const UNLIMITED = 1000

/** How a key stands with its limit. */
export interface Allowance {
  readonly limit: number
  readonly remaining: number
  /** Unix seconds at which the count starts again. */
  readonly reset: number
  /** Seconds until then, once the limit is passed. */
  readonly retryAfter?: number
}

/** Counts the requests of each key in every minute of the mock's clock. */
export class RateLimit {
  readonly #limit: number | undefined
  #minute = 0
  #counts: Map<string, number>

  /** @param limit - requests a minute; without it nothing is refused, and the headers count the Pro tier down to 1 and stay there */
  constructor(limit?: number) {
    this.#limit = limit
    this.#counts = new Map()
  }

  /** Counts a request of a key; one that costs nothing is only told how the key stands. */
  count(key: string, now: number, cost = 1): Allowance {
    const seconds = Math.floor(now / 1000)
    const minute = Math.floor(seconds / WINDOW_SECONDS)
    if (minute !== this.#minute) {
      this.#minute = minute
      this.#counts.clear()
    }
    const count = (this.#counts.get(key) ?? 0) + cost
    if (cost > 0) this.#counts.set(key, count)
    const reset = (minute + 1) * WINDOW_SECONDS
    if (this.#limit === undefined) return { limit: UNLIMITED, remaining: Math.max(1, UNLIMITED - count), reset }
    return {
      limit: this.#limit,
      remaining: Math.max(0, this.#limit - count),
      reset,
      ...(count > this.#limit && { retryAfter: Math.max(1, reset - seconds) }),
    }
  }

  /** A count that goes on from here by itself. */
  fork(): RateLimit {
    const fork = new RateLimit(this.#limit)
    fork.#minute = this.#minute
    fork.#counts = new Map(this.#counts)
    return fork
  }
}
