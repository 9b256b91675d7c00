import type { ApiError } from '../api-error.js'
import { type ApiNotes, type ApiRequest, header, splitPath } from '../api-request.js'
import type { Outbox } from '../events/outbox.js'
import type { RateLimitStatus } from '../faults/rate-limiter.js'
import type { Route } from '../generated/routes.js'
import type { Session } from '../mock/session.js'
import type { Delivery } from '../store/records.js'
import type { CachedResponses } from './cached-responses.js'
import type { RouteMatch } from './match-route.js'
import type { QueryParameters } from './query-parameters.js'

/** Configuration of a pipeline, and the parts of the mock that its stages use. */
export interface PipelineOptions {
  /** Accepted API keys; with none, any key is accepted that does not start with `invalid`. */
  readonly apiKeys: ReadonlySet<string>
  /** Rejects parameters and fields that the spec does not define. */
  readonly strict: boolean
  /** Hosts beside loopback that webhooks may reach by http. */
  readonly allowHttpHosts: ReadonlySet<string>
  readonly cache: CachedResponses
  /**
   * Makes the changes of a request durable and publishes its events.
   *
   * @throws ApiError INTERNAL_ERROR when they cannot be written; they are rolled back then
   */
  readonly commit: (outbox: Outbox) => void
  /** Sends a delivery once the turn is over; resolves to the delivery after the attempt, or to nothing when it was cancelled. */
  readonly attempt: (delivery: Delivery) => Promise<Delivery | undefined>
}

/** A request on its way through the stages, and what they found out about it. */
export interface Exchange {
  readonly request: ApiRequest
  /** Case-sensitive (RFC 9110, 9.1): `patch` is no method of the API. */
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: string
  readonly requestId: string
  /** The client sent the request id, and gets it back in the body of a success too. */
  readonly isRequestIdGiven: boolean
  /** The mock's time in Unix milliseconds, the same for all stages. */
  readonly now: number
  readonly session: Session
  readonly options: PipelineOptions
  /** Events of the operation, published by the commit. */
  readonly outbox: Outbox
  notes: ApiNotes
  /** Set by `route`: the path, if the spec has it, and its operation, if it takes the method. */
  match: RouteMatch | undefined
  route: Route | undefined
  /** Set by `authenticate`: the API key, empty without a valid one, and the error for `requireApiKey`. */
  apiKey: string
  authError: ApiError | undefined
  /** Set by `rateLimit`. */
  rateLimit: RateLimitStatus | undefined
  /** Set by `parse`. */
  input: Input | undefined
  /** Set by `perform` once the operation has succeeded: its JSON, which a 204 has none of. */
  result: { readonly body: object | undefined } | undefined
}

/** Query and body of a request, parsed but not validated. */
export interface Input {
  readonly query: QueryParameters
  readonly body: Readonly<Record<string, unknown>> | undefined
}

/** No parameters or fields that the spec does not define. */
export const NONE: readonly string[] = []
const NO_NOTES: ApiNotes = { unknown: NONE }

/** @throws TypeError when the value is no `ApiRequest`, such as a `Request` of fetch: a mistake of the caller that no response should hide */
export function openExchange(request: ApiRequest, now: number, session: Session, options: PipelineOptions): Exchange {
  requireRequest(request)
  const [path, query] = splitPath(request.path)
  const givenId = clientRequestId(request)
  return {
    request,
    method: request.method,
    path,
    query,
    requestId: givenId ?? session.requestIds.make('req'),
    isRequestIdGiven: givenId !== undefined,
    now,
    session,
    options,
    outbox: [],
    notes: NO_NOTES,
    match: undefined,
    route: undefined,
    apiKey: '',
    authError: undefined,
    rateLimit: undefined,
    input: undefined,
    result: undefined,
  }
}

/** The operation of a request behind `requireRoute`, and its path parameters. */
export function matched({ match, route }: Exchange): { readonly route: Route; readonly parameters: RouteMatch['parameters'] } {
  if (match === undefined || route === undefined) throw new Error('this stage comes after requireRoute')
  return { route, parameters: match.parameters }
}

function requireRequest({ method, path, headers, body }: ApiRequest): void {
  if (typeof method !== 'string' || typeof path !== 'string') {
    throw new TypeError(`handle: method and path must be text, as in { method: 'GET', path: '/conversations' }; got ${method} and ${path}`)
  }
  if (headers !== undefined && typeof headers['get'] === 'function') {
    throw new TypeError('handle: headers must be a plain object, such as Object.fromEntries(headers)')
  }
  if (body !== undefined && body !== null && typeof body !== 'string' && !ArrayBuffer.isView(body)) {
    throw new TypeError('handle: body must be text or bytes, such as JSON.stringify(body)')
  }
}

/** `X-Request-ID` of the client, if it is text that a header can carry back. */
function clientRequestId(request: ApiRequest): string | undefined {
  const id = header(request, 'x-request-id')
  return id !== undefined && /^[\x21-\x7e]{1,200}$/.test(id) ? id : undefined
}
