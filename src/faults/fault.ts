import type { AppliedFaultKind } from './applied-fault-kind.js'
import type { FaultKind } from './fault-kind.js'
import { invalidOption } from './invalid-option.js'
import { delay } from './kinds/delay.js'
import { drop } from './kinds/drop.js'
import { fail } from './kinds/fail.js'
import { malformed } from './kinds/malformed.js'
import { rateLimit } from './kinds/rate-limit.js'
import { slow } from './kinds/slow.js'

/** Kinds of faults that are applied while a request is handled: at most one to each request. */
export const APPLIED_KINDS = { fail, drop, malformed, slow } satisfies Readonly<Record<AppliedFaultKind, { readonly apply: unknown }>>

/** Every kind of fault, one record each. */
export const FAULT_KINDS = { fail, delay, drop, malformed, slow, rateLimit } satisfies Readonly<Record<string, FaultKind<never, unknown>>>

type Kinds = typeof FAULT_KINDS
export type FaultKindName = keyof Kinds
type SettingsOf<Name extends FaultKindName> = Parameters<Kinds[Name]['parse']>[1]
type FaultOf<Name extends FaultKindName> = ReturnType<Kinds[Name]['parse']>

/** A fault as data, as `faults.set` takes it; `kind` is the name of the method that sets it, whose parameters are the fields. */
export type FaultSettings = { [Name in FaultKindName]: SettingsOf<Name> }[FaultKindName]

/** A fault with the defaults of omitted options; durations are milliseconds. */
export type Fault = { [Name in FaultKindName]: FaultOf<Name> }[FaultKindName]

/** A fault that is applied while a request is handled. */
export type AppliedFault = FaultOf<AppliedFaultKind>

/** A fault as `faults.all` lists it. */
export type ListedFault = Fault & {
  /** Handle for `faults.remove`: `fault_…`. */
  readonly id: string
}

/**
 * Parses the settings of a fault.
 *
 * @param call - the caller as errors name it: `faults.set`
 * @throws TypeError naming the field, its value and what is valid
 */
export function parseFault(call: string, settings: unknown): Fault {
  if (typeof settings !== 'object' || settings === null) {
    throw invalidOption(call, 'a fault', settings, 'an object such as { kind: "fail", operation: "*" }')
  }
  const name = 'kind' in settings ? settings.kind : undefined
  if (!isKindName(name)) throw invalidOption(call, 'kind', name, `one of ${Object.keys(FAULT_KINDS).join(', ')}`)
  const kind: FaultKind<never, Fault> = FAULT_KINDS[name]
  requireKnown(call, settings, ['kind', ...kind.settings])
  return kind.parse(call, settings as never) // each field is validated before it is used
}

/** @throws TypeError for options that a kind of fault does not have */
export function requireOptions(call: string, name: FaultKindName, options: object): void {
  const known = FAULT_KINDS[name].settings.filter((setting) => setting !== 'operation' && setting !== 'duration')
  if (typeof options !== 'object' || options === null) throw invalidOption(call, 'options', options, `an object with ${known.join(', ')}`)
  requireKnown(call, options, known)
}

function isKindName(name: unknown): name is FaultKindName {
  return typeof name === 'string' && Object.hasOwn(FAULT_KINDS, name)
}

function requireKnown(call: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((option) => !known.includes(option))
  if (unknown !== undefined) throw new TypeError(`${call}: there is no option ${unknown}; there are ${known.join(', ')}`)
}
