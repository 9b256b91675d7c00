import { OverlayMap } from './overlay-map.js'
import type { Identified } from './records.js'

/** Negative when `a` comes before `b`, positive when after; 0 only for versions of the same record. */
export type Compare<T> = (a: T, b: T) => number

/** Records grouped by a key, each group a plain array in order. */
export interface Index<T> {
  /** Group of a record; `undefined` leaves the record out. */
  readonly key: (record: T) => string | undefined
  readonly compare: Compare<T>
}

export type Indexes<T, Name extends string> = { readonly [K in Name]: Index<T> }

/** The key of an index with one group: all records in one order. */
export const ALL = ''

/** An index of all records in one order. */
export function sortedIndex<T>(compare: Compare<T>, includes: (record: T) => boolean = () => true): Index<T> {
  return { key: (record) => (includes(record) ? ALL : undefined), compare }
}

interface Group<T> {
  /** The collection that may change the array in place; any other one copies it first. */
  readonly owner: object
  readonly records: T[]
}

type Groups<T> = OverlayMap<string, Group<T>>

/** An index that a query has needed. */
interface BuiltIndex<T> {
  readonly groups: Groups<T>
  /** Records that were written since the index was last read, as it still has them; `undefined` for new ones. */
  readonly outdated: Map<string, T | undefined>
}

/** An index that misses more writes than this is built anew when it is next needed. */
const MAX_OUTDATED = 1000

/** Indexes over the base of a collection's map, shared by all forks with that base. */
interface BaseIndexes<T> {
  readonly base: ReadonlyMap<string, T>
  readonly built: Map<string, Groups<T>>
}

/**
 * Records by id, with indexes that are built when a query first needs them, and brought up to date by binary search when one needs them
 * again. Records are immutable: a write replaces the one with its id. Forks share everything, and copy an array before they change it.
 */
export class Collection<T extends Identified, Name extends string = never> {
  readonly #indexes: Indexes<T, Name>
  #byId: OverlayMap<string, T>
  #built = new Map<Name, BuiltIndex<T>>()
  #baseIndexes: BaseIndexes<T>
  #owner = {}

  constructor(indexes: Indexes<T, Name>, records: Iterable<T> = []) {
    this.#indexes = indexes
    this.#byId = new OverlayMap(Array.from(records, (record) => [record.id, record]))
    this.#baseIndexes = { base: this.#byId.base, built: new Map() }
  }

  get size(): number {
    return this.#byId.size
  }

  get(id: string): T | undefined {
    return this.#byId.get(id)
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  /** Writes a record, in place of the one with its id if there is one. */
  put(record: T): void {
    const old = this.#byId.get(record.id)
    this.#byId.set(record.id, record)
    this.#outdate(record.id, old)
  }

  /** Deletes the record with an id, if there is one. */
  delete(id: string): void {
    const old = this.#byId.get(id)
    if (old === undefined) return
    this.#byId.delete(id)
    this.#outdate(id, old)
  }

  /** Records in no particular order, but the same one for the same writes. */
  values(): Iterable<T> {
    return this.#byId.values()
  }

  /** All records of an index with one group, in its order. Valid until the next write. */
  sorted(name: Name): readonly T[] {
    return this.group(name, ALL)
  }

  /** Records of an index with a key, in its order. Valid until the next write. */
  group(name: Name, key: string): readonly T[] {
    return this.#groups(name).get(key)?.records ?? []
  }

  /** Returns an independent copy (copy-on-write). */
  fork(): Collection<T, Name> {
    const fork = new Collection<T, Name>(this.#indexes)
    fork.#byId = this.#byId.fork()
    for (const [name, { groups, outdated }] of this.#built) fork.#built.set(name, { groups: groups.fork(), outdated: new Map(outdated) })
    fork.#baseIndexes = this.#baseIndexes
    this.#owner = {} // the arrays are shared from now on
    return fork
  }

  #groups(name: Name): Groups<T> {
    const built = this.#built.get(name)
    if (built !== undefined) {
      for (const [id, old] of built.outdated) this.#replace(name, built.groups, old, this.#byId.get(id))
      built.outdated.clear()
      return built.groups
    }
    const groups = this.#build(name)
    this.#built.set(name, { groups, outdated: new Map() })
    return groups
  }

  /** Builds an index: from that of the base, which forks share, when few records differ from it. */
  #build(name: Name): Groups<T> {
    const { base, overlay } = this.#byId
    if (overlay.size > MAX_OUTDATED) return groupsOf(this.#indexes[name], this.values())
    if (this.#baseIndexes.base !== base) this.#baseIndexes = { base, built: new Map() }
    const shared = this.#baseIndexes.built.get(name) ?? groupsOf(this.#indexes[name], base.values())
    this.#baseIndexes.built.set(name, shared)
    const groups = shared.fork()
    for (const [id, record] of overlay) this.#replace(name, groups, base.get(id), record)
    return groups
  }

  /** Notes a write for the indexes that were built. @param old - the record before the write */
  #outdate(id: string, old: T | undefined): void {
    for (const [name, { outdated }] of this.#built) {
      if (!outdated.has(id)) outdated.set(id, old)
      if (outdated.size > MAX_OUTDATED) this.#built.delete(name)
    }
  }

  #replace(name: Name, groups: Groups<T>, old: T | undefined, record: T | undefined): void {
    const { key, compare } = this.#indexes[name]
    const oldKey = old && key(old)
    const newKey = record && key(record)
    if (old !== undefined && record !== undefined && oldKey !== undefined && oldKey === newKey) {
      move(this.#writable(groups, oldKey), old, record, compare)
      return
    }
    if (old !== undefined && oldKey !== undefined) {
      const records = this.#writable(groups, oldKey)
      records.splice(positionOf(records, old, compare), 1)
      if (records.length === 0) groups.delete(oldKey)
    }
    if (record !== undefined && newKey !== undefined) {
      const records = this.#writable(groups, newKey)
      records.splice(positionOf(records, record, compare), 0, record)
    }
  }

  /** The array of a group, free to be changed. */
  #writable(groups: Groups<T>, key: string): T[] {
    const group = groups.get(key)
    if (group?.owner === this.#owner) return group.records
    const records = group?.records.slice() ?? []
    groups.set(key, { owner: this.#owner, records })
    return records
  }
}

function groupsOf<T>({ key, compare }: Index<T>, records: Iterable<T>): Groups<T> {
  const groups = new Map<string, T[]>()
  for (const record of records) {
    const of = key(record)
    if (of === undefined) continue
    const group = groups.get(of)
    if (group === undefined) groups.set(of, [record])
    else group.push(record)
  }
  const owner = {} // of no collection: every one copies before it writes
  return new OverlayMap(Array.from(groups, ([of, group]) => [of, { owner, records: group.sort(compare) }]))
}

/** Puts a record in place of its old version: right there, when it belongs between the same neighbours. */
function move<T>(records: T[], old: T, record: T, compare: Compare<T>): void {
  const at = positionOf(records, old, compare)
  const previous = records[at - 1]
  const next = records[at + 1]
  if ((previous === undefined || compare(previous, record) < 0) && (next === undefined || compare(record, next) < 0)) {
    records[at] = record
    return
  }
  records.splice(at, 1)
  records.splice(positionOf(records, record, compare), 0, record)
}

/** Position at which a record stands, or belongs. */
function positionOf<T>(records: readonly T[], record: T, compare: Compare<T>): number {
  return countBefore(records, (other) => compare(other, record) < 0)
}

/** Number of records before a point of the order. @param isBefore - true for all records before it, false for all others */
export function countBefore<T>(records: readonly T[], isBefore: (record: T) => boolean): number {
  let low = 0
  let high = records.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(records[middle] as T)) low = middle + 1
    else high = middle
  }
  return low
}
