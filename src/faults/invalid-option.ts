import { quoted } from '../store/quoted.js'

/** A `TypeError` for an invalid option, which names it, its value and what is valid. */
export function invalidOption(call: string, option: string, value: unknown, valid: string): TypeError {
  return new TypeError(`${call}: ${option} must be ${valid}; got ${quoted(value)}`)
}

/** @throws TypeError when `retryAfter` is given and is no whole number of seconds, at least 1 */
export function requireSeconds(call: string, retryAfter: number | undefined): void {
  if (retryAfter !== undefined && (!Number.isSafeInteger(retryAfter) || retryAfter < 1)) {
    throw invalidOption(call, 'retryAfter', retryAfter, 'a whole number of seconds, at least 1')
  }
}
