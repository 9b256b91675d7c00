import { requestValidators } from '../generated/request-validators.js'
import type { Route } from '../generated/routes.js'
import { ApiError, invalid } from '../operations/api-error.js'
import { endSnoozes } from '../operations/end-snoozes.js'
import { operations } from '../operations/index.js'
import type { Context } from '../operations/operation.js'
import { eventResource } from '../resources/event.js'
import type { Clock } from '../state/clock.js'
import type { ConversationEvent, Events } from '../state/events.js'
import { toInstant, toTimestamp } from '../state/timestamp.js'
import { describe } from '../state/violations.js'
import { authenticate } from './authentication.js'
import { parseBody, unknownFields } from './body.js'
import { type Refusal, refusalOf, tooManyRequests, unknownPath, wrongMethod } from './errors.js'
import type { Memory } from './memory.js'
import { parseQuery } from './query.js'
import type { Allowance } from './rate-limit.js'
import { type ApiNotes, type ApiRequest, type ApiResponse, header } from './request.js'
import { place } from './router.js'

export interface ApiOptions {
  readonly apiKeys: ReadonlySet<string>
  /** Refuses parameters and fields that the spec does not know. */
  readonly strict: boolean
  readonly clock: Clock
  readonly events: Events
}

/** A request on its way through the stages of {@link Api.handle}. */
interface Exchange {
  readonly request: ApiRequest
  readonly requestId: string
  /** Unix milliseconds, the same from start to end. */
  readonly now: number
  allowance?: Allowance
  notes: ApiNotes
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'X-Request-ID, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, Idempotent-Replayed',
} as const

/** The API: takes a request through routing, authentication, limits and validation to its operation, and puts the answer in its envelope. */
export class Api {
  /** What requests have left behind; put another one in its place to travel. */
  memory: Memory
  readonly #options: ApiOptions

  constructor(options: ApiOptions, memory: Memory) {
    this.#options = options
    this.memory = memory
  }

  /** Answers a request from start to end in one turn, whatever it asks. */
  handle(request: ApiRequest): ApiResponse {
    requireRequest(request)
    const now = this.#options.clock.millis()
    const exchange: Exchange = { request, requestId: this.#requestId(request), now, notes: { unknown: [] } }
    try {
      this.settle(now)
      return this.#answer(exchange)
    } catch (thrown) {
      return this.#refuse(exchange, refusalOf(thrown))
    }
  }

  /** Lets happen what was to happen by now of itself. */
  settle(now = this.#options.clock.millis()): void {
    const next = this.memory.state.nextSnoozeEnd()
    if (next === undefined || toInstant(next) > now) return
    const events: ConversationEvent[] = []
    endSnoozes(this.#context(now, events))
    this.#publish(events)
  }

  #answer(exchange: Exchange): ApiResponse {
    const { request } = exchange
    const [path, query] = split(request.path)
    const method = request.method.toUpperCase()
    const found = place(path)
    const allow = [...(found?.methods.keys() ?? ['GET', 'POST', 'PATCH'])]
    if (method === 'OPTIONS') return this.#respond(exchange, 204, preflight(allow))

    const route = found?.methods.get(method === 'HEAD' ? 'GET' : method)
    if (route !== undefined) exchange.notes = { ...exchange.notes, operationId: route.operationId }
    const { key, fault } = this.#identify(request)
    exchange.allowance = this.memory.rateLimit.count(key, exchange.now)
    const { limit, retryAfter } = exchange.allowance
    if (retryAfter !== undefined) return this.#refuse(exchange, tooManyRequests(limit, retryAfter))
    if (found === undefined) return this.#refuse(exchange, unknownPath(method, path))
    if (route === undefined) return this.#refuse(exchange, wrongMethod(method, path, allowed(allow)))
    if (fault !== undefined) throw fault
    return this.#perform(exchange, route, { path: found.parameters, query, key, method })
  }

  #perform(
    exchange: Exchange,
    route: Route,
    { path, query, key, method }: { path: Readonly<Record<string, string>>; query: string; key: string; method: string },
  ): ApiResponse {
    const { request, now } = exchange
    const parsed = parseQuery(route, query)
    const body = parseBody(route, request)
    const unknown = [...parsed.unknown, ...(body && route.body ? unknownFields(route.body.fields, body) : [])]
    exchange.notes = { ...exchange.notes, unknown }
    this.#validate(route, parsed.values, body, unknown)

    const idempotencyKey = method === 'POST' ? header(request, 'idempotency-key') : undefined
    if (!idempotencyKey) return this.#respond(exchange, route.status, {}, this.#run(route, now, path, parsed.values, body))

    const deedKey = `${key}\n${idempotencyKey}`
    const fingerprint = `${method} ${request.path}\n${JSON.stringify(body)}`
    const deed = this.memory.idempotency.find(deedKey, now)
    if (deed === undefined) {
      const answer = this.#run(route, now, path, parsed.values, body)
      this.memory.idempotency.keep({ key: deedKey, request: fingerprint, status: route.status, answer, at: now })
      return this.#respond(exchange, route.status, {}, answer)
    }
    if (deed.request !== fingerprint) {
      const message = `The Idempotency-Key ${JSON.stringify(idempotencyKey)} was used for another request; use a new key for a new request`
      throw new ApiError('RESOURCE_ALREADY_EXISTS', message, [{ field: 'Idempotency-Key', message }])
    }
    return this.#respond(exchange, deed.status, { 'idempotent-replayed': 'true' }, deed.answer)
  }

  #run(route: Route, now: number, path: object, query: object, body: object | undefined): object {
    const operation: (context: Context, request: never) => object = operations[route.operationId]
    const events: ConversationEvent[] = []
    const checked = { path, query, body } as never // the generated validators of this very operation have checked it
    const answer = operation(this.#context(now, events), checked)
    this.#publish(events)
    return answer
  }

  #validate(route: Route, query: object, body: object | undefined, unknown: readonly string[]): void {
    const validators = requestValidators[route.operationId]
    const details = []
    if (!validators.query(query)) details.push(...describe(validators.query.errors ?? [], query))
    if (body !== undefined && validators.body !== undefined && !validators.body(body)) {
      details.push(...describe(validators.body.errors ?? [], body))
    }
    if (this.#options.strict) {
      details.push(...unknown.map((field) => ({ field, message: `${field} is not known to this operation (strict mode)` })))
    }
    if (details.length > 0) throw invalid(details)
  }

  #context(now: number, events: ConversationEvent[]): Context {
    const { state } = this.memory
    const timestamp = toTimestamp(now)
    return {
      state,
      now: timestamp,
      actor: state.owner,
      emit: (event, conversation, at = timestamp) => events.push(eventResource(state, event, conversation, at)),
    }
  }

  #publish(events: readonly ConversationEvent[]): void {
    for (const event of events) this.#options.events.emit(event)
  }

  /** Whose requests this one counts among; those without a key that will do count together. */
  #identify(request: ApiRequest): { readonly key: string; readonly fault?: unknown } {
    try {
      return { key: authenticate(request, this.#options.apiKeys) }
    } catch (fault) {
      return { key: '', fault }
    }
  }

  #requestId(request: ApiRequest): string {
    return clientRequestId(request) ?? this.memory.requestIds.make('req')
  }

  #refuse(exchange: Exchange, { status, error, headers = {} }: Refusal): ApiResponse {
    exchange.notes = { ...exchange.notes, errorCode: error.code }
    return this.#respond(exchange, status, headers, { error, meta: { requestId: exchange.requestId } })
  }

  #respond(exchange: Exchange, status: number, headers: Readonly<Record<string, string>>, answer?: object): ApiResponse {
    const { request, requestId, notes } = exchange
    const { limit, remaining, reset } = exchange.allowance ?? this.memory.rateLimit.count('', exchange.now, 0)
    const body =
      answer === undefined ? '' : JSON.stringify(clientRequestId(request) === undefined ? answer : withRequestId(answer, requestId))
    const isHead = request.method.toUpperCase() === 'HEAD'
    return {
      status,
      headers: {
        ...(answer !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
        ...(isHead && { 'content-length': String(new TextEncoder().encode(body).length) }),
        'x-request-id': requestId,
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(remaining),
        'x-ratelimit-reset': String(reset),
        ...CORS,
        ...headers,
      },
      body: isHead ? '' : body,
      notes,
    }
  }
}

/** A `Request` of fetch, say, has other properties: whoever hands one in made a mistake that no answer should hide. */
function requireRequest({ method, path }: ApiRequest): void {
  if (typeof method === 'string' && typeof path === 'string') return
  throw new TypeError(`handle: method and path must be text, as in { method: 'GET', path: '/conversations' }; got ${method} and ${path}`)
}

/** The id that the client gave to its request, when it is one that a header can carry back. */
function clientRequestId(request: ApiRequest): string | undefined {
  const id = header(request, 'x-request-id')
  return id !== undefined && /^[\x21-\x7e]{1,200}$/.test(id) ? id : undefined
}

function withRequestId(answer: { readonly meta?: object }, requestId: string): object {
  return { ...answer, meta: { ...answer.meta, requestId } }
}

function split(path: string): [path: string, query: string] {
  const mark = path.indexOf('?')
  return mark < 0 ? [path, ''] : [path.slice(0, mark), path.slice(mark + 1)]
}

/** HEAD goes wherever GET goes, OPTIONS everywhere. */
function allowed(methods: readonly string[]): string {
  return [...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method)), 'OPTIONS'].join(', ')
}

function preflight(methods: readonly string[]): Readonly<Record<string, string>> {
  return {
    allow: allowed(methods),
    'access-control-allow-methods': allowed(methods),
    'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key, X-Request-ID',
    'access-control-max-age': '600',
  }
}
