import { createServer } from 'node:http'
import { type Loopback, loopback } from './loopback.js'

/** The proxy of a browser: rejects every connection to another host, and records the host. */
export interface BlockingProxy extends Loopback {
  /** The requested hosts. */
  readonly hosts: readonly string[]
}

export async function startBlockingProxy(): Promise<BlockingProxy> {
  const hosts: string[] = []
  const proxy = createServer(({ url }, response) => {
    hosts.push(`${url}`)
    response.writeHead(502).end()
  })
  proxy.on('connect', ({ url }, socket) => {
    hosts.push(`${url}`)
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  return { hosts, ...(await loopback(proxy)) }
}
