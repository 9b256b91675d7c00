import { type ApiRequest, header, MAX_BODY_BYTES, splitPath } from '../api-request.js'
import { asJson } from '../store/as-json.js'
import { isObject } from '../store/is-object.js'
import { sameValue } from '../store/where.js'
import { invalidOption } from './invalid-option.js'

/** Conditions on a request; all of them must hold. */
export interface FaultWhere {
  /** Query parameters with these values: `{ status: 'open', page: 2 }`. */
  readonly query?: Readonly<Record<string, string | number | boolean>>
  /** Fields of the JSON body: objects may have more fields, everything else must be equal, arrays as a whole. */
  readonly body?: Readonly<Record<string, unknown>>
  /** Headers with these values; names in any case. */
  readonly headers?: Readonly<Record<string, string>>
}

const PARTS = ['query', 'body', 'headers']

/**
 * Validates conditions, and returns a frozen copy.
 *
 * @throws TypeError naming the invalid part
 */
export function parseWhere(call: string, where: FaultWhere): FaultWhere {
  if (!isObject(where)) throw invalidOption(call, 'where', where, `an object with ${PARTS.join(', ')}`)
  const unknown = Object.keys(where).find((part) => !PARTS.includes(part))
  if (unknown !== undefined) throw new TypeError(`${call}: there is no where.${unknown}; there are ${PARTS.join(', ')}`)
  const { query, body, headers } = where
  if (query !== undefined && !(isObject(query) && Object.values(query).every(isPlain))) {
    throw invalidOption(call, 'where.query', query, 'an object of parameters, each text, a number, true or false')
  }
  if (headers !== undefined && !(isObject(headers) && Object.values(headers).every((value) => typeof value === 'string'))) {
    throw invalidOption(call, 'where.headers', headers, 'an object of headers, each text')
  }
  if (body !== undefined && !(isObject(body) && isJson(body))) throw invalidOption(call, 'where.body', body, 'an object of fields, as JSON')
  return asJson(where)
}

/** Returns a predicate over conditions for one request, whose body is parsed once and only when needed. */
export function requestMatcher(request: ApiRequest): (where: FaultWhere | undefined) => boolean {
  let parsed: { readonly body: unknown } | undefined
  return (where) => {
    if (where === undefined) return true
    const { query = {}, body, headers = {} } = where
    if (!Object.entries(headers).every(([name, value]) => header(request, name.toLowerCase()) === value)) return false
    const given = new URLSearchParams(splitPath(request.path)[1])
    if (!Object.entries(query).every(([name, value]) => given.getAll(name).includes(String(value)))) return false
    if (body === undefined) return true
    parsed ??= { body: parsedBody(request.body) }
    return includesFields(parsed.body, body)
  }
}

function includesFields(value: unknown, wanted: unknown): boolean {
  if (!isObject(wanted)) return sameValue(value, wanted)
  return (
    isObject(value) && Object.entries(wanted).every(([field, inner]) => Object.hasOwn(value, field) && includesFields(value[field], inner))
  )
}

/** `undefined` for invalid JSON, and for bodies over the size limit. */
function parsedBody(body: ApiRequest['body']): unknown {
  if (body === undefined || body === null || body.length > MAX_BODY_BYTES) return undefined
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body))
  } catch {
    return undefined
  }
}

function isJson(value: object): boolean {
  try {
    return sameValue(JSON.parse(JSON.stringify(value)), value)
  } catch {
    return false
  }
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)
}
