import { setupWorker } from 'msw/browser'
import { handlers } from '../../src/msw.js'
import { type SentRequest, sendByFetch, type Transport } from './transport.js'

/** What a browser says itself, or not at all, whatever a test gives: the API answers the same with it and without. */
const SAID_BY_THE_BROWSER: ReadonlySet<string> = new Set(['origin', 'access-control-request-method', 'access-control-request-headers'])

/** The one worker of the page, for as many mocks as there are at a time: two would each answer what is asked of either. */
const worker = setupWorker()
const registration = worker.start({ quiet: true, onUnhandledRequest: 'bypass' })
let connections = 0

/** What `transports.ts` is, in a browser: nothing listens there. */
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

/** A header that the browser left out would leave a test that passes for nothing. */
function requireSendable({ method, path, headers }: SentRequest): void {
  const sent = new Request(location.href, { headers }).headers
  const lost = Object.keys(headers).filter((name) => !sent.has(name) && !SAID_BY_THE_BROWSER.has(name))
  if (lost.length > 0) throw new Error(`${method} ${path}: a browser lets no program send ${lost.join(', ')}`)
}
