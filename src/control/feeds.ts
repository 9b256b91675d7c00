import type { Mock } from '../mock/create-mock.js'
import { Feed, type Kind } from './feed.js'

/**
 * The feeds of a server: one for each mock whose events were requested. Before that nothing listens, so that a server which nobody watches
 * is as fast as one without feeds.
 */
export class Feeds {
  readonly #closing: AbortSignal
  readonly #secrets: readonly string[]
  readonly #byMock = new Map<Mock, Feed>()
  /** Starts with the time, so that ids of an earlier run are recognized. */
  #id = Date.now() * 1000

  constructor(closing: AbortSignal, secrets: readonly string[]) {
    this.#closing = closing
    this.#secrets = secrets
    closing.addEventListener('abort', () => {
      for (const mock of this.#byMock.keys()) this.delete(mock)
    })
  }

  /** The feed of a mock, created by the first request for it. */
  async of(mock: Mock): Promise<Feed> {
    const { toRequestView } = await import('./to-request-view.js') // which has much to load
    const feed =
      this.#byMock.get(mock) ?? new Feed(mock, { nextId: () => ++this.#id, toView: (request) => toRequestView(request, this.#secrets) })
    if (this.#closing.aborted) feed.end()
    else this.#byMock.set(mock, feed)
    return feed
  }

  /** Publishes an entry that the mock does not publish itself, if there is a feed. */
  publish(mock: Mock, kind: Kind, data: object): void {
    this.#byMock.get(mock)?.publish(kind, data)
  }

  /** Ends the feed of a mock that is gone. */
  delete(mock: Mock): void {
    this.#byMock.get(mock)?.end()
    this.#byMock.delete(mock)
  }
}
