import { ApiError } from '../api-error.js'
import { type ApiRequest, header } from '../api-request.js'

/**
 * The API key of a request.
 *
 * @param keys - the keys that will do; with none, any will that does not start with `invalid`
 * @throws ApiError AUTHENTICATION_REQUIRED without a bearer key, INVALID_API_KEY for one that will not do
 */
export function authenticate(request: ApiRequest, keys: ReadonlySet<string>): string {
  const key = bearerKey(request)
  if (key === undefined) {
    throw new ApiError('AUTHENTICATION_REQUIRED', 'An API key is required: send the header "Authorization: Bearer YOUR_API_KEY"')
  }
  if (key.startsWith('invalid') || (keys.size > 0 && !keys.has(key))) {
    throw new ApiError('INVALID_API_KEY', 'The API key is unknown or expired')
  }
  return key
}

/** The key that a request brings, whether it will do or not. */
export function bearerKey(request: ApiRequest): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(header(request, 'authorization') ?? '')?.[1]
}
