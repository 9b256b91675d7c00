import type { ApiRequest, ApiResponse } from '../api-request.js'
import { type Bounds, charactersIn, DEFAULT_BOUNDS, RingBuffer } from '../events/ring-buffer.js'
import type { OperationId } from '../generated/routes.js'
import { deepFreeze } from '../store/deep-freeze.js'
import { Listeners } from '../store/listeners.js'
import { matcher, type Where } from '../store/where.js'
import { type RecordedRequest, toRecordedRequest } from './recorded-request.js'
import type { RequestLogEntry } from './request-log-entry.js'
import { type UnexpectedRequest, unexpectedRequest } from './unexpected-request.js'

/** The public part of the request log. */
export type MockRequests = Pick<RequestLog, 'all' | 'find' | 'unexpected' | 'on' | 'clear'>

/**
 * Requests and their responses: the last 1,000 since the start or the last reset, 100 in a sandbox, fewer where they are large.
 *
 * @example
 * expect(mock.requests.find({ operation: 'assignConversation' })?.body).toEqual({ assigneeId: 'user_456' })
 * expect(mock.requests.unexpected()).toEqual([])
 */
export class RequestLog {
  readonly #bounds: Bounds
  readonly #entries: RingBuffer<RequestLogEntry>
  /** Stored apart, so that later requests do not push a mistake out. */
  #unexpected: UnexpectedRequest[] = []
  #unexpectedCharacters = 0
  readonly #recordedByEntry = new WeakMap<RequestLogEntry, RecordedRequest>()
  readonly #listeners = new Listeners<RecordedRequest>()
  #lastId = 0

  constructor(bounds: Bounds = DEFAULT_BOUNDS) {
    this.#bounds = bounds
    this.#entries = new RingBuffer(bounds)
  }

  /** All requests that match, oldest first. */
  all<Id extends OperationId = OperationId>(where?: Where<RecordedRequest<Id>>): readonly RecordedRequest<Id>[]
  all(where: Where<RecordedRequest> = {}): readonly RecordedRequest[] {
    return this.#requests().filter(matcher(where))
  }

  /**
   * The first request that matches: properties with these values, or a predicate.
   *
   * @example mock.requests.find({ operation: 'closeConversation', status: 200 })?.duration
   */
  find<Id extends OperationId = OperationId>(where?: Where<RecordedRequest<Id>>): RecordedRequest<Id> | undefined
  find(where: Where<RecordedRequest> = {}): RecordedRequest | undefined {
    return this.#requests().find(matcher(where))
  }

  /**
   * Calls that violate the contract: unknown paths, wrong methods, missing keys, invalid values, and parameters or fields that the spec
   * does not define (which are ignored). Not those whose outcome depends on the data (a 404, a 409), and not those that a fault rejected.
   *
   * Returns the first 1,000 since the start or the last reset, 100 in a sandbox, fewer where they are large.
   *
   * @example afterEach(() => expect(mock.requests.unexpected()).toEqual([]))
   */
  unexpected(): readonly UnexpectedRequest[] {
    return this.#unexpected.slice()
  }

  /**
   * Calls a listener with each request after its response. Errors of listeners are logged.
   *
   * @returns a function that removes the listener
   * @example const stop = mock.requests.on(({ method, path, status }) => console.log(method, path, status))
   */
  on(listener: (request: RecordedRequest) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Clears all requests. */
  clear(): void {
    this.#entries.clear()
    this.#unexpected = []
    this.#unexpectedCharacters = 0
  }

  /**
   * Adds a request with its response.
   *
   * @param at - Unix milliseconds of the mock's clock
   * @param duration - in milliseconds
   */
  add(request: ApiRequest, response: ApiResponse, at: number, duration: number): void {
    const { method, path, body } = request
    const { status, headers: responseHeaders, body: responseBody, notes } = response
    const headers = copyOf(request.headers)
    const entry = { id: ++this.#lastId, method, path, headers, body, status, responseHeaders, responseBody, notes, at, duration }
    if (this.#unexpected.length < this.#bounds.maxCount) this.#storeUnexpected(unexpectedRequest(entry))
    this.#entries.add(entry, sizeOf(entry))
    if (this.#listeners.size > 0) this.#listeners.call(this.#recorded(entry), 'requests')
  }

  #storeUnexpected(mistake: UnexpectedRequest | undefined): void {
    if (mistake === undefined) return
    const characters = charactersIn(mistake)
    if (this.#unexpectedCharacters + characters > this.#bounds.maxCharacters) return
    this.#unexpected.push(mistake)
    this.#unexpectedCharacters += characters
  }

  #requests(): RecordedRequest[] {
    return this.#entries.toArray().map((entry) => this.#recorded(entry))
  }

  #recorded(entry: RequestLogEntry): RecordedRequest {
    const recorded = this.#recordedByEntry.get(entry) ?? deepFreeze(toRecordedRequest(entry))
    this.#recordedByEntry.set(entry, recorded)
    return recorded
  }
}

/** Characters of an entry, about. */
function sizeOf({ path, headers, body, responseBody }: RequestLogEntry): number {
  return path.length + charactersIn(headers) + (body?.length ?? 0) + responseBody.length
}

/** A copy, as the caller may change its object; `undefined` for headers that cannot be read, such as with a getter that throws. */
function copyOf(headers: ApiRequest['headers']): ApiRequest['headers'] {
  try {
    return headers && { ...headers }
  } catch {
    return undefined
  }
}
