import type { Client } from '../client.js'
import { Skipped } from '../skipped.js'
import { Unreachable } from '../wire.js'

/**
 * Checks what holds of data that others may change while it is read: where it does not hold, it is looked at once more. Only the last look
 * is shown.
 */
export async function again<T>(api: Client, look: () => Promise<T>): Promise<T> {
  const before = api.exchanges.length
  try {
    return await look()
  } catch (error) {
    if (error instanceof Skipped || error instanceof Unreachable) throw error
    api.exchanges.length = before
    return look()
  }
}
