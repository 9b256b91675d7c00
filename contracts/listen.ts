import type { IncomingMessage } from 'node:http'
import { Receiver } from './receiver.js'
import { Skipped } from './skipped.js'

/**
 * A receiver that listens on 127.0.0.1.
 *
 * @param url - URL at which a server reaches it; port 0 selects a free port
 * @param port - port to listen on (default: the port of the URL)
 * @throws Skipped when it cannot listen there
 */
export async function listen(url: string, port?: number): Promise<Receiver> {
  const base = new URL(url)
  const { createServer } = await import('node:http') // loaded on demand: the rules run in browsers too
  const server = createServer(async (request, response) => {
    const { method = '', url: path = '' } = request
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const reply = receiver.take(path, { method, headers, bytes: await bytesOf(request) })
    response.writeHead(reply.status, reply.headers).end(reply.body)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ message }) => reject(new Skipped(`--receiver ${url}: ${message}`)))
    server.listen(port ?? Number(base.port || (base.protocol === 'https:' ? 443 : 80)), '127.0.0.1', resolve)
  })
  server.unref()
  const address = server.address()
  if (base.port === '0' && address !== null && typeof address === 'object') base.port = String(address.port)
  const receiver = new Receiver(base.href, () => {
    server.closeAllConnections()
    return new Promise((resolve) => void server.close(() => resolve()))
  })
  return receiver
}

async function bytesOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
