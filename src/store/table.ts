import { Backlog } from './backlog.js'
import { IdMap } from './id-map.js'
import { type Compare, OrderedSet } from './ordered-set.js'
import type { Identified } from './records.js'

/** An order over the records of a table, or over those that it includes. Distinct records never compare as equal. */
export interface Index<T> {
  readonly compare: Compare<T>
  readonly includes?: (record: T) => boolean
  /** Follows each write at once: it is looked at by each request, or after each write. */
  readonly eager?: boolean
}

export type Indexes<T, Name extends string> = { readonly [K in Name]: Index<T> }

/**
 * Records by id, with any number of orders kept over them. Records are immutable: a write puts another one in the place of the one
 * with its id.
 *
 * An index that is not eager follows when it is next looked at: a conversation stands in fifteen of them, and most are not looked at
 * between two writes to it, or at all (docs/decisions/0015-speed.md has the figures).
 */
export class Table<T extends Identified, Name extends string = never> {
  readonly #indexes: Indexes<T, Name>
  readonly #byId: IdMap<T>
  readonly #members: { readonly [K in Name]: OrderedSet<T> }
  readonly #backlog: Backlog<T>
  /** What follows each write to those of the indexes that are eager. */
  readonly #followers: readonly ((old: T | undefined, record: T | undefined) => void)[]

  private constructor(indexes: Indexes<T, Name>, ids: IdMap<T>, members: { readonly [K in Name]: OrderedSet<T> }, backlog: Backlog<T>) {
    this.#indexes = indexes
    this.#byId = ids
    this.#members = members
    this.#backlog = backlog
    this.#followers = namesOf(indexes)
      .filter((name) => indexes[name].eager)
      .map((name) => (old, record) => follow(indexes[name], members[name], old, record))
  }

  static of<T extends Identified, Name extends string = never>(indexes: Indexes<T, Name>, records: readonly T[]): Table<T, Name> {
    const members = mapValues(indexes, ({ compare, includes }) => {
      const included = includes === undefined ? records : records.filter(includes)
      return new OrderedSet(compare, included.toSorted(compare))
    })
    return new Table(indexes, new IdMap(records), members, Backlog.of<T>(namesOf(indexes).filter((name) => !indexes[name].eager)))
  }

  /** A table with the same records; a write to one is not seen by the other. Takes no time. */
  fork(): Table<T, Name> {
    return new Table(
      this.#indexes,
      this.#byId.fork(),
      mapValues(this.#members, (members) => members.fork()),
      this.#backlog.fork(),
    )
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

  /** Writes a record, in the place of the one with its id if there is one. */
  put(record: T): void {
    const old = this.#byId.set(record)
    this.#backlog.note(record.id, old)
    for (const follower of this.#followers) follower(old, record)
  }

  /** Takes a record out, if there is one with this id. */
  delete(id: string): void {
    const old = this.get(id)
    if (old === undefined) return
    this.#backlog.note(id, old)
    this.#backlog.forget(id)
    this.#byId.delete(id)
    for (const follower of this.#followers) follower(old, undefined)
  }

  /** An index, with all that was written. */
  index(name: Name): OrderedSet<T> {
    const index = this.#indexes[name]
    const members = this.#members[name]
    if (!index.eager) for (const [id, old] of this.#backlog.take(name, (id) => this.has(id))) follow(index, members, old, this.get(id))
    return members
  }

  /** Every record, in no particular order. */
  values(): Iterable<T> {
    return this.#byId
  }
}

/** Has the members of an index follow one write. */
function follow<T>({ includes }: Index<T>, members: OrderedSet<T>, old: T | undefined, record: T | undefined): void {
  const had = old !== undefined && (includes === undefined || includes(old))
  const has = record !== undefined && (includes === undefined || includes(record))
  if (had && has) members.replace(old, record)
  else if (had) members.delete(old)
  else if (has) members.add(record)
}

function namesOf<Name extends string>(indexes: { readonly [K in Name]: unknown }): Name[] {
  return Object.keys(indexes) as Name[]
}

function mapValues<Name extends string, A, B>(from: { readonly [K in Name]: A }, map: (value: A) => B): { readonly [K in Name]: B } {
  const to: Partial<Record<Name, B>> = {}
  for (const name in from) to[name] = map(from[name])
  return to as Record<Name, B>
}
