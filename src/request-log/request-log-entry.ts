import type { ApiNotes, ApiRequest, ApiResponse } from '../api-request.js'

/**
 * A request as it is kept: by its parts as they came, for most are never looked at, and in an object that is written over with a later
 * one. Thousands a second are kept for a moment; were each a few objects anew, to carry them on would be most of what garbage collection
 * does: docs/decisions/0015-speed.md.
 */
export interface RequestLogEntry {
  id: number
  method: string
  path: string
  headers: ApiRequest['headers']
  body: ApiRequest['body']
  status: number
  responseHeaders: ApiResponse['headers']
  responseBody: string
  notes: ApiNotes
  /** Unix milliseconds of the mock's time. */
  at: number
  duration: number
}

/** A request that has been answered. */
interface Answered extends Pick<RequestLogEntry, 'id' | 'headers' | 'at' | 'duration'> {
  /** Its headers are those given beside it. */
  readonly request: ApiRequest
  readonly response: ApiResponse
}

/** Keeps a request: in the object of one that is kept no longer, where there is such a one. */
export function toLogEntry({ id, request, headers, response, at, duration }: Answered, kept = {} as RequestLogEntry): RequestLogEntry {
  kept.id = id
  kept.method = request.method
  kept.path = request.path
  kept.headers = headers
  kept.body = request.body
  kept.status = response.status
  kept.responseHeaders = response.headers
  kept.responseBody = response.body
  kept.notes = response.notes
  kept.at = at
  kept.duration = duration
  return kept
}
