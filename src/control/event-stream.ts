import type { ServerResponse } from 'node:http'
import type { Feed, FeedEntry } from './feed.js'

/** Limits of a client that does not read, in characters and milliseconds, before it is disconnected: much may be published in one turn. */
const MOST_WAITING = 1024 * 1024
const GRACE_MILLISECONDS = 1000

export interface EventStreamOptions {
  /** The last entry that the client has. */
  readonly after: FeedEntry
  /** Kinds of entries to send. */
  readonly kinds: ReadonlySet<string>
}

/** A client of a feed, sent to as fast as it reads. Unsent entries wait in the feed, shared by all clients. */
export class EventStream {
  readonly #feed: Feed
  readonly #response: ServerResponse
  readonly #kinds: ReadonlySet<string>
  /** Position of the feed at the start: catching up may take any time. */
  readonly #startPosition: number
  readonly #stop: () => void
  #sent: FeedEntry
  #full = false
  #stallTimer: NodeJS.Timeout | undefined

  constructor(feed: Feed, response: ServerResponse, { after, kinds }: EventStreamOptions) {
    this.#feed = feed
    this.#response = response
    this.#kinds = kinds
    this.#sent = after
    this.#startPosition = feed.last.end
    this.#stop = feed.on(() => this.#send())
    response.on('drain', () => {
      this.#full = false
      this.#send()
    })
    this.#send()
  }

  /** Sends a comment that keeps the connection alive through proxies. */
  keepAlive(): void {
    if (!this.#full) this.#response.write(':\n\n')
  }

  stop(): void {
    this.#stop()
    clearTimeout(this.#stallTimer)
  }

  #send(): void {
    for (let next = this.#sent.next; next !== undefined; next = next.next) {
      const wanted = this.#kinds.has(next.kind ?? '')
      if (wanted && this.#full) break
      this.#sent = next
      if (wanted) this.#full = !this.#response.write(next.text)
    }
    if (this.#feed.last.end - Math.max(this.#sent.end, this.#startPosition) > MOST_WAITING) this.#checkStalled()
  }

  #checkStalled(): void {
    const after = this.#sent
    this.#stallTimer ??= setTimeout(() => {
      this.#stallTimer = undefined
      if (this.#sent === after) this.#response.destroy()
      else this.#send()
    }, GRACE_MILLISECONDS)
  }
}
