import type { Receiver } from '../../contracts/receiver.js'

/** A delivery before it is sent. */
export interface SentEvent {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** How a faulty server sends it, and what it makes of the answer. */
export type Sending = (sent: SentEvent, send: (sent: SentEvent) => Promise<Response>) => Promise<Response>

/** As it should be sent. */
const faithfully: Sending = (sent, send) => send(sent)

/**
 * Has what mocks send to webhooks come to a receiver without a network between, and nowhere else, until what this gives is called: mocks
 * send by the `fetch` that there is.
 */
export function divertSending(receiver: Receiver, sending: Sending = faithfully): () => void {
  const { fetch } = globalThis
  globalThis.fetch = async (input, { method = 'GET', headers, body } = {}) => {
    const sent = { url: String(input), method, headers: Object.fromEntries(new Headers(headers)), body: String(body) }
    return sending(sent, async ({ url, body: text, ...request }) => {
      const { hostname, pathname } = new URL(url)
      if (hostname !== RECEIVING) throw new TypeError('fetch failed', { cause: new Error('connection refused') })
      const reply = receiver.take(pathname, { ...request, bytes: new TextEncoder().encode(text) })
      return new Response(reply.body ?? null, reply)
    })
  }
  return () => {
    globalThis.fetch = fetch
  }
}

/** Where the receiver of {@link divertSending} is reached. */
export const RECEIVING = 'receiver.test'
