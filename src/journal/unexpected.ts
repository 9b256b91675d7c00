import type { RecordedRequest } from './recorded-request.js'

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
export function unexpected(recorded: RecordedRequest): UnexpectedRequest | undefined {
  const { operation, method, path, status, errorCode, unknown, fault } = recorded
  if (fault !== undefined || errorCode === 'RATE_LIMIT_EXCEEDED') return undefined
  const refused = errorCode !== undefined && (MISUSE.has(errorCode) || operation === undefined)
  const told = refused ? reasonsOf(recorded) : []
  const strange = unknown.filter((name) => !told.some((reason) => reason.startsWith(`${name} is not known`)))
  const reasons = [...told, ...strange.map((name) => `${name} is not known to this operation, and ignored`)]
  if (reasons.length === 0) return undefined
  return { request: `${method} ${path}`, ...(operation !== undefined && { operation }), status, reasons }
}

/** What the answer says of it: field by field, or as a whole. */
function reasonsOf({ response: { body } }: RecordedRequest): readonly string[] {
  const error = property(body, 'error')
  const details = property(error, 'details')
  const messages = Array.isArray(details) ? details.map((detail) => property(detail, 'message')) : [property(error, 'message')]
  return messages.filter((message) => typeof message === 'string')
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
