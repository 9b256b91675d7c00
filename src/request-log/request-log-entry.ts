import type { ApiNotes, ApiRequest, ApiResponse } from '../api-request.js'

/** A logged request with its response, as they came: most entries are never read, and so not parsed. */
export interface RequestLogEntry {
  readonly id: number
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly headers: ApiRequest['headers']
  readonly body: ApiRequest['body']
  readonly status: number
  readonly responseHeaders: ApiResponse['headers']
  readonly responseBody: string
  readonly notes: ApiNotes
  /** Unix milliseconds of the mock's clock. */
  readonly at: number
  /** Milliseconds. */
  readonly duration: number
}
