import { HttpHandler, HttpResponse, type RequestHandler } from 'msw'
import { type SetupServer, setupServer } from 'msw/node'

const ANYTHING = /^/
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Handlers that are added and removed together. */
export interface Handlers {
  /** Adds handlers before all others: plain MSW, as `server.use`. */
  use(...handlers: readonly RequestHandler[]): void
  /** Removes the handlers. */
  remove(): void
}

/**
 * The one MSW server of a process, for any number of mocks. A second server would never be called: the first sends unknown requests to the
 * network.
 */
export class Network {
  #server: SetupServer | undefined
  readonly #groups = new Set<ReadonlySet<RequestHandler>>()

  /** Handles requests by these handlers until they are removed. */
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
    this.#server = setupServer(new HttpHandler(ANYTHING, ANYTHING, ({ request }) => rejected(request)))
    this.#server.listen({ onUnhandledRequest: 'bypass' })
    return this.#server
  }

  /** Stops intercepting when no handlers are left. */
  close(): void {
    if (this.#groups.size > 0) return
    this.#server?.close()
    this.#server = undefined
  }
}

/** Calls to other machines fail: a warning would come after the request was sent. */
function rejected({ method, url }: Request): Response | undefined {
  if (LOOPBACK.test(new URL(url).hostname)) return undefined
  console.error(
    `${method} ${url}: no handler matches this call, and tests may not call other machines. Add a handler for it with server.use().`,
  )
  return HttpResponse.error()
}
