import type { components } from '../generated/world.js'
import { worldValidators } from '../generated/world-validator.js'
import { isObject } from '../store/is-object.js'
import type { Timestamp } from '../store/records.js'
import { type Known, problem } from '../store/rules.js'
import type { Store } from '../store/store.js'
import { describe, type Problem } from '../store/violations.js'

/** Maximum nesting, as in the API. */
const MAX_DEPTH = 64

type Schemas = components['schemas']
type RecordName = Exclude<keyof Schemas & `${string}Record`, 'OrganizationRecord'>

/** Access of the collections to the data, once all due work has run. */
export interface Access {
  readonly store: () => Store
  readonly now: () => Timestamp
  /** Called after each write, to commit it. */
  readonly written: () => void
}

/**
 * Validates a record against its schema and the rules; returns a copy.
 *
 * @throws TypeError naming each invalid field
 */
export function validated<Name extends RecordName>(
  name: Name,
  call: string,
  record: unknown,
  rules: (record: Schemas[Name]) => readonly Problem[] = () => [],
): Schemas[Name] {
  const copy = copyOf(record, '', call) // what the caller holds stays the caller's
  if (!fits(name, copy)) throw invalidRecord(call, describe(worldValidators[name].errors ?? [], copy, 'the record'))
  const problems = rules(copy)
  if (problems.length > 0) throw invalidRecord(call, problems)
  return copy
}

/**
 * Checks that the fields of a call are an object; their values are validated later.
 *
 * @throws TypeError
 */
export function requireFields(fields: unknown, call: string): void {
  if (isObject(fields)) return
  throw new TypeError(`${call} must be an object with fields; got ${JSON.stringify(fields) ?? String(fields)}`)
}

/** Ids that records may refer to. */
export function knownIds(store: Store): Known {
  const { users, bots, channels, contacts, conversations } = store
  return { users, bots, channels, contacts, conversations }
}

/** Deep copy of a JSON value. */
function copyOf(value: unknown, field: string, call: string, depth = 0): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return value
  if (depth > MAX_DEPTH)
    throw invalidRecord(call, [problem(field, undefined, `holds itself, or is nested deeper than ${MAX_DEPTH} levels`)])
  if (Array.isArray(value)) return value.map((inner, i) => copyOf(inner, `${field}[${i}]`, call, depth + 1))
  if (!isPlain(value)) throw invalidRecord(call, [problem(field, undefined, `must be what JSON can hold; got ${String(value)}`)])
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(entries.map(([key, inner]) => [key, copyOf(inner, field === '' ? key : `${field}.${key}`, call, depth + 1)]))
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function fits<Name extends RecordName>(name: Name, record: unknown): record is Schemas[Name] {
  return worldValidators[name](record)
}

function invalidRecord(call: string, problems: readonly Problem[]): TypeError {
  return new TypeError(`${call}: ${problems.map(({ message }) => message).join('; ')}`)
}
