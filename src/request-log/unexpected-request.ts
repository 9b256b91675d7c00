import { splitPath } from '../api-request.js'
import type { RequestLogEntry } from './request-log-entry.js'

/** A call that the contract refuses: a mistake of the client's, whatever the state was. */
export interface UnexpectedRequest {
  /** The method and the path: `POST /conversations/conv_abc123/assign`. */
  readonly request: string
  readonly operation?: string
  readonly status: number
  /** What is wrong with it, one entry for each thing. */
  readonly reasons: readonly string[]
}

/** The codes of answers that no client gets that keeps to the contract; the others depend on the data. */
const MISUSE: ReadonlySet<string> = new Set(['VALIDATION_ERROR', 'AUTHENTICATION_REQUIRED', 'INVALID_API_KEY', 'RESOURCE_ALREADY_EXISTS'])

/** What of a request the contract refuses; nothing when it is as it should be, or a fault struck before that was found out. */
export function unexpectedRequest({
  method,
  path,
  status,
  notes,
}: Pick<RequestLogEntry, 'method' | 'path' | 'status' | 'notes'>): UnexpectedRequest | undefined {
  const { operationId: operation, errorCode, reasons: why = [], unknown, fault } = notes
  if (errorCode === undefined && unknown.length === 0) return undefined
  if (fault === 'fail' || errorCode === 'RATE_LIMIT_EXCEEDED') return undefined
  const refused = errorCode !== undefined && (MISUSE.has(errorCode) || operation === undefined)
  const told = refused ? why : []
  const strange = unknown.filter((name) => !told.some((reason) => reason.startsWith(`${name} is not known`)))
  const reasons = [...told, ...strange.map((name) => `${name} is not known to this operation, and ignored`)]
  if (reasons.length === 0) return undefined
  const called = `${method.toUpperCase()} ${splitPath(path)[0]}`
  return { request: called, ...(operation !== undefined && { operation }), status, reasons }
}
