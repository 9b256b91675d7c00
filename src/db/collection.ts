import { deepFreeze } from '../store/deep-freeze.js'
import type { Identified } from '../store/records.js'
import { matcher, sameValue, type Where } from '../store/where.js'

/** The same fields, each optional, and `undefined` for no value. */
export type Fields<T> = { readonly [K in keyof T]?: T[K] | undefined }

/**
 * The records of one kind, for whoever arranges a test and looks at what came of it.
 *
 * Writes keep the data sound: what they refer to must exist, and all that follows from them is brought up to date. They are
 * arrangements, not calls of the API: they send no events.
 *
 * @example
 * const ana = mock.db.contacts.create({ name: 'Ana' })
 * mock.db.contacts.update(ana.id, { phone: undefined, email: 'ana@example.com' })
 * mock.db.contacts.count(({ email }) => email?.endsWith('@example.com') === true)
 */
export interface Collection<R extends Identified, New, Changes> extends Reads<R> {
  /**
   * Adds a record; what is left out is made up.
   *
   * @throws TypeError naming each field that will not do
   */
  create(fields: New): R
  /**
   * Changes the given fields; `undefined` takes a value away.
   *
   * @throws Error when there is none with this id
   * @throws TypeError naming each field that will not do
   */
  update(id: string, changes: Changes): R
}

/** The reading half of a collection: nobody can change what it hands out, to predicates too. */
export interface Reads<R extends Identified> {
  /** @throws Error when there is none with this id */
  get(id: string): R
  /** The first record that matches, in order of creation. */
  find(where: Where<R>): R | undefined
  /** All records that match, in order of creation. */
  findMany(where?: Where<R>): readonly R[]
  /** How many match. */
  count(where?: Where<R>): number
}

/** Where records are read from. */
export interface Source<R> {
  readonly size: () => number
  readonly get: (id: string) => R | undefined
  /** In order of creation. */
  readonly all: () => readonly R[]
  /** Fewer records than all, among which are those with these properties, where they are known without looking at all. */
  readonly narrowed?: (properties: { readonly [K in keyof R]?: R[K] | undefined }) => readonly R[] | undefined
}

export function readsOf<R extends Identified>(what: string, source: Source<R>): Reads<R> {
  return {
    get: (id) => deepFreeze(source.get(id) ?? missing(what, id)),
    find: (where) => candidates(source, where).find(matcher(where)),
    findMany: (where = {}) => candidates(source, where).filter(matcher(where)),
    count: (where) => (where === undefined ? source.size() : candidates(source, where).filter(matcher(where)).length),
  }
}

export function missing(what: string, id: string): never {
  throw new Error(`There is no ${what} ${JSON.stringify(id)}`)
}

/** What the state makes of a record by itself. */
const DERIVED: ReadonlySet<string> = new Set([
  'order',
  'revision',
  'messageCount',
  'unreadCount',
  'firstMessageAt',
  'lastMessageAt',
  'lastMessageId',
])

/** Changes as they are given; of a whole record that is handed back in, what differs, leaving out what nobody can change. */
export function changesTo<C extends object>(record: Identified, changes: C): C
export function changesTo(record: Identified, changes: object): object {
  if (!('order' in changes)) return changes
  const entries = Object.entries(changes).filter(([key, value]) => !DERIVED.has(key) && !sameValue(Reflect.get(record, key), value))
  return Object.fromEntries(entries)
}

function candidates<R extends Identified>(source: Source<R>, where: Where<R>): readonly R[] {
  return narrowed(source, where).map(deepFreeze)
}

function narrowed<R extends Identified>(source: Source<R>, where: Where<R>): readonly R[] {
  if (typeof where === 'function') return source.all()
  if (typeof where.id !== 'string') return source.narrowed?.(where) ?? source.all()
  const record = source.get(where.id)
  return record === undefined ? [] : [record]
}
