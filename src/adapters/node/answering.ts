import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ApiRequest, ApiResponse } from '../../api-request.js'
import type { Mock } from '../../mock/create-mock.js'
import { TOO_LARGE } from './body.js'
import { type LogEntry, logEntry } from './log-entry.js'
import { send, sendEarly } from './send.js'

/** A request as the mock is to see it, and when it came in. */
type Asked = ApiRequest & { readonly receivedAt: number }

/** Who answers, and who is told. */
export interface Answerer {
  readonly mock: Pick<Mock, 'handle'>
  readonly log?: ((entry: LogEntry) => void) | undefined
  readonly secrets: readonly string[]
}

/** A request that has come in, on its way to its answer. An object, not a few functions: there are some forty thousand of them a second. */
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

  /** Has the mock answer it. */
  handle(): void {
    this.#answered = this.#answerer.mock.handle(this.#asked)
  }

  /** Sends the answer, if there is one by now; or later, where it is there later. */
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
 * Cuts the connection, so that the client has no answer. Had it nothing at all, a browser would send the request again by itself, on a new
 * connection: so it has the beginning of one.
 */
function cut({ httpVersionMajor }: IncomingMessage, response: ServerResponse): void {
  if (httpVersionMajor >= 2) response.destroy()
  else response.socket?.end('HTTP/1.1 ')
}
