import { ApiError } from '../api-error.js'
import { type ApiRequest, type ApiResponse, header } from '../api-request.js'
import type { Exchange } from './exchange.js'

/** Stage: finds the API key. `requireApiKey` throws its error later, as rate limits and faults come first. */
export function authenticate(exchange: Exchange, next: () => ApiResponse): ApiResponse {
  try {
    exchange.apiKey = requireKey(exchange.request, exchange.options.apiKeys)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    exchange.authError = error
  }
  return next()
}

/** Stage: rejects requests without a valid API key with 401. */
export function requireApiKey({ authError }: Exchange, next: () => ApiResponse): ApiResponse {
  if (authError !== undefined) throw authError
  return next()
}

/**
 * API key of a request.
 *
 * @param keys - accepted keys; with none, any key is accepted that does not start with `invalid`
 * @throws ApiError AUTHENTICATION_REQUIRED without a bearer key, INVALID_API_KEY for a key that is not accepted
 */
export function requireKey(request: ApiRequest, keys: ReadonlySet<string>): string {
  const key = bearerKey(request)
  if (key === undefined) {
    throw new ApiError('AUTHENTICATION_REQUIRED', 'An API key is required: send the header "Authorization: Bearer YOUR_API_KEY"')
  }
  if (key.startsWith('invalid') || (keys.size > 0 && !keys.has(key))) {
    throw new ApiError('INVALID_API_KEY', 'The API key is unknown or expired')
  }
  return key
}

/** Bearer key of a request, valid or not. */
function bearerKey(request: ApiRequest): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(header(request, 'authorization') ?? '')?.[1]
}
