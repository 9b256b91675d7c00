import { type ApiError, invalid } from '../api-error.js'
import type { ApiRequest } from '../api-request.js'
import type { Duration } from '../time/duration.js'
import { type AppliedFault, parseFault } from './fault.js'
import { faultDuration } from './fault-duration.js'

/** The fault headers of a request, unparsed. */
export interface RequestedFault {
  /** Value of `X-Mock-Fault`. */
  readonly fault?: string
  /** Value of `X-Mock-Delay`. */
  readonly delay?: string
}

const FAULT = 'X-Mock-Fault'
const DELAY = 'X-Mock-Delay'
const HEADER_LENGTH = FAULT.length // of both
const FAIL_FIELDS = ['status', 'code', 'retryAfter']
const VALID_FAULTS = '"status=503", "code=RATE_LIMIT_EXCEEDED; retryAfter=5", "drop", "drop=answer", "malformed" or "slow=2s"'
const VALID_DELAYS = 'a duration up to ten minutes, such as 500 (milliseconds) or 2s'

/** Reads the fault headers; compares lengths first, as every request passes here and hardly one has them. */
export function faultFromHeader({ headers }: ApiRequest): RequestedFault | undefined {
  let requested: RequestedFault | undefined
  for (const name in headers) {
    if (name.length !== HEADER_LENGTH) continue
    const value = headers[name]
    const lowerCase = name.toLowerCase()
    if (value !== undefined && lowerCase === 'x-mock-fault') requested = { ...requested, fault: value }
    if (value !== undefined && lowerCase === 'x-mock-delay') requested = { ...requested, delay: value }
  }
  return requested
}

/** Delay that a request asks for, in milliseconds; `undefined` for none, or an invalid one, which {@link parseRequestedFault} rejects. */
export function requestedDelay({ delay }: RequestedFault): number | undefined {
  return delay === undefined ? undefined : faultDuration(durationOf(delay))
}

/**
 * Parses the fault that a request asks for.
 *
 * @throws ApiError VALIDATION_ERROR naming the header, its value and what is valid
 */
export function parseRequestedFault({ fault, delay }: RequestedFault): AppliedFault | undefined {
  if (delay !== undefined && faultDuration(durationOf(delay)) === undefined) throw invalidHeader(DELAY, delay, VALID_DELAYS)
  if (fault === undefined) return undefined
  const settings = settingsOf(fault)
  if (settings === undefined) throw invalidHeader(FAULT, fault, `such as ${VALID_FAULTS}`)
  try {
    return parseFault(FAULT, { ...settings, operation: '*' }) as AppliedFault // settingsOf returns these kinds only
  } catch (error) {
    throw error instanceof TypeError ? invalid([{ field: FAULT, message: error.message }]) : error
  }
}

/** The header as settings of a fault, not validated; `undefined` when it names no fault. */
function settingsOf(text: string): object | undefined {
  const parts = text.split(';').map(partOf)
  const [{ name, value } = partOf(''), ...others] = parts
  if (others.length === 0 && name === 'malformed' && value === undefined) return { kind: 'malformed' }
  if (others.length === 0 && name === 'drop') return { kind: 'drop', lost: value }
  if (others.length === 0 && name === 'slow') return { kind: 'slow', duration: durationOf(value ?? '') }
  const fields = new Map(parts.map((part) => [part.name, part.value]))
  if (fields.size < parts.length || ![...fields.keys()].every((field) => FAIL_FIELDS.includes(field))) return undefined
  return {
    kind: 'fail',
    status: numberOf(fields.get('status')),
    code: fields.get('code'),
    retryAfter: numberOf(fields.get('retryAfter')),
    message: `Fault requested by ${FAULT}: ${text.trim()}`,
  }
}

function partOf(text: string): { readonly name: string; readonly value: string | undefined } {
  const [name = '', ...value] = text.split('=')
  return { name: name.trim(), value: value.length === 0 ? undefined : value.join('=').trim() }
}

/** Digits become a number; anything else stays text, and is rejected as such. */
function numberOf(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text
}

function durationOf(text: string): Duration {
  return /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text.trim()
}

function invalidHeader(name: string, value: string, valid: string): ApiError {
  return invalid([{ field: name, message: `${name} must be ${valid}; got ${JSON.stringify(value)}` }])
}
