import type { Server } from 'node:http'

/** Connections that were busy when the close began are looked at this often: each is ended once it is idle. */
const SWEEP_MILLISECONDS = 20

/** What closes a server once and for all: connections that clients keep alive would keep it open for ever. */
export function closeServer(server: Server): (options?: { readonly force?: boolean }) => Promise<void> {
  let closed: Promise<void> | undefined

  return ({ force = false } = {}) => {
    closed ??= new Promise((resolve) => {
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MILLISECONDS)
      server.close(() => {
        clearInterval(sweep)
        resolve()
      })
      server.closeIdleConnections()
    })
    if (force) server.closeAllConnections()
    return closed
  }
}
