import { once } from 'node:events'
import type { Server } from 'node:http'

/** A loopback server. */
export interface Loopback {
  readonly url: string
  close(): Promise<void>
}

/** Starts a server on a free port, which is closed with all its connections after the test. */
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
