import { type ApiRequest, header } from '../api-request.js'
import { isLoopback } from '../operations/loopback.js'

type Headers = Readonly<Record<string, string>>

const VARY = { vary: 'Origin' } as const
const EXPOSED = {
  'access-control-expose-headers':
    'X-Request-ID, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, Idempotent-Replayed, WWW-Authenticate, Allow',
} as const
const ANY_ORIGIN: Headers = { 'access-control-allow-origin': '*', ...EXPOSED, ...VARY }

/** Headers of every response: pages of any origin may call the API and read its headers; except for webhooks, with credentials too. */
export function corsHeaders(request: Pick<ApiRequest, 'path' | 'headers'>): Headers {
  const origin = header(request, 'origin')
  if (origin === undefined) return ANY_ORIGIN
  if (isForWebhooks(request.path)) return isForbidden(request) ? VARY : ANY_ORIGIN
  return { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', ...EXPOSED, ...VARY }
}

/**
 * Tells whether a request is for webhooks, from a page that is not of this machine. Such a page may neither read the response nor send
 * anything that needs a preflight: the mock posts to any port of this machine, and returns the responses of the receivers.
 */
export function isForbidden(request: Pick<ApiRequest, 'path' | 'headers'>): boolean {
  const origin = header(request, 'origin')
  if (origin === undefined || !isForWebhooks(request.path)) return false
  const [, hostname = ''] = /^https?:\/\/([^/:]+|\[[^\]]*\])(?::\d+)?$/.exec(origin) ?? []
  return !isLoopback(hostname)
}

/** Tells whether a path is `/webhooks` or below it. @param path - with or without a query */
export function isForWebhooks(path: string): boolean {
  return /^\/webhooks(?![^/?])/.test(path)
}
