import { ApiError, type ErrorCode, STATUS_BY_CODE } from '../api-error.js'
import { MAX_BODY_BYTES } from '../api-request.js'
import type { FailFault } from '../faults/fault.js'
import { BodyTooLarge } from './body.js'

/** An error as its answer shows it. */
export interface ErrorResponse {
  readonly status: number
  readonly error: {
    readonly code: ErrorCode
    readonly message: string
    readonly details?: ApiError['details']
    readonly retryAfter?: number
  }
  readonly headers?: Readonly<Record<string, string>>
}

/** What was thrown, as an answer. Anything but an `ApiError` is a fault of the fake's own, which it survives. */
export function errorResponseOf(thrown: unknown): ErrorResponse {
  if (thrown instanceof ApiError) {
    const { code, message, details } = thrown
    return { status: STATUS_BY_CODE[code], error: { code, message, ...(details.length > 0 && { details }) } }
  }
  if (thrown instanceof BodyTooLarge) {
    const message = `body may have ${MAX_BODY_BYTES} bytes (1 MiB) at most`
    return { status: 413, error: { code: 'VALIDATION_ERROR', message, details: [{ field: 'body', message }] } }
  }
  console.error('linktor-mock failed to answer a request:', thrown)
  return { status: 500, error: { code: 'INTERNAL_ERROR', message: 'linktor-mock failed to answer: this is a defect in it' } }
}

/** The answer that a fault stands for. */
export function faultErrorResponse({ status, code, message, retryAfter }: FailFault): ErrorResponse {
  if (retryAfter === undefined) return { status, error: { code, message } }
  return { status, error: { code, message, retryAfter }, headers: { 'retry-after': String(retryAfter) } }
}

export function routeNotFound(method: string, path: string): ErrorResponse {
  const message = `There is no ${method} ${path}: below its base URL, the API has /conversations, /webhooks and what is below those`
  return { status: 404, error: { code: 'RESOURCE_NOT_FOUND', message } }
}

export function methodNotAllowed(method: string, path: string, allow: string): ErrorResponse {
  const message = `${path} does not take ${method}; it takes ${allow}`
  return { status: 405, error: { code: 'VALIDATION_ERROR', message }, headers: { allow } }
}

export function tooManyRequests(limit: number, seconds: number, retryAfter: number): ErrorResponse {
  const message = `More than ${limit} requests in ${seconds === 60 ? 'a minute' : `${seconds} s`}; try again in ${retryAfter} s`
  return {
    status: 429,
    error: { code: 'RATE_LIMIT_EXCEEDED', message, retryAfter },
    headers: { 'retry-after': String(retryAfter) },
  }
}
