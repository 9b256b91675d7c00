import { onTestFinished } from 'vitest'

/** A request as received. */
export interface Received {
  readonly headers: Headers
  readonly text: string
}

export interface Receiver {
  readonly url: string
  readonly received: readonly Received[]
  /** Sets the response from now on; 204 by default. */
  respond: (received: Received) => Response | Promise<Response>
}

/** Receivers by URL. */
const receivers = new Map<string, (request: Request) => Promise<Response>>()
let made = 0

// Installed once, below any MSW interception: deliveries are sent by `fetch`, over every transport and in browsers too.
const fetchOfThePlatform = globalThis.fetch
globalThis.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input)
  const receive = receivers.get(url)
  return receive === undefined ? fetchOfThePlatform(input, init) : receive(new Request(input, init))
}

/** A webhook receiver without a server, so that it works wherever a test runs; removed after the test. */
export function receiver(respond: Receiver['respond'] = () => new Response(null, { status: 204 })): Receiver {
  const received: Received[] = []
  const url = `http://localhost/receiver-${++made}`
  const self: Receiver = { url, received, respond }
  receivers.set(url, async (request) => {
    const one = { headers: request.headers, text: await request.text() }
    received.push(one)
    return self.respond(one)
  })
  onTestFinished(() => void receivers.delete(url))
  return self
}

/** The names of the received events. */
export function eventsAt({ received }: Receiver): string[] {
  return received.map(({ text }) => JSON.parse(text).event)
}
