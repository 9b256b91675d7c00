import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

/**
 * Normalizes a base path to the prefix of the paths below it: `/v1`, or an empty string for the root.
 *
 * @throws TypeError when it is invalid
 */
export function toBasePath(basePath: string): string {
  const trimmed = basePath.replace(/\/+$/, '')
  if (trimmed === '' || /^(\/(?!\.\.?(\/|$))[\w.~-]+)+$/.test(trimmed)) return trimmed
  throw new TypeError(`basePath: ${JSON.stringify(basePath)} must be a path such as "/v1"`)
}

/** Path and query below the base path; `undefined` for a request outside it. */
export function pathUnder(base: string, request: IncomingMessage): string | undefined {
  const path = below(base, urlOf(request))
  // Express and Connect cut a mount path off `url`, and keep the original in `originalUrl`.
  return path === undefined && 'originalUrl' in request ? below(base, originalUrlOf(request)) : path
}

/** Path and query of a request as the listener sees it. */
export function urlOf(request: IncomingMessage): string {
  return originForm(request.url ?? '/')
}

/** Path and query of a request as the client sent it. */
export function originalUrlOf(request: IncomingMessage): string {
  return 'originalUrl' in request && typeof request.originalUrl === 'string' ? originForm(request.originalUrl) : urlOf(request)
}

export function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string | undefined>> {
  if (isSingle(headers)) return headers
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]))
}

function below(base: string, url: string): string | undefined {
  if (!url.startsWith(base)) return undefined
  const rest = url.slice(base.length)
  if (rest.startsWith('/')) return rest
  return rest === '' || rest.startsWith('?') ? `/${rest}` : undefined
}

/** Requests to a proxy have an absolute URL. */
function originForm(url: string): string {
  return url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^(?!\/)/, '/')
}

/** Node joins repeated headers, but for this one, which no client sends on purpose. */
function isSingle(headers: IncomingHttpHeaders): headers is IncomingHttpHeaders & Record<string, string | undefined> {
  return headers['set-cookie'] === undefined
}
