import type { FaultKind } from '../fault-kind.js'
import { invalidOption, requireSeconds } from '../invalid-option.js'

export interface RateLimitOptions {
  /** Requests of a key that pass before the next one gets a 429. */
  readonly after: number
  /** Seconds of the mock's clock until as many pass again; by default 60. */
  readonly retryAfter?: number
}

/** A limit of the requests of each key. */
export interface RateLimitFault {
  readonly kind: 'rateLimit'
  readonly after: number
  /** Seconds. */
  readonly retryAfter: number
}

const DEFAULT_RETRY_AFTER = 60

export const rateLimit: FaultKind<{ readonly kind: 'rateLimit' } & RateLimitOptions, RateLimitFault> = {
  settings: ['after', 'retryAfter'],
  parse(call, { after, retryAfter }) {
    if (!Number.isSafeInteger(after) || after < 0) throw invalidOption(call, 'after', after, 'a whole number of requests, at least 0')
    requireSeconds(call, retryAfter)
    return { kind: 'rateLimit', after, retryAfter: retryAfter ?? DEFAULT_RETRY_AFTER }
  },
}
