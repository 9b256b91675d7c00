import { type ApiRequest, header } from '../api-request.js'
import { isLoopback } from '../operations/loopback.js'

/** Lets pages of any origin call the API and read what its headers say. */
export const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'X-Request-ID, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, Idempotent-Replayed',
} as const

/**
 * Whether a request is for webhooks, from a page that is not of this machine. Such a page is not let read the answer, nor send what needs
 * a preflight, as all of it does: a fake posts to any port of this machine, and tells what was answered there.
 */
export function isForbidden(request: ApiRequest): boolean {
  if (!/^\/webhooks(?![^/?])/.test(request.path)) return false
  const origin = header(request, 'origin')
  if (origin === undefined) return false
  const [, hostname = ''] = /^https?:\/\/([^/:]+|\[[^\]]*\])(?::\d+)?$/.exec(origin) ?? []
  return !isLoopback(hostname)
}

/** HEAD goes wherever GET goes, OPTIONS everywhere. */
export function allowed(methods: readonly string[]): string {
  return [...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method)), 'OPTIONS'].join(', ')
}

/** The headers of an answer to OPTIONS. */
export function preflight(methods: readonly string[]): Readonly<Record<string, string>> {
  return {
    allow: allowed(methods),
    'access-control-allow-methods': allowed(methods),
    'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key, X-Request-ID, X-Mock-Fault, X-Mock-Delay',
    'access-control-max-age': '600',
  }
}
