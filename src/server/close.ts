import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Connections that were busy when the close began are looked at this often: each is ended once it is idle. */
const SWEEP_MILLISECONDS = 20

/** What closes a server once and for all: connections that clients keep alive would keep it open for ever. */
export function closeServer(server: Server): (options?: { readonly force?: boolean }) => Promise<void> {
  const connections = new Set<Socket>()
  server.on('connection', (connection) => {
    connections.add(connection)
    connection.once('close', () => connections.delete(connection))
  })
  let closed: Promise<void> | undefined

  return ({ force = false } = {}) => {
    closed ??= new Promise((resolve) => {
      const sweep = setInterval(closeIdle, SWEEP_MILLISECONDS)
      server.close(() => {
        clearInterval(sweep)
        resolve()
      })
      closeIdle()
    })
    if (force) server.closeAllConnections()
    return closed
  }

  /** Node does not count as idle what has not been used yet: browsers and pools connect before they have anything to ask. */
  function closeIdle(): void {
    server.closeIdleConnections()
    for (const connection of connections) if (connection.bytesRead === 0) connection.destroy()
  }
}
