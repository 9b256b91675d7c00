import type { ApiRequest } from '../api-request.js'
import { splitPath } from '../api-request.js'
import type { AppliedFaultKind } from '../faults/applied-fault-kind.js'
import type { OperationId } from '../generated/routes.js'
import type { OperationRequest } from '../operations/operation.js'
import { type Timestamp, toTimestamp } from '../time/timestamp.js'
import type { RequestLogEntry } from './request-log-entry.js'
import { unexpectedRequest } from './unexpected-request.js'

/** A request and its response. */
export interface RecordedRequest<Id extends OperationId = OperationId> {
  /** Grows with each request, also over a reset. */
  readonly id: number
  /** Operation of the spec that the request matched. */
  readonly operation?: Id
  readonly method: string
  /** Path below the base URL, without the query. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /**
   * Parsed JSON, or the text of an invalid body; absent without a body. Typed as the operation requires, which a rejected request may not
   * follow.
   */
  readonly body: BodyOf<Id> | undefined
  /** Status of the response; 0 when a fault dropped the connection. */
  readonly status: number
  readonly response: RecordedResponse
  /** Code in the error envelope. */
  readonly errorCode?: string
  /** Parameters and fields that the spec does not define: `?limit`, `contact.nickname`. */
  readonly unknown: readonly string[]
  /** Violations of the contract, one entry each. */
  readonly unexpected: readonly string[]
  /** Kind of the fault that was applied. A delay is not one: it shows in `duration`. */
  readonly fault?: AppliedFaultKind
  /** Time of the mock's clock. */
  readonly at: Timestamp
  /** Milliseconds from arrival to response, including a delay by a fault, without the time of a slow body. */
  readonly duration: number
}

export interface RecordedResponse {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Parsed JSON, or the text of a body that a fault has cut off; absent without a body. */
  readonly body: unknown
}

/** Body type of an operation. */
type BodyOf<Id extends OperationId> = Id extends OperationId ? OperationRequest<Id>['body'] : never

export function toRecordedRequest(entry: RequestLogEntry): RecordedRequest {
  const { id, method, status, at, duration } = entry
  const { operationId, errorCode, unknown, fault } = entry.notes
  const [path, query] = splitPath(entry.path)
  return {
    id,
    ...(operationId !== undefined && { operation: operationId }),
    method: method.toUpperCase(),
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: lowerCase(entry.headers ?? {}),
    body: bodyOf(entry.body) as RecordedRequest['body'], // as the docstring says: typed, not checked
    status,
    response: { headers: { ...entry.responseHeaders }, body: bodyOf(entry.responseBody) },
    ...(errorCode !== undefined && { errorCode }),
    unknown: [...unknown],
    unexpected: unexpectedRequest(entry)?.reasons ?? [],
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
