import { type Deed, Idempotency } from '../api/idempotency.js'
import type { Kept } from '../mock/keeper.js'
import type { Change, RecordsByKind } from '../state/change.js'
import { IdMaker } from '../state/ids.js'
import type { Identified } from '../state/records.js'
import { State } from '../state/state.js'
import type { Deeds, Head, Kind, Records, Transaction } from './entries.js'

type ById = { readonly [K in Kind]: Map<string, RecordsByKind[K]> }

/** What the files hold, as they are read: nothing is sorted or counted before all of it is there. */
export class Collected {
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
  readonly #deeds: Deed[] = []

  constructor(head: Head) {
    this.#head = head
  }

  add(piece: Records | Deeds): void {
    if (piece.kind === 'deeds') for (const deed of piece.records) this.#deeds.push(deed)
    else this.#put(piece)
  }

  apply({ changes, deeds = [], clock = this.#head.clock, written, ids, requestIds }: Transaction): void {
    for (const change of changes) this.#change(change)
    this.#deeds.push(...deeds)
    this.#head = { ...this.#head, clock, written, ids, requestIds }
  }

  kept(): Kept {
    const { requestIds, clock, ...head } = this.#head
    const { users, bots, channels, contacts, conversations, messages, webhooks, deliveries } = this.#records
    const state = State.from({
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
    const idempotency = new Idempotency()
    for (const deed of this.#deeds) idempotency.keep(deed)
    return { state, idempotency, requestIds: IdMaker.from(requestIds), clock }
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

type ChangeOf<K extends Kind> = { readonly [P in K]: { readonly kind: P; readonly record: RecordsByKind[P] } }[K]

/** A record that is written again stands last, as a message does among those of the same timestamp. */
function put<R extends Identified>(map: Map<string, R>, record: R): void {
  map.delete(record.id)
  map.set(record.id, record)
}
