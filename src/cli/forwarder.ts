import { createServer, type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http'
import { request as requestHttps } from 'node:https'
import { certificateRemedy } from '../../contracts/verify/certificate-remedy.js'
import { closeServer } from '../server/close.js'
import { listen } from '../server/listen.js'
import { reasonOf } from './io.js'

/** A forwarded delivery and its outcome. */
export interface Forwarded {
  readonly event: string
  readonly deliveryId: string
  /** Status of the receiver, or the reason for none. */
  readonly outcome: number | string
  readonly milliseconds: number
}

export interface Forwarder {
  /** URL for deliveries. */
  readonly url: string
  close(options: { readonly force: boolean }): Promise<void>
}

/** Hop-by-hop headers, which each connection sets itself. */
const OF_A_CONNECTION = /^(host|connection|keep-alive|transfer-encoding|te|trailer|upgrade|proxy-.*)$/i
const BAD_GATEWAY = 502

/**
 * Receives deliveries on a free loopback port and forwards them unchanged, headers and bytes; the response goes back unchanged too.
 *
 * @param forwarded - called with each delivery
 */
export async function startForwarder(to: URL, forwarded: (delivery: Forwarded) => void): Promise<Forwarder> {
  const server = createServer((request, response) => passOn(request, response, to, forwarded))
  const port = await listen(server, 0, '127.0.0.1')
  return { url: `http://127.0.0.1:${port}/`, close: closeServer(server) }
}

function passOn(request: IncomingMessage, response: ServerResponse, to: URL, forwarded: (delivery: Forwarded) => void): void {
  const started = performance.now()
  const send = to.protocol === 'https:' ? requestHttps : requestHttp
  const onward = send(to, { method: request.method, headers: endToEnd(request.rawHeaders), agent: false })
  let over = false

  onward.once('response', (received) => {
    const { statusCode = BAD_GATEWAY, statusMessage, rawHeaders } = received
    const status = statusCode >= 100 && statusCode <= 599 ? statusCode : BAD_GATEWAY // an invalid status cannot be passed on
    end(status)
    response.writeHead(status, statusMessage, endToEnd(rawHeaders))
    received.pipe(response)
    received.once('error', () => response.destroy())
  })
  onward.once('error', (error) => {
    end(reasonOf(error) + certificateRemedy(error))
    if (response.headersSent) response.destroy()
    else response.writeHead(BAD_GATEWAY, { 'content-type': 'text/plain' }).end(`The receiver cannot be reached: ${reasonOf(error)}\n`)
  })
  response.once('close', () => {
    if (!response.writableFinished) end('no response in time')
    onward.destroy()
  })
  request.pipe(onward)

  function end(outcome: number | string): void {
    if (over) return
    over = true
    const { 'x-linktor-event': event = '', 'x-linktor-delivery-id': deliveryId = '' } = request.headers
    forwarded({ event: String(event), deliveryId: String(deliveryId), outcome, milliseconds: Math.round(performance.now() - started) })
  }
}

/** Raw headers of Node, names and values in turn, without hop-by-hop headers; repeated names stay repeated. */
function endToEnd(rawHeaders: readonly string[]): Record<string, string[]> {
  const headers: Record<string, string[]> = {}
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const [name = '', value = ''] = rawHeaders.slice(i, i + 2)
    if (!OF_A_CONNECTION.test(name)) headers[name] = [...(headers[name] ?? []), value]
  }
  return headers
}
