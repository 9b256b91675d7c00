import type { components } from './generated/openapi.js'

export type ErrorCode = components['schemas']['ErrorCode']
export type ErrorDetail = components['schemas']['ErrorDetail']

/** Error with a code of the platform: thrown by operations and stages, sent as the error envelope. */
export class ApiError extends Error {
  readonly code: ErrorCode
  readonly details: readonly ErrorDetail[]

  /** @param details - one entry for each wrong field */
  constructor(code: ErrorCode, message: string, details: readonly ErrorDetail[] = []) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.details = details
  }
}

/** Maximum number of details in an error, so that a response stays small whatever a request contains. */
export const MAX_DETAILS = 20

/**
 * A `VALIDATION_ERROR`; each detail names the field, its value and what is valid. The message has the number of those that are left out.
 *
 * @param more - number of problems without a detail
 */
export function invalid(details: readonly ErrorDetail[], more = 0): ApiError {
  const shown = details.slice(0, MAX_DETAILS)
  const rest = details.length - shown.length + more
  const messages = [...shown.map(({ message }) => message), ...(rest > 0 ? [`and ${rest} more`] : [])]
  return new ApiError('VALIDATION_ERROR', `Invalid request: ${messages.join('; ')}`, shown)
}

/** HTTP status of each error code of the platform. */
export const STATUS_BY_CODE: Readonly<Record<ErrorCode, number>> = {
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

/** Most general error code for an HTTP status. */
export function codeForStatus(status: number): ErrorCode {
  if (status === 401) return 'AUTHENTICATION_REQUIRED'
  if (status === 403) return 'INSUFFICIENT_PERMISSIONS'
  if (status === 404) return 'RESOURCE_NOT_FOUND'
  if (status === 409) return 'RESOURCE_ALREADY_EXISTS'
  if (status === 422) return 'CHANNEL_ERROR'
  if (status === 429) return 'RATE_LIMIT_EXCEEDED'
  return status < 500 ? 'VALIDATION_ERROR' : 'INTERNAL_ERROR'
}

/** An error as it is sent: the HTTP status and the parts of the error envelope. */
export interface ErrorResponse {
  readonly status: number
  readonly error: {
    readonly code: ErrorCode
    readonly message: string
    readonly details?: ApiError['details']
    /** Seconds. */
    readonly retryAfter?: number
  }
  readonly headers?: Readonly<Record<string, string>>
}
