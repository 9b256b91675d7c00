import { deepFreeze } from '../store/deep-freeze.js'
import type { Identified } from '../store/records.js'
import { matcher, sameValue, type Where } from '../store/where.js'

/** All fields optional; `undefined` stands for no value. */
export type Fields<T> = { readonly [K in keyof T]?: T[K] | undefined }

/**
 * The records of one kind, to arrange a test and to check its outcome.
 *
 * Writes keep the data consistent: references must exist, and derived values are updated. They are not calls of the API: they send no
 * events.
 *
 * @example
 * const ana = mock.db.contacts.create({ name: 'Ana' })
 * mock.db.contacts.update(ana.id, { phone: undefined, email: 'ana@example.com' })
 * mock.db.contacts.count(({ email }) => email?.endsWith('@example.com') === true)
 */
export interface Collection<R extends Identified, New, Changes> extends Reads<R> {
  /**
   * Adds a record; omitted fields are generated.
   *
   * @throws TypeError naming each invalid field
   */
  create(fields: New): R
  /**
   * Changes the given fields; `undefined` removes a value.
   *
   * @throws Error when there is no record with this id
   * @throws TypeError naming each invalid field
   */
  update(id: string, changes: Changes): R
}

/** The reads of a collection. Returned records are frozen. */
export interface Reads<R extends Identified> {
  /** @throws Error when there is no record with this id */
  get(id: string): R
  /** The first record that matches, in order of creation. */
  find(where: Where<R>): R | undefined
  /** All records that match, in order of creation. */
  findMany(where?: Where<R>): readonly R[]
  /** Number of records that match. */
  count(where?: Where<R>): number
}

/** Source of the records of a collection. */
export interface Source<R> {
  readonly size: () => number
  readonly get: (id: string) => R | undefined
  /** In order of creation. */
  readonly all: () => readonly R[]
  /** A smaller list that holds all records with these properties, where an index has one. */
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

/** Fields that the store derives. */
const DERIVED: ReadonlySet<string> = new Set([
  'order',
  'revision',
  'messageCount',
  'unreadCount',
  'firstMessageAt',
  'lastMessageAt',
  'lastMessageId',
])

/** Changes as given; of a whole record that is passed back in, only the fields that differ and can be changed. */
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
