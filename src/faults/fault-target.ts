import { type OperationId, routes } from '../generated/routes.js'
import { type FaultWhere, parseWhere } from './fault-where.js'
import { invalidOption } from './invalid-option.js'

/** Options of every fault that targets requests. */
export interface FaultOptions {
  /** Number of requests it applies to; by default all, until it is removed. */
  readonly times?: number
  /** Probability that it applies to a request, above 0 and up to 1; by default 1. Drawn from the mock's seed. */
  readonly probability?: number
  /** Conditions on the request; by default none. */
  readonly where?: FaultWhere
}

/** Requests that a fault applies to. */
export interface FaultTarget extends FaultOptions {
  readonly operation: OperationId | '*'
}

/** Settings of a kind of fault that targets requests. */
export interface TargetSettings<Kind extends string> {
  readonly kind: Kind
  readonly operation: OperationId | '*'
}

export const TARGET_OPTIONS = ['times', 'probability', 'where'] as const
const OPERATIONS: ReadonlySet<string> = new Set(['*', ...routes.map(({ operationId }) => operationId)])

/** @throws TypeError naming the field, its value and what is valid */
export function parseTarget(call: string, settings: FaultTarget): FaultTarget {
  const { operation, times, probability, where } = settings
  if (!OPERATIONS.has(operation)) throw invalidOption(call, 'operation', operation, `one of ${[...OPERATIONS].join(', ')}`)
  if (times !== undefined && (!Number.isSafeInteger(times) || times < 1)) {
    throw invalidOption(call, 'times', times, 'a whole number, at least 1')
  }
  if (probability !== undefined && !(typeof probability === 'number' && probability > 0 && probability <= 1)) {
    throw invalidOption(call, 'probability', probability, 'a number above 0 and up to 1')
  }
  return {
    operation,
    ...(times !== undefined && { times }),
    ...(probability !== undefined && { probability }),
    ...(where !== undefined && { where: parseWhere(call, where) }),
  }
}
