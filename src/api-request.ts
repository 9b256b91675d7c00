import type { OperationId } from './generated/routes.js'

/** A request as every adapter hands it in, whatever its transport. */
export interface ApiRequest {
  readonly method: string
  /** Below the base URL, with the query if any: `/conversations?status=open`. */
  readonly path: string
  /** Names in any case; a header that came several times is joined with `, `. */
  readonly headers?: Readonly<Record<string, string | undefined>>
  /** As text, or as the bytes that came: at most `MAX_BODY_BYTES` of them are looked at. */
  readonly body?: string | Uint8Array | null | undefined
  /** When it came in, as `performance.now()` told it, where that is a while ago: how long it took is counted from there. */
  readonly receivedAt?: number
}

/** An answer as every adapter sends it out. */
export interface ApiResponse {
  /** 0 when there is no answer at all: a fault has cut the connection. */
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** JSON, or nothing; a part of it where a fault has cut it off. */
  readonly body: string
  /**
   * What is at hand of the answer to a read: the path of the request, the text, and its bytes in UTF-8, which are those of the body if the
   * body is still that text.
   */
  readonly ready?: { readonly path: string; readonly text: string; readonly bytes: Uint8Array }
  /** How long a fault lets the body take, in milliseconds: whoever sends it sends the head at once, and the body in pieces over that time. */
  readonly bodyMilliseconds?: number
  /** What a log wants to know besides. */
  readonly notes: ApiNotes
  /**
   * The answer to a request that has something sent to a webhook, once that is done. Whoever can wait sends this one instead; it is
   * status 0, no answer, when the mock was reset meanwhile.
   */
  readonly later?: Promise<ApiResponse>
}

export interface ApiNotes {
  /** The operation of the spec that was asked for, if any was. */
  readonly operationId?: OperationId
  /** The code in the error envelope. */
  readonly errorCode?: string
  /** What is wrong with a request that is refused, one entry for each thing. */
  readonly reasons?: readonly string[]
  /** Parameters and fields of the request that the spec does not know: `?limit`, `contact.nickname`. */
  readonly unknown: readonly string[]
  /** The fault that struck, if one did; see `MockFaults`. */
  readonly fault?: 'fail' | 'drop' | 'malformed' | 'slow'
}

/** A body may have this many bytes; a larger one is refused with 413. */
export const MAX_BODY_BYTES = 1024 * 1024

/** The value of a header by its name in lower case. */
export function header(request: ApiRequest, name: string): string | undefined {
  const { headers } = request
  const value = headers?.[name]
  if (value !== undefined) return value
  // By its length first: most headers that are asked for are not there, and looking for one should cost nothing.
  for (const written in headers) if (written.length === name.length && written.toLowerCase() === name) return headers[written]
  return undefined
}

/** Splits `path?query` into path and query, which is empty where there is none. */
export function splitPath(path: string): [path: string, query: string] {
  const mark = path.indexOf('?')
  return mark < 0 ? [path, ''] : [path.slice(0, mark), path.slice(mark + 1)]
}
