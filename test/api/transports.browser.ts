import { setupWorker } from 'msw/browser'
import { handlers } from '../../src/msw.js'
import { type SentRequest, sendByFetch, type Transport } from './transport.js'

/** Headers that a browser sets or removes itself; the API responds equally with and without them. */
const SAID_BY_THE_BROWSER: ReadonlySet<string> = new Set(['origin', 'access-control-request-method', 'access-control-request-headers'])

/** The only worker of the page, for all its mocks: two would answer each other's requests. */
const worker = setupWorker()
const registration = worker.start({ quiet: true, onUnhandledRequest: 'bypass' })
let connections = 0

/** Replaces `transports.ts` in a browser, where no server can listen. */
export const transports: readonly Transport[] = [
  {
    name: 'MSW in Chromium',
    connect: async (mock) => {
      if ((await registration) === undefined) throw new Error('there is no service worker, without which MSW replaces fetch in the page')
      const baseUrl = `https://mock-${++connections}.linktor.test/v1` // a test may have several mocks
      const own = handlers(mock, { baseUrl })
      worker.use(...own)
      return {
        baseUrl,
        send: async (request) => {
          requireSendable(request)
          return sendByFetch(baseUrl, request)
        },
        close: async () => worker.resetHandlers(...worker.listHandlers().filter((handler) => !own.some((one) => one === handler))),
      }
    },
  },
]

/** A header that the browser removed would make a test pass without testing anything. */
function requireSendable({ method, path, headers }: SentRequest): void {
  const sent = new Request(location.href, { headers }).headers
  const lost = Object.keys(headers).filter((name) => !sent.has(name) && !SAID_BY_THE_BROWSER.has(name))
  if (lost.length > 0) throw new Error(`${method} ${path}: a browser lets no program send ${lost.join(', ')}`)
}
