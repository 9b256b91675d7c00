import { onTestFinished } from 'vitest'

/** A request at a receiver. */
export interface Received {
  readonly headers: Headers
  readonly text: string
}

export interface Receiver {
  readonly url: string
  readonly received: readonly Received[]
  /** Its response; default 204. */
  answer: (received: Received) => Response | Promise<Response>
}

/** Receivers by their URLs. */
const receivers = new Map<string, (request: Request) => Promise<Response>>()
let made = 0

// Set once, below anything that MSW adds: deliveries use `fetch` over every transport, also in a browser.
const fetchOfThePlatform = globalThis.fetch
globalThis.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input)
  const receive = receivers.get(url)
  return receive === undefined ? fetchOfThePlatform(input, init) : receive(new Request(input, init))
}

/** A receiver of webhooks that needs no server, so that it works wherever a test runs; removed after the test. */
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

/** Names of the received events. */
export function eventsAt({ received }: Receiver): string[] {
  return received.map(({ text }) => JSON.parse(text).event)
}
