/** Limits of a buffer. */
export interface Bounds {
  /** Maximum number of items. */
  readonly maxCount: number
  /** Maximum size of all items together, in characters. */
  readonly maxCharacters: number
}

/** Limits of the request log, and of the events, of a mock without sandboxes. */
export const DEFAULT_BOUNDS: Bounds = { maxCount: 1000, maxCharacters: 32 * 1024 * 1024 }

/** The latest items, limited by number and by size. */
export class RingBuffer<T> {
  readonly #maxCount: number
  readonly #maxCharacters: number
  /** A circular array: adding an item moves no other. */
  readonly #items: (T | undefined)[] = []
  readonly #weights: number[] = []
  #start = 0
  #size = 0
  #weight = 0

  constructor({ maxCount, maxCharacters }: Bounds) {
    this.#maxCount = maxCount
    this.#maxCharacters = maxCharacters
  }

  /** @param weight - size in characters */
  add(item: T, weight: number): void {
    if (this.#size === this.#maxCount) this.#dropOldest()
    const position = (this.#start + this.#size) % this.#maxCount
    this.#items[position] = item
    this.#weights[position] = weight
    this.#weight += weight
    this.#size++
    while (this.#weight > this.#maxCharacters && this.#size > 0) this.#dropOldest()
  }

  clear(): void {
    this.#items.length = 0
    this.#weights.length = 0
    this.#start = 0
    this.#size = 0
    this.#weight = 0
  }

  /** Oldest first. */
  toArray(): T[] {
    return Array.from({ length: this.#size }, (_, i) => this.#items[(this.#start + i) % this.#maxCount] as T)
  }

  #dropOldest(): void {
    this.#items[this.#start] = undefined
    this.#weight -= this.#weights[this.#start] ?? 0
    this.#start = (this.#start + 1) % this.#maxCount
    this.#size--
  }
}

/** Number of characters in the strings and field names of a value: about the memory that it takes. */
export function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 1
  let sum = 0
  if (Array.isArray(value)) for (const inner of value) sum += charactersIn(inner)
  // Object.values would allocate an array for each object, and every event is measured.
  else for (const key in value) sum += key.length + charactersIn((value as Readonly<Record<string, unknown>>)[key])
  return sum
}
