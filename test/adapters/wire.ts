import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server of this test only, on a free port. */
export async function listening(server: Server | RequestListener): Promise<{ readonly port: number; readonly origin: string }> {
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

/** A bare connection, which is ended with the test. */
export async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** Sends bytes as they are, and receives all that comes until the server ends the connection. */
export async function exchange(port: number, ...sent: readonly (string | Uint8Array)[]): Promise<string> {
  const socket = await connected(port)
  for (const part of sent) socket.write(part)
  return received(socket)
}

export async function received(socket: Socket, until?: RegExp): Promise<string> {
  let text = ''
  for await (const chunk of socket) {
    text += String(chunk)
    if (until?.test(text)) break
  }
  return text
}

/** Text of HTTP, which ends lines its own way. */
export function http(...lines: readonly string[]): string {
  return `${lines.join('\r\n')}\r\n\r\n`
}

/** A thing that is still to come, for a test that waits until it has. */
export function coming<T>(): { readonly promise: Promise<T>; readonly come: (value: T) => void } {
  let come: (value: T) => void = () => {}
  const promise = new Promise<T>((resolve) => {
    come = resolve
  })
  return { promise, come }
}
