import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'

/** An answer to be given once more. */
export interface Replay {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Buffer
  /** Whether it has been asked for. */
  asked: boolean
}

/** Names the replay that a request is after; in an answer it says that this is the replay, and nothing that Prism made up. */
export const REPLAY = 'x-linktor-mock-replay'

/** What an answer is replayed without: its body is decoded, it has its own length, and it leads to no other place. */
const NOT_REPLAYED = /^(content-(encoding|length)|transfer-encoding|connection|keep-alive|trailer|upgrade|location)$/
/** Prism would answer in the place of a server that says 501. What it finds in this one is the same: the document has neither. */
const INSTEAD_OF_501 = 505

/** The server that Prism has behind it: it gives the answers that the real one has given. */
export class Replays {
  readonly #waiting = new Map<string, Replay>()
  readonly #server: Server = createServer((request, response) => this.#answer(request, response))

  /** Where it listens. */
  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new TypeError('a server that listens on a port has an address')
    return `http://127.0.0.1:${address.port}`
  }

  /** Has an answer ready while something is done with its name. */
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

  #answer(request: IncomingMessage, response: ServerResponse): void {
    request.resume()
    const name = String(request.headers[REPLAY])
    const replay = this.#waiting.get(name)
    if (replay === undefined) return void response.writeHead(404).end()
    replay.asked = true
    for (const [header, value] of Object.entries(replay.headers)) {
      if (value !== undefined && !NOT_REPLAYED.test(header)) response.setHeader(header, value)
    }
    response.setHeader(REPLAY, name)
    response.writeHead(replay.status === 501 ? INSTEAD_OF_501 : replay.status)
    response.end(replay.body)
  }
}
