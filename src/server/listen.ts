import type { Server } from 'node:http'
import { whyNotListening } from './listen-error.js'

/**
 * Has a server listen, and gives the port: the one that was asked for, or for 0 the one that was free.
 *
 * @throws Error when it cannot, saying why: the port is in use, say
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new Error(whyNotListening(error, port, host), { cause: error })))
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

/** An address to be reached at: one that stands for all is not. */
export function hostInUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
