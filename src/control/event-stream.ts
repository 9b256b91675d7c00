import type { ServerResponse } from 'node:http'
import type { Feed, FeedEntry } from './feed.js'

/** So much may wait for a client that does not read, and so long, before it is let go: much may happen in one turn. */
const MOST_WAITING = 1024 * 1024
const GRACE_MILLISECONDS = 1000

export interface EventStreamOptions {
  /** What it knows last. */
  readonly told: FeedEntry
  /** What it wants to be told of. */
  readonly kinds: ReadonlySet<string>
}

/** One who is told of a feed, as fast as they read. What they have missed waits in the feed, not for them alone. */
export class EventStream {
  readonly #feed: Feed
  readonly #response: ServerResponse
  readonly #kinds: ReadonlySet<string>
  /** How much was told before they came: to catch up takes what time it takes. */
  readonly #begun: number
  readonly #stop: () => void
  #told: FeedEntry
  #full = false
  #doubted: NodeJS.Timeout | undefined

  constructor(feed: Feed, response: ServerResponse, { told, kinds }: EventStreamOptions) {
    this.#feed = feed
    this.#response = response
    this.#kinds = kinds
    this.#told = told
    this.#begun = feed.last.end
    this.#stop = feed.on(() => this.#goOn())
    response.on('drain', () => {
      this.#full = false
      this.#goOn()
    })
    this.#goOn()
  }

  /** Shows that the connection lives, to whatever is in between. */
  beat(): void {
    if (!this.#full) this.#response.write(':\n\n')
  }

  stop(): void {
    this.#stop()
    clearTimeout(this.#doubted)
  }

  #goOn(): void {
    for (let next = this.#told.next; next !== undefined; next = next.next) {
      const wanted = this.#kinds.has(next.kind ?? '')
      if (wanted && this.#full) break
      this.#told = next
      if (wanted) this.#full = !this.#response.write(next.text)
    }
    if (this.#feed.last.end - Math.max(this.#told.end, this.#begun) > MOST_WAITING) this.#doubt()
  }

  #doubt(): void {
    const told = this.#told
    this.#doubted ??= setTimeout(() => {
      this.#doubted = undefined
      if (this.#told === told) this.#response.destroy()
      else this.#goOn()
    }, GRACE_MILLISECONDS)
  }
}
