/** Who waits for a turn: told `true` once it has come, `false` when it never will. */
type Waiting = (itsTurn: boolean) => void

/** Turns that are waited for: at most so many are taken at a time, and of one key one only. Keys with many waiting take turns with others. */
export class FairQueue {
  readonly #most: number
  readonly #taken = new Set<string>()
  /** Who waits, by key; the key that is first has the next turn. */
  readonly #waiting = new Map<string, Waiting[]>()

  constructor(most: number) {
    this.#most = most
  }

  wait(key: string, waiting: Waiting): void {
    const others = this.#waiting.get(key)
    if (others === undefined) this.#waiting.set(key, [waiting])
    else others.push(waiting)
  }

  /** Gives the next turn, to be given back by its key; says whether there was anyone to take it. */
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

  /** Sends away whoever waits, and takes back every turn. */
  clear(): void {
    const away = [...this.#waiting.values()].flat()
    this.#waiting.clear()
    this.#taken.clear()
    for (const waiting of away) waiting(false)
  }
}
