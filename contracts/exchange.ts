import { type OperationId, type Route, routes } from '../src/generated/routes.js'

/** A request that a rule has made, with its answer. Keys are not in it. */
export interface Exchange {
  readonly method: string
  /** Below the base URL, with the query. */
  readonly path: string
  /** Without `Authorization`. */
  readonly headers: Readonly<Record<string, string>>
  /** Which key it was sent with. */
  readonly key: 'valid' | 'invalid' | 'none'
  /** As it was sent. */
  readonly body?: string
  readonly operation?: OperationId
  readonly answer: Answer
  readonly milliseconds: number
}

/** A response as rules read it. */
export interface Answer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** Parsed; nothing where there is none, or it is not JSON. */
  readonly body: unknown
}

/** The operation of the document for a method and a path. */
export function operationAt(method: string, path: string): Route | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method
  const segments = (path.split('?')[0] ?? '').split('/')
  return routes.find((route) => {
    const expected = route.path.split('/')
    return (
      route.method === wanted &&
      expected.length === segments.length &&
      expected.every((segment, i) => segment === segments[i] || (segment.startsWith('{') && segments[i] !== ''))
    )
  })
}

/** Where a request went, without ids where the document has the place: `/conversations/{id}/close`. */
export function routeOf({ method, path }: Pick<Exchange, 'method' | 'path'>): string {
  return operationAt(method, path)?.path ?? path.split('?')[0] ?? path
}

/** A request as a curl command, with `$LINKTOR_API_KEY` instead of the key. */
export function curlOf(baseUrl: string, { method, path, headers, key, body }: Exchange): string {
  const parts = [method === 'GET' ? 'curl' : method === 'HEAD' ? 'curl -I' : `curl -X ${method}`, shellQuoted(baseUrl + path)]
  if (key !== 'none') parts.push(key === 'valid' ? '-H "Authorization: Bearer $LINKTOR_API_KEY"' : '-H "Authorization: Bearer invalid_key"')
  for (const [name, value] of Object.entries(headers)) parts.push('-H', shellQuoted(`${name}: ${value}`))
  if (body !== undefined) parts.push('-d', shellQuoted(body))
  return parts.join(' ')
}

/** Quotes a word of a POSIX shell. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
