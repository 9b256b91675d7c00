import type { Client } from '../client.js'
import { Skipped } from '../skipped.js'
import { Unreachable } from '../wire.js'

/** How often it is looked at, at most: while other rules write side by side, a second look may well meet the next change. */
const MAX_ATTEMPTS = 4

/**
 * Checks what holds of data that others may change while it is read: where it does not hold, it is looked at again. Only the last look is
 * shown.
 */
export async function withRetries<T>(api: Client, look: () => Promise<T>): Promise<T> {
  const before = api.exchanges.length
  for (let left = MAX_ATTEMPTS - 1; ; left--) {
    try {
      return await look()
    } catch (error) {
      if (left === 0 || error instanceof Skipped || error instanceof Unreachable) throw error
      api.exchanges.length = before
    }
  }
}
