import type { Identified } from '../state/records.js'

/** What a record must be like: properties with these values, or a function that tells. */
export type Where<R> = { readonly [K in keyof R]?: R[K] | undefined } | ((record: R) => boolean)

/** The same fields, each optional, and `undefined` for no value. */
export type Fields<T> = { readonly [K in keyof T]?: T[K] | undefined }

/**
 * The records of one kind, for whoever arranges a test and looks at what came of it.
 *
 * Writes keep the data sound: what they refer to must exist, and all that follows from them is brought up to date. They are
 * arrangements, not calls of the API: they send no events.
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

/** The reading half of a collection. */
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
  get(id: string): R | undefined
  /** In order of creation. */
  all(): readonly R[]
}

export function readsOf<R extends Identified>(what: string, source: Source<R>): Reads<R> {
  return {
    get: (id) => source.get(id) ?? missing(what, id),
    find: (where) => source.all().find(matcher(where)),
    findMany: (where = {}) => source.all().filter(matcher(where)),
    count: (where = {}) => source.all().filter(matcher(where)).length,
  }
}

export function missing(what: string, id: string): never {
  throw new Error(`There is no ${what} ${JSON.stringify(id)}`)
}

function matcher<R>(where: Where<R>): (record: R) => boolean {
  if (typeof where === 'function') return where
  return (record) => {
    for (const key in where) if (!Object.is(record[key], where[key])) return false
    return true
  }
}
