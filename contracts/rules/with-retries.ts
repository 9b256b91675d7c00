import type { Client } from '../client.js'
import { Skipped } from '../skipped.js'
import { Unreachable } from '../wire.js'

/** Maximum number of attempts: concurrent rules may change the data again before the second one. */
const MAX_ATTEMPTS = 4

/**
 * Repeats a check of data that concurrent rules may change while it is read. Only the calls of the last attempt are reported.
 */
export async function withRetries<T>(api: Client, check: () => Promise<T>): Promise<T> {
  const before = api.exchanges.length
  for (let left = MAX_ATTEMPTS - 1; ; left--) {
    try {
      return await check()
    } catch (error) {
      if (left === 0 || error instanceof Skipped || error instanceof Unreachable) throw error
      api.exchanges.length = before
    }
  }
}
