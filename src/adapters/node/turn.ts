import { setImmediate } from 'node:timers' // the real one, also for tests that replace the global one

/**
 * Takes the requests of one turn of the event loop together: at its end all are handled, in the order in which they were complete, and then all answers are sent.
 * Alone, each would find the caches full of what Node does between them, and its answer would have to wake up a client that had gone to
 * sleep after the last one: docs/decisions/0015-speed.md has the figures, and the cost.
 */
export class Turn {
  #pending: (() => () => void)[] = []

  /** @param handle - handles a request, and gives what sends the answer. The others do not suffer from what either throws */
  add(handle: () => () => void): void {
    if (this.#pending.push(handle) === 1) setImmediate(() => this.end())
  }

  /** Handles what has come in by now, and answers it. */
  end(): void {
    const pending = this.#pending
    this.#pending = []
    for (const send of pending.map((handle) => apart(handle))) if (send !== undefined) apart(send)
  }
}

/** What an act throws is thrown where nobody else has to do with it. */
function apart<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch (error) {
    setImmediate(() => {
      throw error
    })
    return undefined
  }
}
