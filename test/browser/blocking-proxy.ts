import { createServer } from 'node:http'
import { type Loopback, loopback } from './loopback.js'

/** The proxy of a browser: rejects every connection to another host, and records the host. */
export interface BlockingProxy extends Loopback {
  /** The requested hosts. */
  readonly asked: readonly string[]
}

export async function startBlockingProxy(): Promise<BlockingProxy> {
  const asked: string[] = []
  const proxy = createServer(({ url }, response) => {
    asked.push(`${url}`)
    response.writeHead(502).end()
  })
  proxy.on('connect', ({ url }, socket) => {
    asked.push(`${url}`)
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  return { asked, ...(await loopback(proxy)) }
}
