import type { QueryParameter, Route } from '../generated/routes.js'
import type { Problem } from '../store/violations.js'

export type QueryValue = string | number | boolean

/** A query as its operation wants it, and what of it the spec does not know. */
export interface QueryParameters {
  readonly values: Readonly<Record<string, QueryValue>>
  readonly unknown: readonly string[]
  /** Parameters that are given more than once. */
  readonly problems: readonly Problem[]
}

/**
 * Reads a query: gives each parameter the type that the spec says, and its default where it is left out. What cannot be read as its
 * type stays text, for the validator to refuse.
 */
export function parseQueryParameters(route: Pick<Route, 'query'>, text: string): QueryParameters {
  if (text === '' && Object.keys(route.query).length === 0) return NOTHING
  const values: Record<string, QueryValue> = {}
  for (const name in route.query) {
    const fallback = route.query[name]?.default
    if (fallback !== undefined) values[name] = fallback
  }
  if (text === '') return { values, unknown: [], problems: [] }

  const unknown: string[] = []
  const problems: Problem[] = []
  const given = new URLSearchParams(text)
  for (const name of new Set(given.keys())) {
    const parameter = Object.hasOwn(route.query, name) ? route.query[name] : undefined
    const [value = '', ...others] = given.getAll(name)
    if (parameter === undefined) {
      unknown.push(`?${name}`)
    } else if (others.length > 0) {
      problems.push({ field: name, message: `${name} must be given once; got it ${others.length + 1} times` })
    } else {
      values[name] = read(parameter, value)
    }
  }
  return { values, unknown, problems }
}

const NOTHING: QueryParameters = { values: {}, unknown: [], problems: [] }

function read({ type }: QueryParameter, text: string): QueryValue {
  if (type === 'integer' && /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text)
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}
