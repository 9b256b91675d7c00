import type { Server } from 'node:http'
import { whyNotListening } from './listen-error.js'

/**
 * Starts to listen, and returns the port: the requested one, or a free one for 0.
 *
 * @throws Error when that fails, with the reason, such as a port in use
 */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new Error(whyNotListening(error, port, host), { cause: error })))
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

/** A host to connect to, also for a server on all interfaces. */
export function hostInUrl(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
