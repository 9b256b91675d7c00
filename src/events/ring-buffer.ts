/** How much is kept of what happened. */
export interface Bounds {
  /** So many things. */
  readonly maxCount: number
  /** What they may weigh together, in characters. */
  readonly maxCharacters: number
}

/** What a mock keeps of its requests, and as much of its events. */
export const DEFAULT_BOUNDS: Bounds = { maxCount: 1000, maxCharacters: 32 * 1024 * 1024 }

/** The latest of what happened: at most so many things, and at most so much of them, however large each may be. */
export class RingBuffer<T> {
  readonly #most: number
  readonly #heaviest: number
  /** Round and round: a row that never grows costs less than a list that loses its first with every new one. */
  readonly #things: (T | undefined)[] = []
  readonly #weights: number[] = []
  #start = 0
  #size = 0
  #weight = 0

  constructor({ maxCount, maxCharacters }: Bounds) {
    this.#most = maxCount
    this.#heaviest = maxCharacters
  }

  /** The one that makes room for the next, once there are as many as there may be. */
  get outgoing(): T | undefined {
    return this.#size === this.#most ? this.#things[this.#start] : undefined
  }

  /** @param weight - in characters */
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

  /** The oldest first. */
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

/** How many characters there are in the texts of a value, those of its keys left out: about what it takes to keep it. */
export function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 1
  let sum = 0
  if (Array.isArray(value)) for (const inner of value) sum += charactersIn(inner)
  // Not by Object.values, which makes a list for each of them: every event is weighed.
  else for (const key in value) sum += charactersIn((value as Readonly<Record<string, unknown>>)[key])
  return sum
}
