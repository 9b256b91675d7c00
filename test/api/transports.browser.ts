import { setupWorker } from 'msw/browser'
import { handlers } from '../../src/msw.js'
import { type SentRequest, sendByFetch, type Transport } from './transport.js'

/** Headers that a browser sets, or omits, whatever a test passes: the API responds the same with and without them. */
const SAID_BY_THE_BROWSER: ReadonlySet<string> = new Set(['origin', 'access-control-request-method', 'access-control-request-headers'])

/** The single worker of the page, for all mocks: two workers would each respond to requests for the other. */
const worker = setupWorker()
const registration = worker.start({ quiet: true, onUnhandledRequest: 'bypass' })
let connections = 0

/** The browser's version of `transports.ts`, without servers. */
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

/** Fails when the browser dropped a header: the test would pass without testing anything. */
function requireSendable({ method, path, headers }: SentRequest): void {
  const sent = new Request(location.href, { headers }).headers
  const lost = Object.keys(headers).filter((name) => !sent.has(name) && !SAID_BY_THE_BROWSER.has(name))
  if (lost.length > 0) throw new Error(`${method} ${path}: a browser lets no program send ${lost.join(', ')}`)
}
