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
  readonly #most: number
  readonly #heaviest: number
  /** A circular array: adding an item moves no other. */
  readonly #things: (T | undefined)[] = []
  readonly #weights: number[] = []
  #start = 0
  #size = 0
  #weight = 0

  constructor({ maxCount, maxCharacters }: Bounds) {
    this.#most = maxCount
    this.#heaviest = maxCharacters
  }

  /** The item that the next one replaces, once the buffer is full. */
  get outgoing(): T | undefined {
    return this.#size === this.#most ? this.#things[this.#start] : undefined
  }

  /** @param weight - size in characters */
  add(thing: T, weight: number): void {
    if (this.#size === this.#most) this.#letGo()
    const place = (this.#start + this.#size) % this.#most
    this.#things[place] = thing
    this.#weights[place] = weight
    this.#weight += weight
    this.#size++
    while (this.#weight > this.#heaviest && this.#size > 0) this.#letGo()
  }

  clear(): void {
    this.#things.length = 0
    this.#weights.length = 0
    this.#start = 0
    this.#size = 0
    this.#weight = 0
  }

  /** Oldest first. */
  toArray(): T[] {
    return Array.from({ length: this.#size }, (_, i) => this.#things[(this.#start + i) % this.#most] as T)
  }

  #letGo(): void {
    this.#things[this.#start] = undefined
    this.#weight -= this.#weights[this.#start] ?? 0
    this.#start = (this.#start + 1) % this.#most
    this.#size--
  }
}

/** Number of characters in the strings of a value, without its keys: about the memory that it takes. */
export function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 1
  let sum = 0
  if (Array.isArray(value)) for (const inner of value) sum += charactersIn(inner)
  // Object.values would allocate an array for each object, and every event is measured.
  else for (const key in value) sum += charactersIn((value as Readonly<Record<string, unknown>>)[key])
  return sum
}
