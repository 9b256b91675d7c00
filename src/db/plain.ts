import type { Collection as StoreCollection } from '../store/collection.js'
import { deepFreeze } from '../store/deep-freeze.js'
import type { IdPrefix } from '../store/ids.js'
import { present } from '../store/present.js'
import type { Identified } from '../store/records.js'
import type { Store } from '../store/store.js'
import { type Access, requireFields } from './access.js'
import { type Collection, changesTo, type Fields, missing, readsOf } from './collection.js'

/** Users, bots, channels and contacts: records from which nothing is derived. */
export interface PlainCollection<T extends Identified> extends Collection<Stored<T>, Fields<T>, Fields<Omit<T, 'id'>>> {
  create(fields?: Fields<T>): Stored<T>
}

type Stored<T> = T & { readonly order: number }

/** One kind of plain record. */
export interface Kind<T extends Identified> {
  /** Singular name: `contact`. */
  readonly name: string
  readonly prefix: IdPrefix
  readonly collection: (store: Store) => Pick<StoreCollection<Stored<T>, 'order'>, 'size' | 'get' | 'sorted'>
  readonly put: (store: Store, record: Stored<T>) => void
  /** Defaults of a new record; `number` counts the records of the kind. */
  readonly defaults: (fields: Fields<T>, number: number) => Fields<T>
  /** @throws TypeError naming each invalid field */
  readonly validate: (call: string, record: unknown) => T
  /** Tells whether an id is in use, by this kind or by one that shares its ids. */
  readonly isTaken: (store: Store, id: string) => boolean
}

export function plainCollection<T extends Identified>(kind: Kind<T>, { store, written }: Access): PlainCollection<T> {
  const call = `db.${kind.name}s`
  return {
    ...readsOf<Stored<T>>(kind.name, {
      size: () => kind.collection(store()).size,
      get: (id) => kind.collection(store()).get(id),
      all: () => kind.collection(store()).sorted('order'),
    }),
    create(fields = {}) {
      const current = store()
      const stored = { ...newRecord(kind, current, fields, `${call}.create`), order: current.nextWrite() }
      kind.put(current, stored)
      written()
      return deepFreeze(stored)
    },
    update(id, changes) {
      const current = store()
      const record = kind.collection(current).get(id) ?? missing(kind.name, id)
      const { order, ...old } = record
      const stored = { ...kind.validate(`${call}.update`, present({ ...old, ...changesTo(record, changes), id })), order }
      kind.put(current, stored)
      written()
      return deepFreeze(stored)
    },
  }
}

/**
 * A validated new record that is not written yet.
 *
 * @param call - the public call, as errors name it
 */
export function newRecord<T extends Identified>(kind: Kind<T>, store: Store, fields: Fields<T>, call: string): T {
  requireFields(fields, call)
  const made = kind.defaults(fields, kind.collection(store).size + 1)
  const id = fields.id ?? store.ids.make(kind.prefix, (other) => kind.isTaken(store, other))
  const record = kind.validate(call, present({ ...made, ...present(fields), id }))
  if (kind.isTaken(store, record.id)) throw new TypeError(`${call}: id ${JSON.stringify(record.id)} is in use already`)
  return record
}
