import { codeForStatus, type ErrorCode, STATUS_BY_CODE } from '../../api-error.js'
import { type AppliedKind, always } from '../fault-kind.js'
import { type FaultOptions, type FaultTarget, parseTarget, TARGET_OPTIONS, type TargetSettings } from '../fault-target.js'
import { invalidOption, requireSeconds } from '../invalid-option.js'

export interface FailOptions extends FaultOptions {
  /** HTTP status from 400 to 599; by default that of the code, or 500. */
  readonly status?: number
  /** Error code; by default the one that goes with the status. */
  readonly code?: ErrorCode
  readonly message?: string
  /** `Retry-After` in seconds; by default 30 with a 429, else none. */
  readonly retryAfter?: number
}

/** An error response in place of handling the request. */
export interface FailFault extends FaultTarget {
  readonly kind: 'fail'
  readonly status: number
  readonly code: ErrorCode
  readonly message: string
  /** Seconds. */
  readonly retryAfter?: number
}

const DEFAULT_RETRY_AFTER = 30

export const fail: AppliedKind<TargetSettings<'fail'> & FailOptions, FailFault> = {
  settings: ['operation', 'status', 'code', 'message', 'retryAfter', ...TARGET_OPTIONS],
  parse(call, settings) {
    const target = parseTarget(call, settings)
    const { code, status = code === undefined ? 500 : STATUS_BY_CODE[code], message, retryAfter } = settings
    if (code !== undefined && !Object.hasOwn(STATUS_BY_CODE, code)) {
      throw invalidOption(call, 'code', code, `one of ${Object.keys(STATUS_BY_CODE).join(', ')}`)
    }
    if (!Number.isInteger(status) || status < 400 || status > 599) {
      throw invalidOption(call, 'status', status, 'a whole number from 400 to 599')
    }
    requireSeconds(call, retryAfter)
    if (message !== undefined && typeof message !== 'string') throw invalidOption(call, 'message', message, 'text')
    const seconds = retryAfter ?? (status === 429 ? DEFAULT_RETRY_AFTER : undefined)
    return {
      kind: 'fail',
      ...target,
      status,
      code: code ?? codeForStatus(status),
      message: message ?? `A fault that was set: ${target.operation} fails with ${status}`,
      ...(seconds !== undefined && { retryAfter: seconds }),
    }
  },
  applies: always,
  apply({ status, code, message, retryAfter }, { reject }) {
    if (retryAfter === undefined) return reject({ status, error: { code, message } })
    return reject({ status, error: { code, message, retryAfter }, headers: { 'retry-after': String(retryAfter) } })
  },
}
