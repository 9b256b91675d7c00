import { ApiError, invalid } from '../api-error.js'
import { type ApiRequest, header, MAX_BODY_BYTES } from '../api-request.js'
import type { Fields, Route } from '../generated/routes.js'
import { isObject } from '../store/is-object.js'

/** The body of a request is over the size limit. */
export class BodyTooLarge extends Error {}

/** The body of a request is in a content coding that cannot be decoded. */
export class UnsupportedEncoding extends Error {}

/** Content codings that the adapters decode. */
export const ENCODINGS = 'gzip, deflate, br'

const MAX_DEPTH = 64
const UTF_8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Parses the JSON object of a request, if it has one and its operation takes one.
 *
 * @throws ApiError VALIDATION_ERROR when it is no JSON object
 * @throws BodyTooLarge
 * @throws UnsupportedEncoding
 */
export function parseBody(route: Route, request: ApiRequest): Readonly<Record<string, unknown>> | undefined {
  if (sizeOf(request.body) > MAX_BODY_BYTES) throw new BodyTooLarge()
  if (route.body === undefined) return undefined
  requireDecoded(request)
  const text = textOf(request.body)
  if (text.trim() === '') return undefined
  const value = parseJson(text)
  if (!isObject(value)) throw invalid([{ field: 'body', message: `body must be a JSON object; got ${kindOf(value)}` }])
  requirePlainValues(value)
  return value
}

/** Paths of the fields that the spec does not define. */
export function unknownFields(fields: Fields, body: Readonly<Record<string, unknown>>, prefix = ''): string[] {
  const unknown: string[] = []
  for (const name of Object.keys(body)) {
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined
    const value = body[name]
    if (known === undefined) unknown.push(prefix + name)
    else if (known !== true && isObject(value)) for (const field of unknownFields(known, value, `${prefix}${name}.`)) unknown.push(field)
  }
  return unknown
}

function requireDecoded(request: ApiRequest): void {
  const { undecodable } = request
  if (undecodable !== undefined) throw invalid([{ field: 'body', message: undecodable }])
  const encoding = header(request, 'content-encoding')?.trim() ?? ''
  if (!request.body?.length || /^(identity)?$/i.test(encoding)) return
  throw new UnsupportedEncoding(`Content-Encoding must be one of ${ENCODINGS}, or absent; got ${JSON.stringify(encoding.slice(0, 80))}`)
}

/** Size in bytes, exact above a third of the limit. */
function sizeOf(body: ApiRequest['body']): number {
  if (typeof body !== 'string') return body?.length ?? 0
  return body.length > MAX_BODY_BYTES / 3 ? new TextEncoder().encode(body).length : body.length
}

function textOf(body: ApiRequest['body']): string {
  if (typeof body === 'string' || body === undefined || body === null) return body ?? ''
  try {
    return UTF_8.decode(body)
  } catch {
    throw invalid([{ field: 'body', message: 'body must be text in UTF-8' }])
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ApiError('VALIDATION_ERROR', 'Malformed JSON in the body', [
      { field: 'body', message: `body must be JSON: ${error instanceof Error ? error.message : String(error)}` },
    ])
  }
}

/**
 * Rejects values that JSON text can express and a response could not: nesting that exhausts the stack, numbers that become infinite.
 *
 * @throws ApiError VALIDATION_ERROR
 */
function requirePlainValues(body: object, depth = 1): void {
  for (const value of Object.values(body)) {
    if (depth === MAX_DEPTH) throw invalid([{ field: 'body', message: `body may be nested ${MAX_DEPTH} levels deep at most` }])
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
      throw invalid([{ field: 'body', message: 'body holds a number that is too large: numbers go to about 1.8e308' }])
    }
    if (typeof value === 'object' && value !== null) requirePlainValues(value, depth + 1)
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`
}
