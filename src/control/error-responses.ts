import { randomUUID } from 'node:crypto'
import type { ErrorRequestHandler, RequestHandler, Response } from 'express'
import { ApiError, codeForStatus, type ErrorResponse, invalid } from '../api-error.js'
import { challengeFor, errorResponseOf } from '../pipeline/respond.js'

const TOKEN_CHALLENGE = 'X-Mock-Token realm="linktor-mock control plane"'

/** Responds to errors with the envelope of the API, without CORS headers. */
export const failed: ErrorRequestHandler = (error: unknown, request, response: Response, next) => {
  if (response.headersSent) return next(error)
  if (!request.complete) response.set('connection', 'close') // the rest of its body is nothing to wait for
  const { status, error: body, headers = {} } = controlErrorOf(error)
  if (status === 401) response.set('www-authenticate', body.code === 'INVALID_API_KEY' ? challengeFor(body.code) : TOKEN_CHALLENGE)
  response
    .status(status)
    .set(headers)
    .json({ error: body, meta: { requestId: `req_${randomUUID()}` } })
}

export const unknownCall: RequestHandler = ({ originalUrl }) => {
  throw missing(`${originalUrl.split('?')[0]}: GET /_mock lists the calls`)
}

/** Rejects other methods of an existing path with 405. */
export function wrongMethod(path: string, methods: readonly string[]): RequestHandler {
  const allow = methods.join(', ')
  return ({ method }, response) => {
    response.set('allow', allow)
    throw new HttpError(405, `/_mock${path === '/' ? '' : path} does not take ${method}; it takes ${allow}`)
  }
}

/** A 404. */
export function missing(what: string): ApiError {
  return new ApiError('RESOURCE_NOT_FOUND', `There is no ${what}`)
}

/**
 * Runs an action on the mock. A TypeError becomes a VALIDATION_ERROR; any other failure, such as a full disk, is not the
 * client's and passes through.
 *
 * @param field - the field in the error, unless the message names one
 */
export function withValidationErrors<T>(field: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw error instanceof TypeError ? validationErrorFrom(field, error) : error
  }
}

/**
 * The VALIDATION_ERROR for an error that the request caused; any other error is returned as it is.
 *
 * @param field - the field in the error, unless the message names one
 */
export function validationErrorFrom(field: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ApiError || error instanceof RangeError) return error
  const message = error.message.replace(/^(\w+\.)+\w+: /, '')
  const [named = field] = /^[\w.]+(?= (must|is|may|goes|names) )/.exec(message) ?? []
  return invalid([{ field: named, message: message.startsWith(named) ? message : `${named} will not do: ${message}` }])
}

/** An error with an HTTP status, as Express and its parsers throw them. */
class HttpError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

function controlErrorOf(error: unknown): ErrorResponse {
  if (error instanceof RangeError && /call stack/.test(error.message)) return controlErrorOf(tooDeep())
  const status = error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500
  if (!(error instanceof Error) || status >= 500) return errorResponseOf(error)
  const wrong = wrongBody(error)
  const details = wrong === undefined ? {} : { details: [{ field: 'body', message: wrong }] }
  return { status, error: { code: codeForStatus(status), message: wrong ?? error.message, ...details } }
}

/** Reason why a body could not be read, in the words of the API. */
function wrongBody(error: Error): string | undefined {
  if (!('type' in error)) return undefined
  if (error.type === 'entity.parse.failed') return `body must be JSON: ${error.message}`
  if (error.type === 'entity.too.large' && 'limit' in error) return `body may have ${error.limit} bytes at most`
  return `body cannot be read: ${error.message}`
}

function tooDeep(): ApiError {
  return invalid([{ field: 'body', message: 'body is nested too deep' }])
}
