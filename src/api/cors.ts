/** Lets pages of any origin call the API and read what its headers say. */
export const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'X-Request-ID, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Retry-After, Idempotent-Replayed',
} as const

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
