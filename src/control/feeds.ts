import type { Mock } from '../mock/create-mock.js'
import { Feed, type Kind } from './feed.js'

/**
 * The feeds of a server: one for each mock that somebody has asked for the events of. Until then nothing is listened to, so that a
 * server which nobody watches is as fast as one without.
 */
export class Feeds {
  readonly #closing: AbortSignal
  readonly #secrets: readonly string[]
  readonly #byMock = new Map<Mock, Feed>()
  /** It begins with the time, so that ids of another run are known for what they are. */
  #id = Date.now() * 1000

  constructor(closing: AbortSignal, secrets: readonly string[]) {
    this.#closing = closing
    this.#secrets = secrets
    closing.addEventListener('abort', () => {
      for (const mock of this.#byMock.keys()) this.delete(mock)
    })
  }

  /** The feed of a mock, which begins now if nobody has asked for it before. */
  async of(mock: Mock): Promise<Feed> {
    const { toRequestView } = await import('./to-request-view.js') // which has much to load
    const feed =
      this.#byMock.get(mock) ?? new Feed(mock, { nextId: () => ++this.#id, shown: (request) => toRequestView(request, this.#secrets) })
    if (this.#closing.aborted) feed.end()
    else this.#byMock.set(mock, feed)
    return feed
  }

  /** Tells of what the mock does not tell of by itself, if anybody has asked for its events. */
  publish(mock: Mock, kind: Kind, data: object): void {
    this.#byMock.get(mock)?.publish(kind, data)
  }

  /** Lets the feed of a mock go that is gone itself. */
  delete(mock: Mock): void {
    this.#byMock.get(mock)?.end()
    this.#byMock.delete(mock)
  }
}
