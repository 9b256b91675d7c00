/** A waiting task: called with `true` for its turn, with `false` when it is cancelled. */
type Waiting = (itsTurn: boolean) => void

/** A queue with a limit of tasks at a time, one for each key. Keys with many tasks take turns with others. */
export class FairQueue {
  readonly #most: number
  readonly #taken = new Set<string>()
  /** Waiting tasks by key; the first key is next. */
  readonly #waiting = new Map<string, Waiting[]>()

  constructor(most: number) {
    this.#most = most
  }

  wait(key: string, waiting: Waiting): void {
    const others = this.#waiting.get(key)
    if (others === undefined) this.#waiting.set(key, [waiting])
    else others.push(waiting)
  }

  /** Gives the next task its turn, which its key gives back. @returns whether there was one */
  give(): boolean {
    if (this.#taken.size >= this.#most) return false
    for (const [key, queue] of this.#waiting) {
      if (this.#taken.has(key)) continue
      this.#waiting.delete(key)
      const first = queue.shift()
      if (queue.length > 0) this.#waiting.set(key, queue)
      this.#taken.add(key)
      first?.(true)
      return true
    }
    return false
  }

  giveBack(key: string): void {
    this.#taken.delete(key)
  }

  /** Cancels all waiting tasks, and takes back every turn. */
  clear(): void {
    const away = [...this.#waiting.values()].flat()
    this.#waiting.clear()
    this.#taken.clear()
    for (const waiting of away) waiting(false)
  }
}
