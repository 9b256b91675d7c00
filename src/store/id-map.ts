import type { Identified } from './records.js'

/**
 * Some records in the order in which they came, beside the hashes of their ids. What is looked for is found by numbers that stand together,
 * and to copy a shard reads no record: a `Map` would ask each of its keys for its hash, out of all caches where there are many.
 */
interface Shard<T> {
  /** Of the map that may change it in place; any other one copies it first. */
  readonly owner: object
  readonly hashes: number[]
  readonly records: T[]
}

/** A shard is split, with all others, when they hold this many records each on average. */
const FULL = 16

/**
 * Records by id, forked in no time. The records are spread over shards by a hash of their ids; a fork shares all shards with its
 * origin, and either side copies a shard before its first change to it.
 */
export class IdMap<T extends Identified> {
  #shards: Shard<T>[] = []
  #owner = {}
  /** Whether a fork has the same row of shards, so that it is copied before the first change. */
  #shared = false
  #size = 0

  constructor(records: readonly T[] = []) {
    this.#spread(records)
  }

  get size(): number {
    return this.#size
  }

  get(id: string): T | undefined {
    const hash = hashOf(id)
    const shard = this.#shards[this.#placeOf(hash)] as Shard<T>
    return shard.records[placeIn(shard, hash, id)]
  }

  has(id: string): boolean {
    return this.get(id) !== undefined
  }

  /** Writes a record; returns the one with its id in whose place it is now, if there was one. */
  set(record: T): T | undefined {
    const hash = hashOf(record.id)
    const shard = this.#writable(hash)
    const place = placeIn(shard, hash, record.id)
    const old = shard.records[place]
    shard.hashes[place] = hash
    shard.records[place] = record
    if (old === undefined && ++this.#size > this.#shards.length * FULL) this.#spread([...this])
    return old
  }

  /** Takes a record out. */
  delete(id: string): void {
    const hash = hashOf(id)
    const shard = this.#writable(hash)
    const place = placeIn(shard, hash, id)
    shard.hashes.splice(place, 1)
    this.#size -= shard.records.splice(place, 1).length
  }

  /** A map with the same records; a write to one is not seen by the other. */
  fork(): IdMap<T> {
    const fork = new IdMap<T>()
    fork.#shards = this.#shards
    fork.#size = this.#size
    fork.#shared = true
    this.#shared = true
    this.#owner = {}
    return fork
  }

  /** Every record, in no particular order, but in the same one for the same writes. */
  *[Symbol.iterator](): Generator<T> {
    for (const { records } of this.#shards) yield* records
  }

  #placeOf(hash: number): number {
    return hash & (this.#shards.length - 1)
  }

  /** The shard of a hash, free to be changed. */
  #writable(hash: number): Shard<T> {
    const place = this.#placeOf(hash)
    const shard = this.#shards[place] as Shard<T>
    if (shard.owner === this.#owner) return shard
    if (this.#shared) this.#shards = this.#shards.slice()
    this.#shared = false
    const copy = { owner: this.#owner, hashes: shard.hashes.slice(), records: shard.records.slice() }
    this.#shards[place] = copy
    return copy
  }

  /** Spreads records over as many shards, a power of two, as keep each one short to copy, with room to grow. */
  #spread(records: readonly T[]): void {
    const count = 2 ** Math.ceil(Math.log2(Math.max(1, (2 * records.length) / FULL)))
    this.#shards = Array.from({ length: count }, () => ({ owner: this.#owner, hashes: [], records: [] }))
    this.#shared = false
    this.#size = 0
    for (const record of records) this.set(record)
  }
}

/** Where a record is in a shard, or would be if it came now. */
function placeIn<T extends Identified>({ hashes, records }: Shard<T>, hash: number, id: string): number {
  let place = 0
  while (place < hashes.length && (hashes[place] !== hash || records[place]?.id !== id)) place++
  return place
}

/** A number of 30 bits, which every engine keeps in an array as it is. */
function hashOf(id: string): number {
  let hash = 0
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return (hash ^ (hash >>> 15)) & 0x3fffffff
}
