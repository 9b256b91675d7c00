import type { ApiRequest } from '../api-request.js'
import { splitPath } from '../api-request.js'
import type { AppliedFaultKind } from '../faults/applied-fault-kind.js'
import type { OperationId } from '../generated/routes.js'
import type { OperationRequest } from '../operations/operation.js'
import { type Timestamp, toTimestamp } from '../time/timestamp.js'
import type { RequestLogEntry } from './request-log-entry.js'
import { unexpectedRequest } from './unexpected-request.js'

/** A request that was made, and how it was answered. */
export interface RecordedRequest<Id extends OperationId = OperationId> {
  /** Grows with each request, and goes on growing over a reset. */
  readonly id: number
  /** The operation of the spec that was asked for, if any was. */
  readonly operation?: Id
  readonly method: string
  /** Below the base URL, without the query. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /**
   * Parsed, if it is JSON, or else its text; nothing when there is none. Typed as the operation wants it, which a request that is
   * refused need not have kept to.
   */
  readonly body: BodyOf<Id> | undefined
  /** Of the answer; 0 when there was none, for a fault has cut the connection. */
  readonly status: number
  readonly response: RecordedResponse
  /** The code in the error envelope. */
  readonly errorCode?: string
  /** Parameters and fields that the spec does not know: `?limit`, `contact.nickname`. */
  readonly unknown: readonly string[]
  /** Why the contract refuses it, one entry for each thing; empty where it does not. */
  readonly unexpected: readonly string[]
  /** The fault that struck, if one did, by its kind. A delay is no such one: it is told by `duration`. */
  readonly fault?: AppliedFaultKind
  /** The mock's time. */
  readonly at: Timestamp
  /** Milliseconds from its coming in to its answer, what a fault has it wait included, but not the time that a slow body takes. */
  readonly duration: number
}

export interface RecordedResponse {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Parsed, or the text of one that a fault has cut off; nothing when there is none. */
  readonly body: unknown
}

/** The body that an operation wants. */
type BodyOf<Id extends OperationId> = Id extends OperationId ? OperationRequest<Id>['body'] : never

export function toRecordedRequest(kept: RequestLogEntry): RecordedRequest {
  const { id, method, status, at, duration } = kept
  const { operationId, errorCode, unknown, fault } = kept.notes
  const [path, query] = splitPath(kept.path)
  return {
    id,
    ...(operationId !== undefined && { operation: operationId }),
    method: method.toUpperCase(),
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: lowerCase(kept.headers ?? {}),
    body: bodyOf(kept.body) as RecordedRequest['body'], // as the docstring says: typed, not checked
    status,
    response: { headers: { ...kept.responseHeaders }, body: bodyOf(kept.responseBody) },
    ...(errorCode !== undefined && { errorCode }),
    unknown: [...unknown],
    unexpected: unexpectedRequest(kept)?.reasons ?? [],
    ...(fault !== undefined && { fault }),
    at: toTimestamp(at),
    duration,
  }
}

function lowerCase(headers: NonNullable<ApiRequest['headers']>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name.toLowerCase(), value]])))
}

function bodyOf(body: ApiRequest['body']): unknown {
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body ?? new Uint8Array())
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
