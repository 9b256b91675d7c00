import type { Identified } from './records.js'

type Shard<T> = Map<string, T>

/** A shard is split, with all others, when they hold this many records each on average. */
const FULL = 16

/**
 * Records by id, forked in no time. The records are spread over shards by a hash of their ids; a fork shares all shards with its
 * origin, and either side copies a shard before its first change to it.
 */
export class IdMap<T extends Identified> {
  #shards: Shard<T>[] = []
  /** The shards that nobody else has, which may be changed in place. */
  #own = new Set<Shard<T>>()
  #size = 0

  constructor(records: readonly T[] = []) {
    this.#spread(records)
  }

  get size(): number {
    return this.#size
  }

  get(id: string): T | undefined {
    return this.#shards[this.#placeOf(id)]?.get(id)
  }

  has(id: string): boolean {
    return this.get(id) !== undefined
  }

  /** Writes a record, in the place of the one with its id if there is one. */
  set(record: T): void {
    const shard = this.#writable(this.#placeOf(record.id))
    const before = shard.size
    shard.set(record.id, record)
    this.#size += shard.size - before
    if (this.#size > this.#shards.length * FULL) this.#spread([...this])
  }

  /** Takes a record out. */
  delete(id: string): void {
    if (this.has(id) && this.#writable(this.#placeOf(id)).delete(id)) this.#size--
  }

  /** A map with the same records; a write to one is not seen by the other. */
  fork(): IdMap<T> {
    const fork = new IdMap<T>()
    fork.#shards = this.#shards
    fork.#size = this.#size
    fork.#own.clear()
    this.#own = new Set()
    return fork
  }

  /** Every record, in no particular order, but in the same one for the same writes. */
  *[Symbol.iterator](): Generator<T> {
    for (const shard of this.#shards) yield* shard.values()
  }

  #placeOf(id: string): number {
    let hash = 0
    for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
    return (hash ^ (hash >>> 15)) & (this.#shards.length - 1)
  }

  #writable(place: number): Shard<T> {
    const shard = this.#shards[place] as Shard<T>
    if (this.#own.has(shard)) return shard
    const copy = new Map(shard)
    if (this.#own.size === 0) this.#shards = this.#shards.slice() // the row of shards is shared until the first is copied
    this.#shards[place] = copy
    this.#own.add(copy)
    return copy
  }

  /** Spreads records over as many shards, a power of two, as keep each one short to copy, with room to grow. */
  #spread(records: readonly T[]): void {
    const count = 2 ** Math.ceil(Math.log2(Math.max(1, (2 * records.length) / FULL)))
    this.#shards = Array.from({ length: count }, () => new Map())
    this.#own = new Set(this.#shards)
    for (const record of records) this.#shards[this.#placeOf(record.id)]?.set(record.id, record)
    this.#size = this.#shards.reduce((size, shard) => size + shard.size, 0)
  }
}
