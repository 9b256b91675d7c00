import { type Answer, type Exchange, routeOf } from './exchange.js'

/** A call that a rule depends on did not succeed. */
export class CallFailed extends Error {
  /** For the diff of the report. */
  readonly expected: string
  readonly actual: string

  constructor(expected: readonly number[], exchange: Exchange) {
    const { status, text } = exchange.answer
    const wanted = expected.join(' or ')
    super(`${exchange.method} ${routeOf(exchange)} was answered ${status}, not ${wanted}${text === '' ? '' : `: ${shortened(text)}`}`)
    this.expected = wanted
    this.actual = String(status)
  }
}

/** A successful response does not have the documented shape, so that it cannot be checked. */
export class IncompleteAnswer extends Error {
  constructor(missing: string, exchange: Exchange) {
    const { status, body } = exchange.answer
    super(`${exchange.method} ${routeOf(exchange)} was answered ${status} without ${missing}; it has ${shapeOf(body)}`)
  }
}

/**
 * The first of these paths that a body does not have, or `undefined`. `data[]` is a list.
 *
 * @example missingFrom({ data: [] }, ['data[]', 'meta.pagination']) // 'meta.pagination'
 */
export function missingFrom(body: Answer['body'], paths: readonly string[]): string | undefined {
  return paths.find((path) => {
    let value = body
    for (const name of path.replace('[]', '').split('.')) value = isObject(value) ? Reflect.get(value, name) : undefined
    return path.endsWith('[]') ? !Array.isArray(value) : !isObject(value) || Array.isArray(value)
  })
}

/** The names of the fields, with those inside `data` and `meta`: `success, data.conversations, data.total`. */
function shapeOf(body: unknown): string {
  if (!isObject(body)) return body === undefined ? 'no JSON' : JSON.stringify(body)
  if (Array.isArray(body)) return 'a list, without an envelope'
  const names = Object.entries(body).flatMap(([name, value]) => {
    if (Array.isArray(value)) return [`${name}[]`]
    return isObject(value) && Object.keys(value).length > 0 ? Object.keys(value).map((inner) => `${name}.${inner}`) : [name]
  })
  return names.length === 0 ? 'nothing in it' : shortened(names.join(', '))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 200 ? `${line.slice(0, 200)} …` : line
}
