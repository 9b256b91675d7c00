import { type ClientRequest, Agent as HttpAgent, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import type { RunningMock } from './running-mock.js'

/** Longer than a busy mock takes. */
const LONGEST_MILLISECONDS = 10_000
const NOT_FOUND = 404

/**
 * Watches a resource of a mock by a request on a connection that is kept alive. When the connection ends (at once with the mock, otherwise
 * now and then), the request is repeated: the log of the mock has a line a minute for it, not one a second.
 *
 * @param gone - called once, with whether the whole mock is gone or only the resource
 * @returns a function that ends it
 */
export function watch({ baseUrl, headers }: RunningMock, path: string, gone: (ended: boolean) => void): () => void {
  const isSecure = baseUrl.startsWith('https:')
  const agent = isSecure ? new HttpsAgent({ keepAlive: true, maxSockets: 1 }) : new HttpAgent({ keepAlive: true, maxSockets: 1 })
  const send = isSecure ? requestHttps : requestHttp
  let over = false
  look()
  return end

  function look(): void {
    if (over) return
    const request: ClientRequest = send(baseUrl + path, { agent, headers, timeout: LONGEST_MILLISECONDS })
    let answered = false
    request.once('socket', (socket) => socket.once('close', () => answered && look()))
    request.once('timeout', () => answered || request.destroy(new Error('no answer')))
    request.once('error', () => answered || report(true))
    request.once('response', (response) => {
      answered = true
      response.resume()
      if (response.statusCode === NOT_FOUND) report(false)
    })
    request.end()
  }

  function report(ended: boolean): void {
    if (over) return
    end()
    gone(ended)
  }

  function end(): void {
    over = true
    agent.destroy()
  }
}
