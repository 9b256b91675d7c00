import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Runs the requests of a connection one after the other: a client that sends several without waiting expects their effects in that order
 * (RFC 9112, 9.3.2). Requests of HTTP/2 are independent.
 *
 * @returns a function that calls `handle` once the response before it has been sent; never, when the connection ends before
 */
export function connectionOrder(): (request: IncomingMessage, response: ServerResponse, handle: () => void) => void {
  const latest = new WeakMap<Duplex, ServerResponse>()
  return ({ socket, httpVersionMajor }, response, handle) => {
    if (httpVersionMajor >= 2) return handle()
    const before = latest.get(socket)
    latest.set(socket, response)
    if (before === undefined || before.writableFinished || before.closed) handle()
    else before.once('close', () => response.destroyed || handle())
  }
}
