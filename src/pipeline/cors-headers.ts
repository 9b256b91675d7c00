import { type ApiRequest, header } from '../api-request.js'
import { isLoopback } from '../operations/loopback.js'

const OPEN = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'X-Request-ID, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, Idempotent-Replayed',
} as const
const CLOSED = {} as const

/** Headers of every response: pages of any origin may call the API and read its headers. */
export function corsHeaders(request: ApiRequest): Readonly<Record<string, string>> {
  return isForbidden(request) ? CLOSED : OPEN
}

/**
 * Tells whether a request is for webhooks, from a page that is not of this machine. Such a page may neither read the response nor send
 * anything that needs a preflight: the mock posts to any port of this machine, and returns what the receiver answers.
 */
export function isForbidden(request: ApiRequest): boolean {
  if (!/^\/webhooks(?![^/?])/.test(request.path)) return false
  const origin = header(request, 'origin')
  if (origin === undefined) return false
  const [, hostname = ''] = /^https?:\/\/([^/:]+|\[[^\]]*\])(?::\d+)?$/.exec(origin) ?? []
  return !isLoopback(hostname)
}
