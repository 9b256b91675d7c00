import { onTestFinished } from 'vitest'

/** What came to a receiver. */
export interface Received {
  readonly headers: Headers
  readonly text: string
}

export interface Receiver {
  readonly url: string
  readonly received: readonly Received[]
  /** What it answers from now on; by default a 204. */
  answer: (received: Received) => Response | Promise<Response>
}

/** Receivers by their URLs. */
const receivers = new Map<string, (request: Request) => Promise<Response>>()
let made = 0

// Once and for all, below whatever MSW puts over it: a delivery goes out by `fetch`, over every transport and in a browser too.
const fetchOfThePlatform = globalThis.fetch
globalThis.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input)
  const receive = receivers.get(url)
  return receive === undefined ? fetchOfThePlatform(input, init) : receive(new Request(input, init))
}

/** A receiver of webhooks that is no server, so that it can be reached wherever a test runs; gone with the test. */
export function receiver(answer: Receiver['answer'] = () => new Response(null, { status: 204 })): Receiver {
  const received: Received[] = []
  const url = `http://localhost/receiver-${++made}`
  const self: Receiver = { url, received, answer }
  receivers.set(url, async (request) => {
    const came = { headers: request.headers, text: await request.text() }
    received.push(came)
    return self.answer(came)
  })
  onTestFinished(() => void receivers.delete(url))
  return self
}

/** The events that came, by their names. */
export function eventsAt({ received }: Receiver): string[] {
  return received.map(({ text }) => JSON.parse(text).event)
}
