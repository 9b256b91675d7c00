import { ApiError, invalid } from '../api-error.js'
import type { ApiNotes, ApiRequest, ApiResponse } from '../api-request.js'
import { splitPath } from '../api-request.js'
import type { MockEvent } from '../events/event.js'
import type { EventBus } from '../events/event-bus.js'
import { LazyEvent } from '../events/lazy-event.js'
import type { AppliedFault } from '../faults/fault.js'
import { faultFromHeader, requestedDelay } from '../faults/fault-header.js'
import type { RateLimitStatus } from '../faults/rate-limiter.js'
import { requestValidators } from '../generated/request-validators.js'
import { type OperationId, type Route, routes } from '../generated/routes.js'
import type { Session } from '../mock/session.js'
import { endDueSnoozes } from '../operations/end-due-snoozes.js'
import { operations } from '../operations/index.js'
import type { Context } from '../operations/operation.js'
import { eventResource, messageEvent } from '../resources/event.js'
import type { IdempotencyClaim, IdempotencyRecord } from '../store/idempotency-store.js'
import type { Delivery } from '../store/records.js'
import { describe } from '../store/violations.js'
import type { Clock } from '../time/clock.js'
import { toInstant, toTimestamp } from '../time/timestamp.js'
import { queueEvent } from '../webhooks/deliveries.js'
import { authenticate } from './authenticate.js'
import { parseBody, unknownFields } from './body.js'
import { allowed, CORS, isForbidden, preflight } from './cors.js'
import {
  type ErrorResponse,
  errorResponseOf,
  faultErrorResponse,
  methodNotAllowed,
  routeNotFound,
  tooManyRequests,
} from './error-response.js'
import { applyFault, noResponse, selectFault } from './faults.js'
import { idempotencyClaim } from './idempotency.js'
import { clientRequestId, requireRequest } from './incoming.js'
import { jsonOf } from './json.js'
import { parseQueryParameters, type QueryParameters } from './query-parameters.js'
import { cachedResponse, cacheResponse } from './response-cache.js'
import { matchRoute, type RouteMatch } from './route.js'

export interface PipelineOptions {
  readonly apiKeys: ReadonlySet<string>
  /** Refuses parameters and fields that the spec does not know. */
  readonly strict: boolean
  /** The hosts that webhooks may be sent to by http, beside those of this machine. */
  readonly allowHttpHosts: ReadonlySet<string>
  readonly clock: Clock
  readonly events: EventBus
  /** Sends a delivery once the turn is over; gives it as it stands then, or nothing when it was given up. */
  readonly attempt: (delivery: Delivery) => Promise<Delivery | undefined>
  /**
   * Makes sure of what was done, before anybody is told of it.
   *
   * @throws ApiError when that cannot be; it is as if nothing had been done then
   */
  readonly commit?: (() => void) | undefined
}

/** A request on its way through the stages of {@link Pipeline.handle}. */
interface Exchange {
  readonly request: ApiRequest
  readonly requestId: string
  /** Whether the client gave the id, and has it back in the body of a success too. */
  readonly idGiven: boolean
  /** Unix milliseconds, the same from start to end. */
  readonly now: number
  allowance?: RateLimitStatus
  /** What it comes to grief by. */
  fault?: AppliedFault
  notes: ApiNotes
  /** The answer once something that the operation waits for is done; nothing when it was given up. */
  later?: Promise<object | undefined>
}

/** Where a request goes, and for whom. */
interface Target {
  readonly place: RouteMatch
  readonly query: string
  /** The API key. */
  readonly key: string
  /** Whether its answer is the same until something is written. */
  readonly isRead: boolean
}

/** The API: takes a request through routing, authentication, limits and validation to its operation, and puts the answer in its envelope. */
export class Pipeline {
  /** What requests have left behind; put another one in its place to travel. */
  session: Session
  readonly #options: PipelineOptions

  constructor(options: PipelineOptions, session: Session) {
    this.#options = options
    this.session = session
  }

  /** Answers a request from start to end in one turn, whatever it asks. */
  handle(request: ApiRequest): ApiResponse {
    requireRequest(request)
    const now = this.#options.clock.millis()
    const given = clientRequestId(request)
    const requestId = given ?? this.session.requestIds.make('req')
    const exchange: Exchange = { request, requestId, idGiven: given !== undefined, now, notes: { unknown: NONE } }
    const response = this.#attempt(exchange)
    return exchange.fault === undefined ? response : applyFault(response, exchange.fault)
  }

  /** How long a request is to wait before it is handled, in milliseconds. */
  delayFor(request: ApiRequest): number {
    const { faults } = this.session
    const asked = faultFromHeader(request)
    if (asked === undefined && faults.isEmpty) return 0
    const route = routeOf(request.method.toUpperCase(), matchRoute(splitPath(request.path)[0]))
    if (route === undefined) return 0
    return asked?.delay === undefined ? faults.selectDelay(route.operationId, request) : (requestedDelay(asked) ?? 0)
  }

  /** Lets happen what was to happen by now of itself. */
  runDue(now = this.#options.clock.millis()): void {
    const next = this.session.store.nextSnoozeEnd()
    if (next !== undefined && toInstant(next) <= now) this.#happen(now, endDueSnoozes)
  }

  /** Has something happen that no request of the API asks for, at the time of now. */
  perform<T>(act: (context: Context) => T): T {
    const now = this.#options.clock.millis()
    this.runDue(now)
    return this.#happen(now, act, this.#options.commit)
  }

  #happen<T>(now: number, act: (context: Context) => T, secure?: () => void): T {
    const events: LazyEvent[] = []
    const result = act(this.#context(now, events))
    secure?.()
    this.#options.events.publish(events)
    return result
  }

  #attempt(exchange: Exchange): ApiResponse {
    try {
      this.runDue(exchange.now)
      return this.#answer(exchange)
    } catch (thrown) {
      return this.#refuse(exchange, errorResponseOf(thrown))
    }
  }

  #answer(exchange: Exchange): ApiResponse {
    const { request } = exchange
    const method = request.method.toUpperCase()
    const isRead = (method === 'GET' || method === 'HEAD') && !exchange.idGiven && !request.body?.length
    const kept = isRead ? cachedResponse(this.session.store, request.path) : undefined
    const [path, query] = splitPath(request.path)
    const found = kept?.place ?? matchRoute(path)
    if (method === 'OPTIONS') {
      const methods = methodsOf(found)
      return this.#respond(exchange, 204, isForbidden(request) ? { allow: allowed(methods) } : preflight(methods))
    }

    const route = routeOf(method, found)
    if (route !== undefined) exchange.notes = NOTES[route.operationId]
    const { key, denial } = this.#identify(request)
    exchange.allowance = this.session.rateLimit.count(key, exchange.now)
    const { limit, seconds, retryAfter } = exchange.allowance
    if (retryAfter !== undefined) return this.#refuse(exchange, tooManyRequests(limit, seconds, retryAfter))
    if (found === undefined) return this.#refuse(exchange, routeNotFound(method, path))
    if (route === undefined) return this.#refuse(exchange, methodNotAllowed(method, path, allowed(methodsOf(found))))
    const fault = selectFault(request, route, this.session.faults)
    if (fault !== undefined) {
      exchange.fault = fault
      exchange.notes = { ...exchange.notes, fault: fault.kind }
      if (fault.kind === 'fail') return this.#refuse(exchange, faultErrorResponse(fault))
      if (fault.kind === 'drop' && fault.lost === 'request') return noResponse(exchange.notes)
    }
    if (denial !== undefined) throw denial
    if (kept !== undefined) return this.#send(exchange, kept.status, {}, kept.text, kept)
    return this.#perform(exchange, route, { place: found, query, key, isRead })
  }

  #perform(exchange: Exchange, route: Route, target: Target): ApiResponse {
    const query = parseQueryParameters(route, target.query)
    const body = parseBody(route, exchange.request)
    const fields = body === undefined || route.body === undefined ? NONE : unknownFields(route.body.fields, body)
    const unknown = query.unknown.length === 0 ? fields : [...query.unknown, ...fields]
    if (unknown.length > 0) exchange.notes = { ...exchange.notes, unknown }

    const claim = idempotencyClaim(exchange.request, target.key, body)
    const done = claim && this.#done(claim, exchange.now)
    if (done !== undefined) return this.#respond(exchange, done.status, { 'idempotent-replayed': 'true' }, done.answer)

    this.#validate(route, query, body, unknown)
    const operation: (context: Context, request: never) => object | undefined = operations[route.operationId]
    const events: LazyEvent[] = []
    const checked = { path: target.place.parameters, query: query.values, body } as never // by the generated validators of this very operation
    const answer = operation(this.#context(exchange.now, events, exchange), checked)
    if (target.isRead && answer !== undefined && unknown.length === 0) {
      const given = { status: route.status, text: jsonOf(answer), place: target.place }
      const kept = cacheResponse(this.session.store, exchange.request.path, given)
      return this.#send(exchange, route.status, {}, kept.text, kept)
    }
    const { idempotency } = this.session
    const keep = (done: object | undefined): void => {
      if (claim !== undefined) idempotency.put({ ...claim, status: route.status, answer: done, at: exchange.now })
    }
    keep(answer)
    if (route.method !== 'GET') this.#options.commit?.()
    const response = this.#respond(exchange, route.status, {}, answer)
    this.#options.events.publish(events) // last, for listeners may do what they like, such as ask again
    const { later } = exchange
    if (later === undefined) return response
    return { ...response, later: later.then((done) => this.#respondLater(exchange, route.status, done, keep)) }
  }

  #respondLater(exchange: Exchange, status: number, answer: object | undefined, keep: (answer: object) => void): ApiResponse {
    if (answer === undefined) return noResponse(exchange.notes)
    try {
      keep(answer)
      this.#options.commit?.()
    } catch (thrown) {
      return this.#refuse(exchange, errorResponseOf(thrown))
    }
    const response = this.#respond(exchange, status, {}, answer)
    return exchange.fault === undefined ? response : applyFault(response, exchange.fault)
  }

  /** What a request with the same claim did before. */
  #done({ key, request }: IdempotencyClaim, now: number): IdempotencyRecord | undefined {
    const record = this.session.idempotency.find(key, now)
    if (record === undefined || record.request === request) return record
    const message = 'The Idempotency-Key was used for another request already; use a new key for a new request'
    throw new ApiError('RESOURCE_ALREADY_EXISTS', message, [{ field: 'Idempotency-Key', message }])
  }

  #validate(route: Route, query: QueryParameters, body: object | undefined, unknown: readonly string[]): void {
    const validators = requestValidators[route.operationId]
    const details = [...query.problems]
    if (!validators.query(query.values)) details.push(...describe(validators.query.errors ?? [], query.values))
    if (body === undefined && route.body?.required) {
      details.push({ field: 'body', message: 'body is required: a JSON object, sent with Content-Type: application/json' })
    }
    if (body !== undefined && validators.body !== undefined && !validators.body(body)) {
      details.push(...describe(validators.body.errors ?? [], body))
    }
    if (this.#options.strict) {
      details.push(...unknown.map((field) => ({ field, message: `${field} is not known to this operation (strict mode)` })))
    }
    if (details.length > 0) throw invalid(details)
  }

  #context(now: number, events: LazyEvent[], exchange?: Exchange): Context {
    const { store } = this.session
    const { allowHttpHosts, attempt } = this.#options
    const timestamp = toTimestamp(now)
    const emit = (event: MockEvent): void => {
      const lazyEvent = new LazyEvent(event)
      queueEvent(store, lazyEvent)
      events.push(lazyEvent)
    }
    return {
      store,
      now: timestamp,
      actor: store.owner,
      allowHttpHosts,
      emit: (event, conversation, at = timestamp) => emit(eventResource(store, event, conversation, at)),
      emitMessage: (message) => emit(messageEvent(store, message, timestamp)),
      attempt(delivery, answer) {
        if (exchange !== undefined) exchange.later = attempt(delivery).then((attempted) => attempted && answer(attempted))
        return answer(delivery)
      },
    }
  }

  /** Whose requests this one counts among; those without a key that will do count together. */
  #identify(request: ApiRequest): { readonly key: string; readonly denial?: unknown } {
    try {
      return { key: authenticate(request, this.#options.apiKeys) }
    } catch (denial) {
      return { key: '', denial }
    }
  }

  #refuse(exchange: Exchange, { status, error, headers = {} }: ErrorResponse): ApiResponse {
    const reasons = error.details?.map(({ message }) => message) ?? [error.message]
    exchange.notes = { ...exchange.notes, errorCode: error.code, reasons }
    return this.#respond(exchange, status, headers, { error, meta: { requestId: exchange.requestId } })
  }

  #respond(exchange: Exchange, status: number, headers: Readonly<Record<string, string>>, answer?: object): ApiResponse {
    const { requestId, idGiven } = exchange
    return this.#send(exchange, status, headers, answer && jsonOf(idGiven ? withRequestId(answer, requestId) : answer))
  }

  /** @param text - the body, which an answer may have none of */
  #send(
    exchange: Exchange,
    status: number,
    others: Readonly<Record<string, string>>,
    text: string | undefined,
    ready?: ApiResponse['ready'],
  ): ApiResponse {
    const { request, requestId, notes } = exchange
    const { limit, remaining, reset } = exchange.allowance ?? this.session.rateLimit.count('', exchange.now, 0)
    const headers: Record<string, string> = {
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': requestId,
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(reset),
      'access-control-allow-origin': CORS['access-control-allow-origin'],
      'access-control-expose-headers': CORS['access-control-expose-headers'],
    }
    if (text === undefined) delete headers['content-type']
    if (isForbidden(request)) {
      delete headers['access-control-allow-origin']
      delete headers['access-control-expose-headers']
    }
    for (const name in others) headers[name] = others[name] as string
    if (text === undefined) return { status, headers, body: '', notes }
    if (request.method === 'GET' || request.method.toUpperCase() !== 'HEAD') {
      return { status, headers, body: text, notes, ...(ready && { ready }) }
    }
    headers['content-length'] = String((ready?.bytes ?? new TextEncoder().encode(text)).length)
    return { status, headers, body: '', notes }
  }
}

const NONE: readonly string[] = []

/** What there is to note of a request as soon as it is known what it asks for: the same of each such request, and so only once. */
const NOTES = Object.fromEntries(routes.map(({ operationId }) => [operationId, Object.freeze({ unknown: NONE, operationId })])) as Readonly<
  Record<OperationId, ApiNotes>
>

/** The methods that a place takes; those that the API knows, where there is nothing. */
function methodsOf(found: RouteMatch | undefined): readonly string[] {
  return [...(found?.methods.keys() ?? ['GET', 'POST', 'PATCH', 'DELETE'])]
}

/** What a method asks for at a place. */
function routeOf(method: string, found: RouteMatch | undefined): Route | undefined {
  return found?.methods.get(method === 'HEAD' ? 'GET' : method)
}

function withRequestId(answer: { readonly meta?: object }, requestId: string): object {
  return { ...answer, meta: { ...answer.meta, requestId } }
}
