import type { Identified } from './records.js'

interface Shard<T> {
  /** The map that may change this shard in place; any other one copies it first. */
  readonly owner: object
  readonly records: Map<string, T>
}

/** A shard is split, with all others, when they hold this many records each on average. */
const FULL = 16

/**
 * Records by id, forked in no time. The records are spread over shards by a hash of their ids; a fork shares all shards with its
 * origin, and either side copies a shard before its first change to it.
 */
export class IdMap<T extends Identified> {
  #shards: Shard<T>[] = []
  #size = 0
  #owner = {}
  #shardsShared = false

  constructor(records: readonly T[] = []) {
    this.#spread(records)
  }

  get size(): number {
    return this.#size
  }

  get(id: string): T | undefined {
    return this.#shards[this.#placeOf(id)]?.records.get(id)
  }

  has(id: string): boolean {
    return this.get(id) !== undefined
  }

  /** Writes a record; returns the one with its id in whose place it is now, if there was one. */
  set(record: T): T | undefined {
    const records = this.#writable(this.#placeOf(record.id))
    const old = records.get(record.id)
    records.set(record.id, record)
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
    fork.#size = this.#size
    fork.#shardsShared = true
    this.#shardsShared = true
    this.#owner = {}
    return fork
  }

  /** Every record, in no particular order, but in the same one for the same writes. */
  *[Symbol.iterator](): Generator<T> {
    for (const { records } of this.#shards) yield* records.values()
  }

  #placeOf(id: string): number {
    let hash = 0
    for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
    return (hash ^ (hash >>> 15)) & (this.#shards.length - 1)
  }

  /** The records of a shard, free to be changed. */
  #writable(place: number): Map<string, T> {
    const shard = this.#shards[place] as Shard<T>
    if (shard.owner === this.#owner) return shard.records
    const copy = { owner: this.#owner, records: new Map(shard.records) }
    if (this.#shardsShared) this.#shards = this.#shards.slice()
    this.#shardsShared = false
    this.#shards[place] = copy
    return copy.records
  }

  /** Spreads records over as many shards, a power of two, as keep each one short to copy, with room to grow. */
  #spread(records: readonly T[]): void {
    const count = 2 ** Math.ceil(Math.log2(Math.max(1, (2 * records.length) / FULL)))
    this.#shards = Array.from({ length: count }, () => ({ owner: this.#owner, records: new Map() }))
    this.#shardsShared = false
    for (const record of records) this.#shards[this.#placeOf(record.id)]?.records.set(record.id, record)
    this.#size = this.#shards.reduce((size, shard) => size + shard.records.size, 0)
  }
}
