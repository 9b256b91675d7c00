import type { OperationId } from '../../src/index.js'
import { pass, type Twist } from './call.js'
import type { Sending } from './sending.js'

/** A server with a fault that the contract must catch. */
export interface Mutant {
  /** The fault: `a filter by status is ignored`. */
  readonly name: string
  /** The operation with the fault; `undefined` if every operation has it. */
  readonly operation: OperationId | undefined
  readonly twist: Twist
  /** The fault is in the deliveries to webhooks. */
  readonly sending?: Sending
}

/**
 * Faults of one operation, by name.
 *
 * @example faultsOf('listConversations', { 'a filter by status is ignored': ignoring('status') })
 */
export function faultsOf(operation: OperationId | undefined, twists: Readonly<Record<string, Twist>>): readonly Mutant[] {
  return Object.entries(twists).map(([name, twist]) => ({ name, operation, twist }))
}

/**
 * Faults of the deliveries to webhooks, by name.
 *
 * @example faultsInSending({ 'it is sent by PUT': (sent, send) => send({ ...sent, method: 'PUT' }) })
 */
export function faultsInSending(sendings: Readonly<Record<string, Sending>>): readonly Mutant[] {
  return Object.entries(sendings).map(([name, sending]) => ({ name, operation: 'createWebhook', twist: pass, sending }))
}

/** One fault for each of several values. */
export function each<T extends string>(
  values: readonly T[],
  name: (value: T) => string,
  twist: (value: T) => Twist,
): Readonly<Record<string, Twist>> {
  return Object.fromEntries(values.map((value) => [name(value), twist(value)]))
}
