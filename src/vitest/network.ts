import type { RequestHandler } from 'msw'
import { type SetupServer, setupServer } from 'msw/node'

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
        if (this.#groups.size === 0) this.#stop()
        else server.resetHandlers(...server.listHandlers().filter((handler) => ![...group].some((own) => own === handler)))
      },
    }
  }

  #listening(): SetupServer {
    if (this.#server !== undefined) return this.#server
    this.#server = setupServer()
    this.#server.listen({
      onUnhandledRequest({ url }, print) {
        if (!LOOPBACK.test(new URL(url).hostname)) print.error() // a test should reach no other machine
      },
    })
    return this.#server
  }

  #stop(): void {
    this.#server?.close()
    this.#server = undefined
  }
}
