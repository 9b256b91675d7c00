import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ApiRequest, ApiResponse } from '../../api-request.js'
import type { Mock } from '../../mock/create-mock.js'
import { TOO_LARGE } from './body.js'
import { type LogEntry, logEntry } from './log-entry.js'
import { send, sendEarly } from './send.js'

/** A request for the mock, with its arrival time. */
type TimedRequest = ApiRequest & { readonly receivedAt: number }

/** The parts that all exchanges of a listener share. */
export interface ListenerParts {
  readonly mock: Pick<Mock, 'handle'>
  readonly log?: ((entry: LogEntry) => void) | undefined
  readonly secrets: readonly string[]
}

/** A request of node:http on its way to its response. */
export class NodeExchange {
  readonly #parts: ListenerParts
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #apiRequest: TimedRequest
  #apiResponse: ApiResponse | undefined

  constructor(parts: ListenerParts, request: IncomingMessage, response: ServerResponse, apiRequest: TimedRequest) {
    this.#parts = parts
    this.#request = request
    this.#response = response
    this.#apiRequest = apiRequest
  }

  /** Lets the mock handle the request. */
  handle(): void {
    this.#apiResponse = this.#parts.mock.handle(this.#apiRequest)
  }

  /** Sends the response, or waits for the later one. */
  send(): void {
    const apiResponse = this.#apiResponse
    if (apiResponse === undefined) return
    if (apiResponse.later === undefined) this.#finish(apiResponse)
    else void apiResponse.later.then((later) => this.#finish(later))
  }

  #finish(apiResponse: ApiResponse): void {
    const { log, secrets } = this.#parts
    const request = this.#request
    if (apiResponse.status === 0) cut(request, this.#response)
    else if (this.#apiRequest.body === TOO_LARGE) sendEarly(request, this.#response, apiResponse)
    else send(this.#response, apiResponse)
    if (log === undefined) return
    const { status, headers, notes } = apiResponse
    log(logEntry(request, { ...notes, status, requestId: headers['x-request-id'] }, this.#apiRequest.receivedAt, secrets))
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
