import { type ApiError, invalid } from '../api-error.js'
import type { ApiRequest } from '../api-request.js'
import type { Duration } from '../time/duration.js'
import type { AppliedFault } from './fault.js'
import { faultDuration } from './fault-duration.js'
import { parseFault } from './parse-fault.js'

/** What a request asks to go wrong, by headers of the fake's own. */
export interface RequestedFault {
  /** The value of `X-Mock-Fault`. */
  readonly fault?: string
  /** The value of `X-Mock-Delay`. */
  readonly delay?: string
}

const FAULT = 'X-Mock-Fault'
const DELAY = 'X-Mock-Delay'
const FAILURE = ['status', 'code', 'retryAfter']
const LENGTH = FAULT.length // of both
const WANTED = '"status=503", "code=RATE_LIMIT_EXCEEDED; retryAfter=5", "drop", "drop=answer", "malformed" or "slow=2s"'
const DURATION_WANTED = 'a duration up to ten minutes, such as 500 (milliseconds) or 2s'

/** Looks at each header once, and by its length first: every request comes by here, and hardly one of them asks for anything. */
export function faultFromHeader({ headers }: ApiRequest): RequestedFault | undefined {
  let asked: RequestedFault | undefined
  for (const name in headers) {
    if (name.length !== LENGTH) continue
    const value = headers[name]
    const known = name.toLowerCase()
    if (value !== undefined && known === 'x-mock-fault') asked = { ...asked, fault: value }
    if (value !== undefined && known === 'x-mock-delay') asked = { ...asked, delay: value }
  }
  return asked
}

/** How long a request asks to wait, in milliseconds; nothing when it does not, or in a way that {@link requestedFault} refuses. */
export function requestedDelay({ delay }: RequestedFault): number | undefined {
  return delay === undefined ? undefined : faultDuration(durationOf(delay))
}

/**
 * What a request asks to come to grief by.
 *
 * @throws ApiError VALIDATION_ERROR naming the header, its value and what would do
 */
export function requestedFault({ fault, delay }: RequestedFault): AppliedFault | undefined {
  if (delay !== undefined && faultDuration(durationOf(delay)) === undefined) throw refused(DELAY, delay, DURATION_WANTED)
  return fault === undefined ? undefined : strikeOf(fault)
}

function strikeOf(text: string): AppliedFault {
  const settings = settingsOf(text)
  if (settings === undefined) throw refused(FAULT, text, `such as ${WANTED}`)
  try {
    return parseFault(FAULT, { ...settings, operation: '*' }) as AppliedFault // of those kinds alone settings are made
  } catch (error) {
    throw error instanceof TypeError ? invalid([{ field: FAULT, message: error.message }]) : error
  }
}

/** What the header says, as fields of a fault, whose values are still to be looked at; nothing when it says nothing of the kind. */
function settingsOf(text: string): object | undefined {
  const parts = text.split(';').map(partOf)
  const [{ name, value } = partOf(''), ...others] = parts
  if (others.length === 0 && name === 'malformed' && value === undefined) return { kind: 'malformed' }
  if (others.length === 0 && name === 'drop') return { kind: 'drop', lost: value }
  if (others.length === 0 && name === 'slow') return { kind: 'slow', duration: durationOf(value ?? '') }
  const fields = new Map(parts.map((part) => [part.name, part.value]))
  if (fields.size < parts.length || ![...fields.keys()].every((field) => FAILURE.includes(field))) return undefined
  return {
    kind: 'fail',
    status: numberOf(fields.get('status')),
    code: fields.get('code'),
    retryAfter: numberOf(fields.get('retryAfter')),
    message: `A fault that ${FAULT} asked for: ${text.trim()}`,
  }
}

function partOf(text: string): { readonly name: string; readonly value: string | undefined } {
  const [name = '', ...value] = text.split('=')
  return { name: name.trim(), value: value.length === 0 ? undefined : value.join('=').trim() }
}

/** Digits are a number; anything else stays text, to be refused as what it is. */
function numberOf(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text
}

function durationOf(text: string): Duration {
  return /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text.trim()
}

function refused(name: string, value: string, wanted: string): ApiError {
  return invalid([{ field: name, message: `${name} must be ${wanted}; got ${JSON.stringify(value)}` }])
}
