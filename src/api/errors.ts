import { ApiError, type ErrorCode } from '../operations/api-error.js'
import { BodyTooLarge } from './body.js'
import type { Failure } from './fault.js'
import { MAX_BODY_BYTES } from './request.js'

/** The status of each code of the platform. */
export const STATUSES: Readonly<Record<ErrorCode, number>> = {
  VALIDATION_ERROR: 400,
  INVALID_URL: 400,
  INVALID_EVENTS: 400,
  CHANNEL_ERROR: 400,
  AUTHENTICATION_REQUIRED: 401,
  INVALID_API_KEY: 401,
  INSUFFICIENT_PERMISSIONS: 403,
  RESOURCE_NOT_FOUND: 404,
  CONVERSATION_NOT_FOUND: 404,
  CHANNEL_NOT_FOUND: 404,
  CONTACT_NOT_FOUND: 404,
  RESOURCE_ALREADY_EXISTS: 409,
  CONVERSATION_EXISTS: 409,
  RATE_LIMIT_EXCEEDED: 429,
  INTERNAL_ERROR: 500,
}

/** An error as its answer shows it. */
export interface Refusal {
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
export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof ApiError) {
    const { code, message, details } = thrown
    return { status: STATUSES[code], error: { code, message, ...(details.length > 0 && { details }) } }
  }
  if (thrown instanceof BodyTooLarge) {
    const message = `body may have ${MAX_BODY_BYTES} bytes (1 MiB) at most`
    return { status: 413, error: { code: 'VALIDATION_ERROR', message, details: [{ field: 'body', message }] } }
  }
  console.error('linktor-mock failed to answer a request:', thrown)
  return { status: 500, error: { code: 'INTERNAL_ERROR', message: 'linktor-mock failed to answer: this is a defect in it' } }
}

/** The code that goes with a status: the most general one there is. */
export function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return 'AUTHENTICATION_REQUIRED'
  if (status === 403) return 'INSUFFICIENT_PERMISSIONS'
  if (status === 404) return 'RESOURCE_NOT_FOUND'
  if (status === 409) return 'RESOURCE_ALREADY_EXISTS'
  if (status === 422) return 'CHANNEL_ERROR'
  if (status === 429) return 'RATE_LIMIT_EXCEEDED'
  return status < 500 ? 'VALIDATION_ERROR' : 'INTERNAL_ERROR'
}

/** The answer that a fault stands for. */
export function failure({ status, code, message, retryAfter }: Failure): Refusal {
  if (retryAfter === undefined) return { status, error: { code, message } }
  return { status, error: { code, message, retryAfter }, headers: { 'retry-after': String(retryAfter) } }
}

export function unknownPath(method: string, path: string): Refusal {
  const message = `There is no ${method} ${path}: below its base URL, the API has /conversations, /webhooks and what is below those`
  return { status: 404, error: { code: 'RESOURCE_NOT_FOUND', message } }
}

export function wrongMethod(method: string, path: string, allow: string): Refusal {
  const message = `${path} does not take ${method}; it takes ${allow}`
  return { status: 405, error: { code: 'VALIDATION_ERROR', message }, headers: { allow } }
}

export function tooManyRequests(limit: number, seconds: number, retryAfter: number): Refusal {
  const message = `More than ${limit} requests in ${seconds === 60 ? 'a minute' : `${seconds} s`}; try again in ${retryAfter} s`
  return {
    status: 429,
    error: { code: 'RATE_LIMIT_EXCEEDED', message, retryAfter },
    headers: { 'retry-after': String(retryAfter) },
  }
}
