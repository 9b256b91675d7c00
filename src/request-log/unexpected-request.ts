import { splitPath } from '../api-request.js'
import type { RequestLogEntry } from './request-log-entry.js'

/** A call that violates the contract, whatever the data are. */
export interface UnexpectedRequest {
  /** Method and path: `POST /conversations/conv_abc123/assign`. */
  readonly request: string
  readonly operation?: string
  readonly status: number
  /** Reasons, one entry each. */
  readonly reasons: readonly string[]
}

/** Codes of errors that no client gets which follows the contract; the other codes depend on the data. */
const MISUSE: ReadonlySet<string> = new Set(['VALIDATION_ERROR', 'AUTHENTICATION_REQUIRED', 'INVALID_API_KEY', 'RESOURCE_ALREADY_EXISTS'])

/** Maximum number of ignored fields that are named. */
const MAX_IGNORED = 20

/** Violations of the contract by a request; `undefined` for none, or when a fault was applied before they were found. */
export function unexpectedRequest({
  method,
  path,
  status,
  notes,
}: Pick<RequestLogEntry, 'method' | 'path' | 'status' | 'notes'>): UnexpectedRequest | undefined {
  const { operationId: operation, errorCode, reasons: why = [], unknown, fault } = notes
  if (errorCode === undefined && unknown.length === 0) return undefined
  if (fault === 'fail' || errorCode === 'RATE_LIMIT_EXCEEDED') return undefined
  const rejected = errorCode !== undefined && (MISUSE.has(errorCode) || operation === undefined)
  const stated = rejected ? why : []
  const isStrict = stated.some((reason) => reason.includes(' is not known to this operation')) // they are among the reasons then
  const ignored = isStrict ? [] : unknown.slice(0, MAX_IGNORED).map((name) => `${name} is not known to this operation, and ignored`)
  const rest = isStrict ? 0 : unknown.length - ignored.length
  const reasons = [...stated, ...ignored, ...(rest > 0 ? [`and ${rest} more fields are not known`] : [])]
  if (reasons.length === 0) return undefined
  const called = `${method.toUpperCase()} ${splitPath(path)[0]}`
  return { request: called, ...(operation !== undefined && { operation }), status, reasons }
}
