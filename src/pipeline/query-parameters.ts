import type { QueryParameter, Route } from '../generated/routes.js'
import type { Problem } from '../store/violations.js'

export type QueryValue = string | number | boolean

/** A parsed query: typed values, and parameters that the spec does not define. */
export interface QueryParameters {
  readonly values: Readonly<Record<string, QueryValue>>
  readonly unknown: readonly string[]
  /** Problems of repeated parameters. */
  readonly problems: readonly Problem[]
}

/**
 * Parses a query: gives each parameter the type and the default of the spec. A value that does not parse stays text, for the validator to
 * reject.
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
  const given = new Map<string, { value: string; times: number }>()
  for (const [name, value] of new URLSearchParams(text)) given.set(name, { value, times: (given.get(name)?.times ?? 0) + 1 })
  for (const [name, { value, times }] of given) {
    const parameter = Object.hasOwn(route.query, name) ? route.query[name] : undefined
    if (parameter === undefined) {
      unknown.push(`?${name}`)
    } else if (times > 1) {
      problems.push({ field: name, message: `${name} must be given once; got it ${times} times` })
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
