import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ApiRequest, ApiResponse } from '../../api-request.js'
import type { Mock } from '../../mock/create-mock.js'
import { TOO_LARGE } from './body.js'
import { type LogEntry, logEntry } from './log-entry.js'
import { send, sendEarly } from './send.js'

/** A request for the mock, with its arrival time. */
type Asked = ApiRequest & { readonly receivedAt: number }

/** The parts that all exchanges of a listener share. */
export interface Answerer {
  readonly mock: Pick<Mock, 'handle'>
  readonly log?: ((entry: LogEntry) => void) | undefined
  readonly secrets: readonly string[]
}

/** A request of node:http on its way to its response. */
export class Answering {
  readonly #answerer: Answerer
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #asked: Asked
  #answered: ApiResponse | undefined

  constructor(answerer: Answerer, request: IncomingMessage, response: ServerResponse, asked: Asked) {
    this.#answerer = answerer
    this.#request = request
    this.#response = response
    this.#asked = asked
  }

  /** Lets the mock handle the request. */
  handle(): void {
    this.#answered = this.#answerer.mock.handle(this.#asked)
  }

  /** Sends the response, or waits for the later one. */
  send(): void {
    const answered = this.#answered
    if (answered === undefined) return
    if (answered.later === undefined) this.#finish(answered)
    else void answered.later.then((later) => this.#finish(later))
  }

  #finish(answered: ApiResponse): void {
    const { log, secrets } = this.#answerer
    const request = this.#request
    if (answered.status === 0) cut(request, this.#response)
    else if (this.#asked.body === TOO_LARGE) sendEarly(request, this.#response, answered)
    else send(this.#response, answered)
    if (log === undefined) return
    const { status, headers, notes } = answered
    log(logEntry(request, { ...notes, status, requestId: headers['x-request-id'] }, this.#asked.receivedAt, secrets))
  }
}

/**
 * Drops the connection without a response. A browser would repeat a request without a single byte of response on a new connection, so the
 * beginning of one is sent.
 */
function cut({ httpVersionMajor }: IncomingMessage, response: ServerResponse): void {
  if (httpVersionMajor >= 2) response.destroy()
  else response.socket?.end('HTTP/1.1 ')
}
