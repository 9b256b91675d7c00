/** The latest of what happened: at most so many things, and at most so much of them, however large each may be. */
export class Recent<T extends object> {
  readonly #most: number
  readonly #heaviest: number
  /** Each with its weight, the oldest first. */
  readonly #kept = new Map<T, number>()
  #weight = 0

  /**
   * @param most - how many are kept
   * @param heaviest - what they may weigh together, in characters
   */
  constructor(most: number, heaviest: number) {
    this.#most = most
    this.#heaviest = heaviest
  }

  /** @param weight - in characters */
  add(thing: T, weight: number): void {
    this.#kept.set(thing, weight)
    this.#weight += weight
    if (this.#kept.size <= this.#most && this.#weight <= this.#heaviest) return
    for (const [oldest, its] of this.#kept) {
      if (this.#kept.size <= this.#most && this.#weight <= this.#heaviest) return
      this.#kept.delete(oldest)
      this.#weight -= its
    }
  }

  clear(): void {
    this.#kept.clear()
    this.#weight = 0
  }

  /** The oldest first. */
  toArray(): T[] {
    return [...this.#kept.keys()]
  }
}

/** How many characters there are in the texts of a value, those of its keys left out: about what it takes to keep it. */
export function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 1
  let sum = 0
  for (const key in value) sum += charactersIn(Reflect.get(value, key))
  return sum
}
