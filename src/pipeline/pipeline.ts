import type { ApiRequest, ApiResponse } from '../api-request.js'
import type { Session } from '../mock/session.js'
import { authenticate, requireApiKey } from './authenticate.js'
import { commit } from './commit.js'
import { cors } from './cors.js'
import { type Exchange, openExchange, type PipelineOptions } from './exchange.js'
import { faults } from './faults.js'
import { idempotency } from './idempotency.js'
import { parse } from './parse.js'
import { perform } from './perform.js'
import { preconditions } from './preconditions.js'
import { rateLimit } from './rate-limit.js'
import { respondError } from './respond.js'
import { responseCache } from './response-cache.js'
import { requireRoute, route } from './route.js'
import { validate } from './validate.js'

/** One concern of handling a request. Responds, or calls `next` for the response of the stages after it; an error it throws is its response. */
export type Stage = (exchange: Exchange, next: () => ApiResponse) => ApiResponse

/** The way of every request, from top to bottom; responses come back the other way. */
const STAGES: readonly Stage[] = [
  cors, // responds to OPTIONS
  route, // finds the operation of the path and method
  authenticate, // finds the API key; requests without a valid one count against one rate limit
  rateLimit, // 429
  requireRoute, // 404, 405
  faults, // simulated faults, which apply to requests without a valid key too
  requireApiKey, // 401
  responseCache, // the same bytes for the same GET until something changes
  parse, // query and body as JSON: 400, 413
  commit, // makes durable and publishes what the stages below have changed
  idempotency, // replays the response of a known Idempotency-Key
  validate, // 400
  preconditions, // 304, 412
  perform, // the operation, and its response
]

/**
 * Handles a request from start to end in one turn, so that each request is a transaction.
 *
 * @param now - Unix milliseconds of the mock's clock
 * @throws TypeError when the value is no `ApiRequest`
 */
export function handleRequest(request: ApiRequest, now: number, session: Session, options: PipelineOptions): ApiResponse {
  const exchange = openExchange(request, now, session, options)
  return run(0)

  function run(index: number): ApiResponse {
    const stage = STAGES[index]
    if (stage === undefined) throw new Error('the last stage responds')
    try {
      return stage(exchange, () => run(index + 1))
    } catch (error) {
      return respondError(exchange, error)
    }
  }
}
