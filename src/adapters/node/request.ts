import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

/**
 * A base path as it begins the paths below it: `/v1`, or nothing for the root.
 *
 * @throws TypeError when it is no path
 */
export function toBasePath(basePath: string): string {
  const trimmed = basePath.replace(/\/+$/, '')
  if (trimmed === '' || /^(\/(?!\.\.?(\/|$))[\w.~-]+)+$/.test(trimmed)) return trimmed
  throw new TypeError(`basePath: ${JSON.stringify(basePath)} must be a path such as "/v1"`)
}

/** The path with query below the base path; nothing for a request outside it. */
export function pathUnder(base: string, request: IncomingMessage): string | undefined {
  const path = below(base, urlOf(request))
  // Mounted under the base path, Express and Connect take that off the url, and keep the whole one beside it.
  return path === undefined && 'originalUrl' in request ? below(base, wholeUrlOf(request)) : path
}

/** The url of a request, from its path on, as far as the listener is concerned. */
export function urlOf(request: IncomingMessage): string {
  return originForm(request.url ?? '/')
}

/** The url of a request, from its path on, as the client sent it. */
export function wholeUrlOf(request: IncomingMessage): string {
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

/** What is sent to a proxy has the whole address in it. */
function originForm(url: string): string {
  return url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/^(?!\/)/, '/')
}

/** Node joins headers that come several times, but for this one, which no client sends on purpose. */
function isSingle(headers: IncomingHttpHeaders): headers is IncomingHttpHeaders & Record<string, string | undefined> {
  return headers['set-cookie'] === undefined
}
