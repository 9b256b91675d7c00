import { codeForStatus, STATUS_BY_CODE } from '../api-error.js'
import { type OperationId, routes } from '../generated/routes.js'
import type { Duration } from '../time/duration.js'
import type { Fault, FaultTarget, RateLimitFault } from './fault.js'
import { faultDuration } from './fault-duration.js'
import type { DropOptions, FailOptions, FaultOptions, FaultSettings, RateLimitOptions } from './fault-settings.js'
import { parseWhere } from './fault-where.js'
import { invalidOption } from './invalid-option.js'

type Kind = FaultSettings['kind']

const ANY = ['times', 'probability', 'where']

/** What each kind of fault may be told beside its operation and duration. */
const OPTIONS: Readonly<Record<Kind, readonly string[]>> = {
  fail: ['status', 'code', 'message', 'retryAfter', ...ANY],
  delay: ANY,
  drop: ['lost', ...ANY],
  malformed: ANY,
  slow: ANY,
  rateLimit: ['after', 'retryAfter'],
}

const RETRY_AFTER = 30
const WINDOW_SECONDS = 60
const OPERATIONS: ReadonlySet<string> = new Set(['*', ...routes.map(({ operationId }) => operationId)])

/**
 * The fault that is asked for, with its defaults.
 *
 * @param call - who asks, as errors name it: `faults.set`
 * @throws TypeError naming the field, its value and what would do
 */
export function parseFault(call: string, given: unknown): Fault {
  if (typeof given !== 'object' || given === null) {
    throw invalidOption(call, 'a fault', given, 'an object such as { kind: "fail", operation: "*" }')
  }
  const settings = given as FaultSettings // each field is looked at before it is taken for what it should be
  const { kind } = settings
  if (!Object.hasOwn(OPTIONS, kind)) throw invalidOption(call, 'kind', kind, `one of ${Object.keys(OPTIONS).join(', ')}`)
  requireKnown(call, settings, ['kind', ...placeOf(kind), ...OPTIONS[kind]])
  if (kind === 'rateLimit') return limitOf(call, settings)
  const { operation } = settings
  if (!OPERATIONS.has(operation)) throw invalidOption(call, 'operation', operation, `one of ${[...OPERATIONS].join(', ')}`)
  const aim = { operation, ...conditionsOf(call, settings) }
  if (kind === 'fail') return { kind, ...aim, ...failureOf(call, operation, settings) }
  if (kind === 'drop') return { kind, ...aim, lost: lostOf(call, settings) }
  if (kind === 'malformed') return { kind, ...aim }
  return { kind, ...aim, duration: durationOf(call, settings.duration) }
}

/** @throws TypeError for options that a kind of fault does not have */
export function requireOptions(call: string, kind: Kind, options: object): void {
  const known = OPTIONS[kind]
  if (typeof options !== 'object' || options === null) {
    throw invalidOption(call, 'options', options, `an object with ${known.join(', ')}`)
  }
  requireKnown(call, options, known)
}

function placeOf(kind: Kind): readonly string[] {
  if (kind === 'rateLimit') return []
  return kind === 'delay' || kind === 'slow' ? ['operation', 'duration'] : ['operation']
}

function requireKnown(call: string, options: object, known: readonly string[]): void {
  const strange = Object.keys(options).find((option) => !known.includes(option))
  if (strange !== undefined) throw new TypeError(`${call}: there is no option ${strange}; there are ${known.join(', ')}`)
}

function conditionsOf(call: string, { times, probability, where }: FaultOptions): Omit<FaultTarget, 'operation'> {
  if (times !== undefined && (!Number.isSafeInteger(times) || times < 1))
    throw invalidOption(call, 'times', times, 'a whole number, at least 1')
  if (probability !== undefined && !(typeof probability === 'number' && probability > 0 && probability <= 1)) {
    throw invalidOption(call, 'probability', probability, 'a number above 0 and up to 1')
  }
  return {
    ...(times !== undefined && { times }),
    ...(probability !== undefined && { probability }),
    ...(where !== undefined && { where: parseWhere(call, where) }),
  }
}

function failureOf(call: string, operation: OperationId | '*', options: FailOptions) {
  const { code, status = code === undefined ? 500 : STATUS_BY_CODE[code], message, retryAfter } = options
  if (code !== undefined && !Object.hasOwn(STATUS_BY_CODE, code)) {
    throw invalidOption(call, 'code', code, `one of ${Object.keys(STATUS_BY_CODE).join(', ')}`)
  }
  if (!Number.isInteger(status) || status < 400 || status > 599) {
    throw invalidOption(call, 'status', status, 'a whole number from 400 to 599')
  }
  requireSeconds(call, retryAfter)
  if (message !== undefined && typeof message !== 'string') throw invalidOption(call, 'message', message, 'text')
  const seconds = retryAfter ?? (status === 429 ? RETRY_AFTER : undefined)
  return {
    status,
    code: code ?? codeForStatus(status),
    message: message ?? `A fault that was set: ${operation} fails with ${status}`,
    ...(seconds !== undefined && { retryAfter: seconds }),
  }
}

function lostOf(call: string, { lost = 'request' }: DropOptions): 'request' | 'answer' {
  if (lost !== 'request' && lost !== 'answer') throw invalidOption(call, 'lost', lost, '"request" or "answer"')
  return lost
}

function durationOf(call: string, duration: Duration): number {
  const milliseconds = faultDuration(duration)
  if (milliseconds !== undefined) return milliseconds
  throw invalidOption(call, 'duration', duration, 'a duration up to ten minutes, such as 2000 (milliseconds), "2s" or { seconds: 2 }')
}

function limitOf(call: string, { after, retryAfter }: RateLimitOptions): RateLimitFault {
  if (!Number.isSafeInteger(after) || after < 0) throw invalidOption(call, 'after', after, 'a whole number of requests, at least 0')
  requireSeconds(call, retryAfter)
  return { kind: 'rateLimit', after, retryAfter: retryAfter ?? WINDOW_SECONDS }
}

function requireSeconds(call: string, retryAfter: number | undefined): void {
  if (retryAfter !== undefined && (!Number.isSafeInteger(retryAfter) || retryAfter < 1)) {
    throw invalidOption(call, 'retryAfter', retryAfter, 'a whole number of seconds, at least 1')
  }
}
