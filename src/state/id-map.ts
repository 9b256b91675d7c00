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
  /** Of each shard the map that may change it in place; any other one copies it first. */
  #owners: object[] = []
  #owner = {}
  /** Whether a fork has the same rows of shards and owners, so that they are copied before the first change. */
  #shared = false
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

  /** Writes a record; returns the one with its id in whose place it is now, if there was one. */
  set(record: T): T | undefined {
    const shard = this.#writable(this.#placeOf(record.id))
    const old = shard.get(record.id)
    shard.set(record.id, record)
    if (old === undefined && ++this.#size > this.#shards.length * FULL) this.#spread([...this])
    return old
  }

  /** Takes a record out. */
  delete(id: string): void {
    if (this.has(id) && this.#writable(this.#placeOf(id)).delete(id)) this.#size--
  }

  /** A map with the same records; a write to one is not seen by the other. */
  fork(): IdMap<T> {
    const fork = new IdMap<T>()
    fork.#shards = this.#shards
    fork.#owners = this.#owners
    fork.#size = this.#size
    fork.#shared = true
    this.#shared = true
    this.#owner = {}
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

  /** A shard that is free to be changed. */
  #writable(place: number): Shard<T> {
    if (this.#owners[place] === this.#owner) return this.#shards[place] as Shard<T>
    if (this.#shared) {
      this.#shards = this.#shards.slice()
      this.#owners = this.#owners.slice()
      this.#shared = false
    }
    const copy = new Map(this.#shards[place])
    this.#shards[place] = copy
    this.#owners[place] = this.#owner
    return copy
  }

  /** Spreads records over as many shards, a power of two, as keep each one short to copy, with room to grow. */
  #spread(records: readonly T[]): void {
    const count = 2 ** Math.ceil(Math.log2(Math.max(1, (2 * records.length) / FULL)))
    this.#shards = Array.from({ length: count }, () => new Map())
    this.#owners = new Array(count).fill(this.#owner)
    this.#shared = false
    for (const record of records) this.#shards[this.#placeOf(record.id)]?.set(record.id, record)
    this.#size = this.#shards.reduce((size, shard) => size + shard.size, 0)
  }
}
