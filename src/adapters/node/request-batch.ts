import { setImmediate } from 'node:timers' // the real one, also for tests that replace the global one

/** A request that waits for the end of its turn of the event loop. */
export interface Pending {
  handle(): void
  /** Sends the response; called even when `handle` has thrown. */
  send(): void
}

/**
 * Handles the requests of one turn of the event loop together: all are handled in the order in which they were complete, then all responses
 * are sent. This keeps the caches of the CPU warm, and clients awake: docs/decisions/0015-speed.md has the figures.
 */
export class RequestBatch {
  #pending: Pending[] = []

  add(pending: Pending): void {
    if (this.#pending.push(pending) === 1) setImmediate(() => this.end())
  }

  /** Handles all requests so far, and sends their responses. */
  end(): void {
    const pending = this.#pending
    this.#pending = []
    each(pending, (one) => one.handle())
    each(pending, (one) => one.send())
  }
}

function each(pending: readonly Pending[], act: (one: Pending) => void): void {
  for (const one of pending) {
    try {
      act(one)
    } catch (error) {
      throwApart(error)
    }
  }
}

/** Rethrows an error outside the batch, so that it affects no other request. */
function throwApart(error: unknown): void {
  setImmediate(() => {
    throw error
  })
}
