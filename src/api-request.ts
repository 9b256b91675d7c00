import type { AppliedFaultKind } from './faults/applied-fault-kind.js'
import type { OperationId } from './generated/routes.js'

/** A request as every adapter hands it in, whatever its transport. */
export interface ApiRequest {
  readonly method: string
  /** Path below the base URL, with the query if there is one: `/conversations?status=open`. */
  readonly path: string
  /** Names in any case; repeated headers joined with `, `. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** Text, or the received bytes; more than `MAX_BODY_BYTES` are rejected with 413. */
  readonly body?: string | Uint8Array | null | undefined
  /** Reason why the adapter could not decode the body, which is rejected with 400. Adapters remove the `Content-Encoding` of decoded bodies. */
  readonly undecodable?: string | undefined
  /** The caller is on another machine: it may not register webhooks whose receiver is on this one. By default false. */
  readonly isRemote?: boolean
  /** `performance.now()` at arrival; the logged duration counts from there. By default the time of the call. */
  readonly receivedAt?: number
}

/** A response as every adapter sends it. */
export interface ApiResponse {
  /** HTTP status; 0 for no response at all, where a fault drops the connection. */
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** JSON, or empty; only the first half where a fault cuts it off. */
  readonly body: string
  /** A text in UTF-8, from the response cache: the bytes of `body` as long as that is this text. */
  readonly encoded?: { readonly text: string; readonly bytes: Uint8Array }
  /** Milliseconds over which a fault spreads the body; the head is sent at once. */
  readonly bodyMilliseconds?: number
  /** Facts for logs. */
  readonly notes: ApiNotes
  /**
   * The final response to a request that waits for a webhook delivery. Adapters send it in place of this one; its status is 0 when the
   * mock was reset meanwhile.
   */
  readonly later?: Promise<ApiResponse>
}

export interface ApiNotes {
  /** Operation of the spec that the request matched. */
  readonly operationId?: OperationId
  /** Code in the error envelope. */
  readonly errorCode?: string
  /** Reasons for rejecting the request, one entry each. */
  readonly reasons?: readonly string[]
  /** Parameters and fields that the spec does not define: `?limit`, `contact.nickname`. */
  readonly unknown: readonly string[]
  /** Kind of the fault that was applied, if one was; see `MockFaults`. */
  readonly fault?: AppliedFaultKind
}

/** Maximum size of a request body, in bytes. */
export const MAX_BODY_BYTES = 1024 * 1024

/** Value of a header. @param name - in lower case */
export function header(request: Pick<ApiRequest, 'headers'>, name: string): string | undefined {
  const { headers } = request
  const value = headers?.[name]
  if (value !== undefined) return value
  // The length is compared first: nearly every lookup is for a header that is absent.
  for (const written in headers) if (written.length === name.length && written.toLowerCase() === name) return headers[written]
  return undefined
}

/** Splits `path?query` into path and query, which is empty where there is none. */
export function splitPath(path: string): [path: string, query: string] {
  const mark = path.indexOf('?')
  return mark < 0 ? [path, ''] : [path.slice(0, mark), path.slice(mark + 1)]
}

/** Stands for a response that is never sent. */
export function noResponse(notes: ApiNotes): ApiResponse {
  return { status: 0, headers: {}, body: '', notes }
}

/** Maps a response, and its `later` response too; a status of 0 is left alone. */
export function mapResponse(response: ApiResponse, map: (response: ApiResponse) => ApiResponse): ApiResponse {
  const { later } = response
  if (later === undefined) return response.status === 0 ? response : map(response)
  return { ...map(response), later: later.then((final) => mapResponse(final, map)) }
}
