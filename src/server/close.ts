import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Interval in which connections that were busy at the start of the close are checked, and closed once idle; milliseconds. */
const SWEEP_MILLISECONDS = 20

/** Closes a server for good; keep-alive connections would hold it open for ever. */
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

  /** Node does not count unused connections as idle: browsers and pools connect before they send a request. */
  function closeIdle(): void {
    server.closeIdleConnections()
    for (const connection of connections) if (connection.bytesRead === 0) connection.destroy()
  }
}
