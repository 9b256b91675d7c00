import { HttpHandler, HttpResponse, type RequestHandler } from 'msw'
import { type SetupServer, setupServer } from 'msw/node'

const ANYTHING = /^/
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Handlers that came together and go together. */
export interface Handlers {
  /** Adds more of them, which go before all that were there: plain MSW, as `server.use`. */
  use(...handlers: readonly RequestHandler[]): void
  /** Takes them away. */
  remove(): void
}

/**
 * The one MSW server of a process, for as many mocks as there are at a time. Two servers would not hear each other out: what the one does
 * not know, it sends to the network before the other is asked.
 */
export class Network {
  #server: SetupServer | undefined
  readonly #groups = new Set<ReadonlySet<RequestHandler>>()

  /** Answers requests by these handlers until they are taken away. */
  add(handlers: readonly RequestHandler[]): Handlers {
    const server = this.#listening()
    const group = new Set<RequestHandler>()
    this.#groups.add(group)
    const use = (...more: readonly RequestHandler[]): void => {
      for (const handler of more) group.add(handler)
      server.use(...more)
    }
    use(...handlers)
    return {
      use,
      remove: () => {
        this.#groups.delete(group)
        server.resetHandlers(...server.listHandlers().filter((handler) => ![...group].some((own) => own === handler)))
      },
    }
  }

  #listening(): SetupServer {
    if (this.#server !== undefined) return this.#server
    this.#server = setupServer(new HttpHandler(ANYTHING, ANYTHING, ({ request }) => refused(request)))
    this.#server.listen({ onUnhandledRequest: 'bypass' })
    return this.#server
  }

  /** Lets requests go where they will again, if no handlers are left. */
  close(): void {
    if (this.#groups.size > 0) return
    this.#server?.close()
    this.#server = undefined
  }
}

/** A test reaches no other machine: to tell of it is not enough, for by then the request has been made. */
function refused({ method, url }: Request): Response | undefined {
  if (LOOPBACK.test(new URL(url).hostname)) return undefined
  console.error(
    `${method} ${url}: nothing answers this call, and a test may reach no other machine. To have it answered, give it to server.use().`,
  )
  return HttpResponse.error()
}
