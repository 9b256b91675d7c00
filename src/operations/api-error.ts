import type { components } from '../generated/openapi.js'

export type ErrorCode = components['schemas']['ErrorCode']
export type ErrorDetail = components['schemas']['ErrorDetail']

/** What an operation throws when it cannot do what is asked; becomes the error envelope. */
export class ApiError extends Error {
  readonly code: ErrorCode
  readonly details: readonly ErrorDetail[]

  /** @param details - what was wrong, one entry per field */
  constructor(code: ErrorCode, message: string, details: readonly ErrorDetail[] = []) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.details = details
  }
}

/** A request whose content breaks a rule: says which field, what it was and what would do. */
export function invalid(details: readonly ErrorDetail[]): ApiError {
  return new ApiError('VALIDATION_ERROR', `Invalid request: ${details.map(({ message }) => message).join('; ')}`, details)
}
