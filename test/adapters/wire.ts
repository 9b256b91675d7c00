import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server on a free port, closed after the test. */
export async function startHttpServer(server: Server | RequestListener): Promise<{ readonly port: number; readonly origin: string }> {
  const running = typeof server === 'function' ? createServer(server) : server
  onTestFinished(async () => {
    running.closeAllConnections()
    running.close()
    await once(running, 'close')
  })
  running.listen(0, '127.0.0.1')
  await once(running, 'listening')
  const address = running.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return { port: address.port, origin: `http://127.0.0.1:${address.port}` }
}

/** A raw connection, closed after the test. */
export async function openConnection(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** Sends raw bytes and returns everything received until the server closes the connection. */
export async function exchange(port: number, ...sent: readonly (string | Uint8Array)[]): Promise<string> {
  const socket = await openConnection(port)
  for (const part of sent) socket.write(part)
  return readAll(socket)
}

export async function readAll(socket: Socket, until?: RegExp): Promise<string> {
  let text = ''
  for await (const chunk of socket) {
    text += String(chunk)
    if (until?.test(text)) break
  }
  return text
}

/** HTTP text with CRLF line endings. */
export function http(...lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** A promise that the test resolves itself. */
export function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((resolvePromise) => {
    resolve = resolvePromise
  })
  return { promise, resolve }
}
