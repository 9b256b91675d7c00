import type { IncomingMessage } from 'node:http'
import type { ApiNotes } from '../../api-request.js'
import { redactorOf } from './redact.js'
import { originalUrlOf } from './request.js'

/** A request with its response, safe to print: without keys and control characters. */
export interface LogEntry extends Omit<ApiNotes, 'reasons'> {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly status: number
  /** Milliseconds from the arrival of the request to its response. */
  readonly milliseconds: number
  readonly requestId?: string
}

/** Facts of a response for the log. */
export interface LoggedResponse extends ApiNotes {
  readonly status: number
  readonly requestId?: string | undefined
}

/** @param started - `performance.now()` at the arrival of the request */
export function logEntry(request: IncomingMessage, response: LoggedResponse, started: number, secrets: readonly string[]): LogEntry {
  const redactor = redactorOf(request, secrets)
  const { requestId, unknown, reasons: _, ...rest } = response // reasons quote the request, with everything in it
  return {
    method: request.method ?? 'GET',
    path: redactor.url(originalUrlOf(request)),
    milliseconds: performance.now() - started,
    ...rest,
    ...(requestId !== undefined && { requestId: redactor.value(requestId) }),
    unknown: unknown.map((name) => (name.startsWith('?') ? `?${redactor.name(name.slice(1))}` : redactor.name(name))),
  }
}
