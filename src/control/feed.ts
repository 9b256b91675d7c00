import type { Mock } from '../mock/create-mock.js'
import { internalsOf } from '../mock/internals.js'
import { currentSummary } from './current-summary.js'

/** Kinds of entries. */
export const KINDS = ['change', 'request', 'delivery', 'reset', 'clock'] as const
export type Kind = (typeof KINDS)[number]

/** An entry of the feed as text of Server-Sent Events, linked to the next one. */
export interface FeedEntry {
  readonly id: number
  /** Absent for the entry that stands for all dropped ones. */
  readonly kind?: Kind
  readonly text: string
  /** Characters of the feed up to the end of this entry. */
  readonly end: number
  next?: FeedEntry
}

interface FeedOptions {
  /** Returns increasing ids. */
  readonly nextId: () => number
  readonly toView: (request: Parameters<Parameters<Mock['requests']['on']>[0]>[0]) => object
}

const MAX_ENTRIES = 1000
const MAX_CHARACTERS = 16 * 1024 * 1024

/**
 * Everything that happens to a mock from now on; the latest entries are stored as a linked list, along which each client moves at its own
 * pace.
 */
export class Feed {
  readonly #nextId: () => number
  readonly #listeners = new Set<() => void>()
  readonly #sources: readonly (() => void)[]
  /** The last dropped entry; stored ones follow. */
  #dropped: FeedEntry
  #last: FeedEntry
  #stored = 0

  constructor(mock: Mock, { nextId, toView }: FeedOptions) {
    this.#nextId = nextId
    this.#dropped = { id: nextId(), text: '', end: 0 }
    this.#last = this.#dropped
    this.#sources = [
      mock.events.on('*', (event) => this.publish('change', event)),
      mock.requests.on((request) => this.publish('request', toView(request))),
      mock.webhooks.on(({ order: _, ...delivery }) => this.publish('delivery', delivery)),
      internalsOf(mock)?.onReplaced(() => this.publish('reset', currentSummary(mock))) ?? (() => {}),
    ]
  }

  /** The latest entry. */
  get last(): FeedEntry {
    return this.#last
  }

  /**
   * Finds the position after an id.
   *
   * @returns the last entry up to the id, and whether all later ones are still stored
   */
  after(id: number): { readonly after: FeedEntry; readonly complete: boolean } {
    let entry = this.#dropped
    while (entry.next !== undefined && entry.next.id <= id) entry = entry.next
    return { after: entry, complete: id >= this.#dropped.id }
  }

  /** Calls a listener after each entry. @returns a function that removes it */
  on(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  publish(kind: Kind, data: object): void {
    const id = this.#nextId()
    const text = `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`
    const entry: FeedEntry = { id, kind, text, end: this.#last.end + text.length }
    this.#last.next = entry
    this.#last = entry
    this.#stored++
    while (this.#dropped.next !== undefined && (this.#stored > MAX_ENTRIES || entry.end - this.#dropped.end > MAX_CHARACTERS)) {
      this.#dropped = this.#dropped.next
      this.#stored--
    }
    for (const listener of [...this.#listeners]) listener()
  }

  /** Stops listening to the mock. */
  end(): void {
    for (const stop of this.#sources) stop()
  }
}
