import { setImmediate } from 'node:timers' // the real one, also for tests that replace the global one

/** A request that waits for the end of the turn that it came in. */
export interface Pending {
  handle(): void
  /** Sends the answer; called even where `handle` has thrown, and there is none. */
  send(): void
}

/**
 * Takes the requests of one turn of the event loop together: at its end all are handled, in the order in which they were complete, and then all answers are sent.
 * Alone, each would find the caches full of what Node does between them, and its answer would have to wake up a client that had gone to
 * sleep after the last one: docs/decisions/0015-speed.md has the figures, and the cost.
 */
export class RequestBatch {
  #pending: Pending[] = []

  add(pending: Pending): void {
    if (this.#pending.push(pending) === 1) setImmediate(() => this.end())
  }

  /** Handles what has come in by now, and answers it. */
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

/** Throws where none of the others has to do with it. */
function throwApart(error: unknown): void {
  setImmediate(() => {
    throw error
  })
}
