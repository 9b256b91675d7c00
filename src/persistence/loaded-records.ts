import type { PersistedState } from '../mock/persistence.js'
import type { Change, RecordsByKind } from '../store/change.js'
import { type IdempotencyRecord, IdempotencyStore } from '../store/idempotency-store.js'
import { IdMaker } from '../store/ids.js'
import type { Identified } from '../store/records.js'
import { requestIdentity } from '../store/request-identity.js'
import { Store } from '../store/store.js'
import type { Head, IdempotencyRecords, Kind, Records, Transaction } from './entries.js'

type ById = { readonly [K in Kind]: Map<string, RecordsByKind[K]> }

/** Records of the files as they are read; nothing is sorted or counted before all are there. */
export class LoadedRecords {
  #head: Head
  readonly #records: ById = {
    users: new Map(),
    bots: new Map(),
    channels: new Map(),
    contacts: new Map(),
    conversations: new Map(),
    messages: new Map(),
    webhooks: new Map(),
    deliveries: new Map(),
  }
  readonly #idempotency: IdempotencyRecord[] = []

  constructor(head: Head) {
    this.#head = head
  }

  add(piece: Records | IdempotencyRecords): void {
    if (piece.kind === 'idempotency') for (const record of piece.records) this.#idempotency.push(record)
    else this.#put(piece)
  }

  apply({ changes, idempotency = [], clock = this.#head.clock, written, ids, requestIds }: Transaction): void {
    for (const change of changes) this.#change(change)
    this.#idempotency.push(...idempotency)
    this.#head = { ...this.#head, clock, written, ids, requestIds }
  }

  toPersistedState(): PersistedState {
    const { requestIds, clock, ...head } = this.#head
    const { users, bots, channels, contacts, conversations, messages, webhooks, deliveries } = this.#records
    const store = Store.from({
      ...head,
      users: [...users.values()],
      bots: [...bots.values()],
      channels: [...channels.values()],
      contacts: [...contacts.values()],
      conversations: [...conversations.values()],
      messages: [...messages.values()],
      webhooks: [...webhooks.values()],
      deliveries: [...deliveries.values()],
    })
    const idempotency = new IdempotencyStore()
    for (const record of this.#idempotency) idempotency.put(withDigest(record))
    return { store, idempotency, requestIds: IdMaker.from(requestIds), clock }
  }

  #change(change: Change): void {
    if ('removed' in change) this.#records[change.kind].delete(change.removed)
    else this.#putOne(change)
  }

  #putOne<K extends Kind>({ kind, record }: ChangeOf<K>): void {
    put(this.#records[kind], record)
  }

  #put<K extends Kind>({ kind, records }: Records<K>): void {
    for (const record of records) put(this.#records[kind], record)
  }
}

/** A record with the digest of its request, in place of its text, which earlier versions wrote. */
function withDigest(record: IdempotencyRecord): IdempotencyRecord {
  const [, method = '', path = '', json = ''] = /^(\w+) (.*)\n(.*)$/.exec(record.request) ?? []
  if (method === '') return record
  return { ...record, request: requestIdentity(method, path, json === 'undefined' ? undefined : JSON.parse(json)) }
}

type ChangeOf<K extends Kind> = { readonly [P in K]: { readonly kind: P; readonly record: RecordsByKind[P] } }[K]

/** A record that is written again moves to the end, as a message does among those with the same timestamp. */
function put<R extends Identified>(map: Map<string, R>, record: R): void {
  map.delete(record.id)
  map.set(record.id, record)
}
