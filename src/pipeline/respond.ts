import { ApiError, type ErrorResponse, STATUS_BY_CODE } from '../api-error.js'
import { type ApiResponse, MAX_BODY_BYTES } from '../api-request.js'
import { BodyTooLarge, ENCODINGS, UnsupportedEncoding } from './body.js'
import { corsHeaders } from './cors-headers.js'
import type { Exchange } from './exchange.js'

type Headers = Readonly<Record<string, string>>

/** Responds with JSON, or without a body. */
export function respond(exchange: Exchange, status: number, json?: object, headers?: Headers): ApiResponse {
  const { isRequestIdGiven, requestId } = exchange
  return respondText(exchange, status, json && JSON.stringify(isRequestIdGiven ? withRequestId(json, requestId) : json), headers)
}

/**
 * Responds with JSON text, or without a body; a HEAD gets the length of the body in its place.
 *
 * @param encoded - the text in UTF-8, where the response cache has it
 */
export function respondText(
  exchange: Exchange,
  status: number,
  text: string | undefined,
  others?: Headers,
  encoded?: ApiResponse['encoded'],
): ApiResponse {
  const { request, method, session, requestId, notes, now } = exchange
  const { limit, remaining, reset } = exchange.rateLimit ?? session.rateLimiter.count('', now, 0)
  const headers: Record<string, string> = {
    'x-request-id': requestId,
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
    ...corsHeaders(request),
  }
  if (text !== undefined) headers['content-type'] = 'application/json; charset=utf-8'
  for (const name in others) headers[name] = others[name] as string
  if (text === undefined) return { status, headers, body: '', notes }
  if (method !== 'HEAD')
    return encoded === undefined ? { status, headers, body: text, notes } : { status, headers, body: text, notes, encoded }
  headers['content-length'] = String(new TextEncoder().encode(text).length)
  return { status, headers, body: '', notes }
}

/** Responds with the error envelope to an error that was thrown. */
export function respondError(exchange: Exchange, thrown: unknown): ApiResponse {
  return reject(exchange, errorResponseOf(thrown))
}

/** Responds with an error envelope. */
export function reject(exchange: Exchange, { status, error, headers }: ErrorResponse): ApiResponse {
  const reasons = error.details?.map(({ message }) => message) ?? [error.message]
  exchange.notes = { ...exchange.notes, errorCode: error.code, reasons }
  const others = status === 401 ? { 'www-authenticate': challengeFor(error.code), ...headers } : headers
  return respondText(exchange, status, JSON.stringify({ error, meta: { requestId: exchange.requestId } }), others)
}

/** Challenge of a 401 (RFC 9110, 11.6.1; RFC 6750, 3). */
export function challengeFor(code: ErrorResponse['error']['code']): string {
  return code === 'INVALID_API_KEY' ? 'Bearer realm="linktor", error="invalid_token"' : 'Bearer realm="linktor"'
}

/** An error as it is sent. Anything but an `ApiError` is a defect of the mock, which it logs and survives. */
export function errorResponseOf(thrown: unknown): ErrorResponse {
  if (thrown instanceof ApiError) {
    const { code, message, details } = thrown
    return { status: STATUS_BY_CODE[code], error: { code, message, ...(details.length > 0 && { details }) } }
  }
  if (thrown instanceof BodyTooLarge) {
    const message = `body may have ${MAX_BODY_BYTES} bytes (1 MiB) at most`
    return { status: 413, error: { code: 'VALIDATION_ERROR', message, details: [{ field: 'body', message }] } }
  }
  if (thrown instanceof UnsupportedEncoding) {
    const { message } = thrown
    const error = { code: 'VALIDATION_ERROR', message, details: [{ field: 'Content-Encoding', message }] } as const
    return { status: 415, error, headers: { 'accept-encoding': ENCODINGS } }
  }
  console.error('linktor-mock failed to handle a request:', thrown)
  return { status: 500, error: { code: 'INTERNAL_ERROR', message: 'linktor-mock failed to handle this request: this is a defect in it' } }
}

function withRequestId(json: { readonly meta?: object }, requestId: string): object {
  return { ...json, meta: { ...json.meta, requestId } }
}
