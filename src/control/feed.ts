import type { Mock } from '../mock/create-mock.js'

/** What is told, by its kinds. */
export const KINDS = ['change', 'request', 'delivery', 'reset', 'clock'] as const
export type Kind = (typeof KINDS)[number]

/** Something that happened, as text of Server-Sent Events, and what happened next. */
export interface FeedEntry {
  readonly id: number
  /** Nothing of what stands for all that is not kept any more. */
  readonly kind?: Kind
  readonly text: string
  /** How many characters the feed has told by the end of this. */
  readonly end: number
  next?: FeedEntry
}

interface FeedOptions {
  /** Ids that grow. */
  readonly nextId: () => number
  readonly shown: (request: Parameters<Parameters<Mock['requests']['on']>[0]>[0]) => object
}

const KEPT = 1000
const KEPT_CHARACTERS = 16 * 1024 * 1024

/** All that happens to a mock from now on, the last of it kept: a chain, along which each reader goes at a pace of its own. */
export class Feed {
  readonly #nextId: () => number
  readonly #listeners = new Set<() => void>()
  readonly #sources: readonly (() => void)[]
  /** What was let go last; what is kept follows. */
  #gone: FeedEntry
  #last: FeedEntry
  #kept = 0

  constructor(mock: Mock, { nextId, shown }: FeedOptions) {
    this.#nextId = nextId
    this.#gone = { id: nextId(), text: '', end: 0 }
    this.#last = this.#gone
    this.#sources = [
      mock.events.on('*', (event) => this.publish('change', event)),
      mock.requests.on((request) => this.publish('request', shown(request))),
      mock.webhooks.on(({ order: _, ...delivery }) => this.publish('delivery', delivery)),
    ]
  }

  /** The last that was told by now. */
  get last(): FeedEntry {
    return this.#last
  }

  /**
   * Where to go on after an id.
   *
   * @returns what was told last by then, and whether what followed is still there
   */
  after(id: number): { readonly told: FeedEntry; readonly complete: boolean } {
    let told = this.#gone
    while (told.next !== undefined && told.next.id <= id) told = told.next
    return { told, complete: id >= this.#gone.id }
  }

  /** Calls back whenever something is told, until what it gives is called. */
  on(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  publish(kind: Kind, data: object): void {
    const id = this.#nextId()
    const text = `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`
    const told: FeedEntry = { id, kind, text, end: this.#last.end + text.length }
    this.#last.next = told
    this.#last = told
    this.#kept++
    while (this.#gone.next !== undefined && (this.#kept > KEPT || told.end - this.#gone.end > KEPT_CHARACTERS)) {
      this.#gone = this.#gone.next
      this.#kept--
    }
    for (const listener of [...this.#listeners]) listener()
  }

  /** Listens to the mock no more. */
  end(): void {
    for (const stop of this.#sources) stop()
  }
}
