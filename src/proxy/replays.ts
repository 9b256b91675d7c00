import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

/** A response to replay. */
export interface Replay {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Buffer
  /** Whether it was requested. */
  requested: boolean
}

/** Header that names the replay of a request; in a response it proves that this is the replay, and not Prism's own response. */
export const REPLAY = 'x-linktor-mock-replay'

/** Headers that a replay omits: its body is decoded, has its own length, and must not redirect. */
const NOT_REPLAYED = /^(content-(encoding|length)|transfer-encoding|connection|keep-alive|trailer|upgrade|location)$/
/** Prism would respond in place of a server that says 501. Its violations with this status are equal: the document has neither. */
const INSTEAD_OF_501 = 505

/** Server behind Prism: it replays the responses of the real one. */
export class Replays {
  readonly #waiting = new Map<string, Replay>()
  readonly #server: Server = createServer((request, response) => this.#respond(request, response))

  /** Its URL. */
  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new TypeError('a server that listens on a port has an address')
    return `http://127.0.0.1:${address.port}`
  }

  /** Offers a response under a name while an action runs. */
  async during<T>(replay: Replay, act: (name: string) => Promise<T>): Promise<T> {
    const name = randomUUID()
    this.#waiting.set(name, replay)
    try {
      return await act(name)
    } finally {
      this.#waiting.delete(name)
    }
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  #respond(request: IncomingMessage, response: ServerResponse): void {
    request.resume()
    const name = String(request.headers[REPLAY])
    const replay = this.#waiting.get(name)
    if (replay === undefined) return void response.writeHead(404).end()
    replay.requested = true
    for (const [header, value] of Object.entries(replay.headers)) {
      if (value !== undefined && !NOT_REPLAYED.test(header)) response.setHeader(header, value)
    }
    response.setHeader(REPLAY, name)
    response.writeHead(replay.status === 501 ? INSTEAD_OF_501 : replay.status)
    response.end(replay.body)
  }
}
