import type { ErrorCode } from '../api-error.js'
import type { Mock } from '../mock/create-mock.js'

const HEADERS = /^(x-request-id|x-ratelimit-.*|access-control-(allow-(origin|credentials)|expose-headers))$/

/** The error envelope of the API for a request that failed before it. */
export function envelope(
  mock: Pick<Mock, 'handle'>,
  status: number,
  message: string,
  origin?: string,
): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  // A preflight needs no key, counts against no limit and reads no data; its response has all headers of the API.
  const { headers } = mock.handle({ method: 'OPTIONS', path: '/', headers: { origin } })
  const common = Object.fromEntries(Object.entries(headers).filter(([name]) => HEADERS.test(name)))
  const error = { code: codeOf(status), message }
  return {
    headers: { 'content-type': 'application/json; charset=utf-8', ...common, vary: 'Origin' },
    body: JSON.stringify({ error, meta: { requestId: headers['x-request-id'] } }),
  }
}

function codeOf(status: number): ErrorCode {
  if (status >= 500) return 'INTERNAL_ERROR'
  if (status === 403) return 'INSUFFICIENT_PERMISSIONS'
  return status === 404 ? 'RESOURCE_NOT_FOUND' : 'VALIDATION_ERROR'
}
