/** Functions to call with each value. An error of one is logged, and affects nothing else. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>()

  get size(): number {
    return this.#listeners.size
  }

  /** @returns a function that removes the listener */
  add(listener: (value: T) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Calls those listeners that are there now: one that is added meanwhile is not called. @param of - name of the value in logged errors */
  call(value: T, of: string): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(value)
      } catch (error) {
        console.error(`A listener of ${of} failed:`, error)
      }
    }
  }
}
