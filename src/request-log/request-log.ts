import type { ApiRequest, ApiResponse } from '../api-request.js'
import { type Bounds, charactersIn, DEFAULT_BOUNDS, RingBuffer } from '../events/ring-buffer.js'
import type { OperationId } from '../generated/routes.js'
import { deepFreeze } from '../store/deep-freeze.js'
import { matcher, type Where } from '../store/where.js'
import { LastHeaders } from './last-headers.js'
import { type RecordedRequest, toRecordedRequest } from './recorded-request.js'
import { type RequestLogEntry, toLogEntry } from './request-log-entry.js'
import { type UnexpectedRequest, unexpectedRequest } from './unexpected-request.js'

/** What a mock shows of the requests that it has answered. */
export type MockRequests = Pick<RequestLog, 'all' | 'find' | 'unexpected' | 'on' | 'clear'>

/**
 * The requests that were made, with their answers: the last 1,000 since the start or the last reset, 100 in a sandbox, or fewer where they
 * are large.
 *
 * @example
 * expect(mock.requests.find({ operation: 'assignConversation' })?.body).toEqual({ assigneeId: 'user_456' })
 * expect(mock.requests.unexpected()).toEqual([])
 */
export class RequestLog {
  readonly #bounds: Bounds
  readonly #kept: RingBuffer<RequestLogEntry>
  /** Apart from the rest, so that a mistake is not forgotten for the many requests that came after it. */
  #unexpected: UnexpectedRequest[] = []
  #unexpectedCharacters = 0
  readonly #headers = new LastHeaders()
  readonly #shown = new WeakMap<RequestLogEntry, RecordedRequest>()
  readonly #listeners = new Set<(request: RecordedRequest) => void>()
  #noted = 0

  constructor(bounds: Bounds = DEFAULT_BOUNDS) {
    this.#bounds = bounds
    this.#kept = new RingBuffer(bounds)
  }

  /** All that match, oldest first. */
  all<Id extends OperationId = OperationId>(where?: Where<RecordedRequest<Id>>): readonly RecordedRequest<Id>[]
  all(where: Where<RecordedRequest> = {}): readonly RecordedRequest[] {
    return this.#requests().filter(matcher(where))
  }

  /**
   * The first that matches: properties with these values, or a function that tells.
   *
   * @example mock.requests.find({ operation: 'closeConversation', status: 200 })?.duration
   */
  find<Id extends OperationId = OperationId>(where?: Where<RecordedRequest<Id>>): RecordedRequest<Id> | undefined
  find(where: Where<RecordedRequest> = {}): RecordedRequest | undefined {
    return this.#requests().find(matcher(where))
  }

  /**
   * The calls that the contract refuses as wrong: unknown paths, wrong methods, missing keys, fields and parameters with values that
   * will not do, or that the spec does not know, so that they are ignored. Not those that ask for what is not there, or there already (a
   * 404, a 409), and not what a fault has done.
   *
   * All of them since the start or the last reset are there, the first 1,000, or 100 in a sandbox, or fewer where they are large.
   *
   * @example afterEach(() => expect(mock.requests.unexpected()).toEqual([]))
   */
  unexpected(): readonly UnexpectedRequest[] {
    return this.#unexpected.slice()
  }

  /**
   * Calls a listener with each request once it is answered. What it throws is printed, and harms nobody.
   *
   * @returns what ends it
   * @example const stop = mock.requests.on(({ method, path, status }) => console.log(method, path, status))
   */
  on(listener: (request: RecordedRequest) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Forgets all of them. */
  clear(): void {
    this.#kept.clear()
    this.#unexpected = []
    this.#unexpectedCharacters = 0
  }

  /**
   * Keeps a request that has been answered.
   *
   * @param at - Unix milliseconds of the mock's time
   * @param duration - in milliseconds
   */
  add(request: ApiRequest, response: ApiResponse, at: number, duration: number): void {
    const headers = this.#headers.keep(request.headers)
    const kept = toLogEntry({ id: ++this.#noted, request, headers, response, at, duration }, this.#kept.outgoing)
    this.#shown.delete(kept)
    if (this.#unexpected.length < this.#bounds.maxCount) this.#keepMistake(unexpectedRequest(kept))
    this.#kept.add(kept, sizeOf(kept))
    if (this.#listeners.size === 0) return
    const shown = this.#shownAs(kept)
    for (const listener of [...this.#listeners]) tell(listener, shown)
  }

  #keepMistake(mistake: UnexpectedRequest | undefined): void {
    if (mistake === undefined) return
    const characters = charactersIn(mistake)
    if (this.#unexpectedCharacters + characters > this.#bounds.maxCharacters) return
    this.#unexpected.push(mistake)
    this.#unexpectedCharacters += characters
  }

  #requests(): RecordedRequest[] {
    return this.#kept.toArray().map((kept) => this.#shownAs(kept))
  }

  #shownAs(kept: RequestLogEntry): RecordedRequest {
    const shown = this.#shown.get(kept) ?? deepFreeze(toRecordedRequest(kept))
    this.#shown.set(kept, shown)
    return shown
  }
}

function tell(listener: (request: RecordedRequest) => void, request: RecordedRequest): void {
  try {
    listener(request)
  } catch (error) {
    console.error('A listener of requests failed:', error)
  }
}

function sizeOf({ body, responseBody }: RequestLogEntry): number {
  return (body?.length ?? 0) + responseBody.length
}
