import type { IncomingMessage } from 'node:http'
import type { ApiNotes } from '../../api-request.js'
import { redactorOf } from './redact.js'
import { wholeUrlOf } from './request.js'

/** A request that was answered, safe to be shown: no key is in it, and no character that a terminal obeys. */
export interface LogEntry extends Omit<ApiNotes, 'reasons'> {
  readonly method: string
  /** With the query. */
  readonly path: string
  readonly status: number
  /** From the first byte of the request that was seen to the answer. */
  readonly milliseconds: number
  readonly requestId?: string
}

/** How a request was answered. */
export interface Answered extends ApiNotes {
  readonly status: number
  readonly requestId?: string | undefined
}

/** @param started - what `performance.now()` was when the request came */
export function logEntry(request: IncomingMessage, answered: Answered, started: number, secrets: readonly string[]): LogEntry {
  const redactor = redactorOf(request, secrets)
  const { requestId, unknown, reasons: _, ...rest } = answered // reasons quote the request, with whatever is in it
  return {
    method: request.method ?? 'GET',
    path: redactor.url(wholeUrlOf(request)),
    milliseconds: performance.now() - started,
    ...rest,
    ...(requestId !== undefined && { requestId: redactor.value(requestId) }),
    unknown: unknown.map((name) => (name.startsWith('?') ? `?${redactor.name(name.slice(1))}` : redactor.name(name))),
  }
}
