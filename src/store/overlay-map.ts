/** The overlay is merged into a new base once it has this many entries, and half as many as the base. */
const MIN_MERGE = 1000

/**
 * A map that forks without copying its entries: forks share an immutable base, and each has an overlay of what it has written since. No
 * value is `undefined`.
 */
export class OverlayMap<K, V> {
  #base: ReadonlyMap<K, V>
  /** Written entries; `undefined` for a deleted one. */
  #overlay = new Map<K, V | undefined>()
  #size: number

  constructor(entries: Iterable<readonly [K, V]> = []) {
    this.#base = new Map(entries)
    this.#size = this.#base.size
  }

  get size(): number {
    return this.#size
  }

  get(key: K): V | undefined {
    if (this.#overlay.size === 0) return this.#base.get(key)
    const written = this.#overlay.get(key)
    return written !== undefined || this.#overlay.has(key) ? written : this.#base.get(key)
  }

  has(key: K): boolean {
    return this.get(key) !== undefined
  }

  set(key: K, value: V): void {
    if (!this.has(key)) this.#size++
    this.#overlay.set(key, value)
    if (this.#overlay.size > MIN_MERGE + this.#base.size / 2) this.#merge()
  }

  delete(key: K): void {
    if (!this.has(key)) return
    this.#size--
    if (this.#base.has(key)) this.#overlay.set(key, undefined)
    else this.#overlay.delete(key)
  }

  /** Values in no particular order, but the same one for the same writes. */
  *values(): Generator<V> {
    for (const [key, value] of this.#base) if (!this.#overlay.has(key)) yield value
    for (const value of this.#overlay.values()) if (value !== undefined) yield value
  }

  /** Returns an independent copy; copies the overlay only. */
  fork(): OverlayMap<K, V> {
    const fork = new OverlayMap<K, V>()
    fork.#base = this.#base
    fork.#overlay = new Map(this.#overlay)
    fork.#size = this.#size
    return fork
  }

  /** The shared base: the same object for all forks that have not merged. */
  get base(): ReadonlyMap<K, V> {
    return this.#base
  }

  /** Entries that differ from the base; `undefined` for a deleted one. */
  get overlay(): ReadonlyMap<K, V | undefined> {
    return this.#overlay
  }

  #merge(): void {
    const merged = new Map(this.#base)
    for (const [key, value] of this.#overlay) {
      if (value === undefined) merged.delete(key)
      else merged.set(key, value)
    }
    this.#base = merged
    this.#overlay = new Map()
  }
}
