import { once } from 'node:events'
import type { Server } from 'node:http'

/** A server on the loopback interface. */
export interface Loopback {
  readonly url: string
  close(): Promise<void>
}

/** Starts a server on a free port; it is closed with all of its connections. */
export async function loopback(server: Server): Promise<Loopback> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
