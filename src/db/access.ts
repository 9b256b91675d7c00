import type { components } from '../generated/world.js'
import { worldValidators } from '../generated/world-validator.js'
import type { Timestamp } from '../state/records.js'
import type { Known } from '../state/rules.js'
import type { State } from '../state/state.js'
import { describe, type Problem } from '../state/violations.js'

type Schemas = components['schemas']
type RecordName = Exclude<keyof Schemas & `${string}Record`, 'OrganizationRecord'>

/** How the collections get at the data: as it stands when they are asked, with all that is due by then done. */
export interface Access {
  readonly state: () => State
  readonly now: () => Timestamp
  /** Called after each write, which may have brought a time at which something falls due. */
  readonly written: () => void
}

/**
 * A record that is known to fit its schema and the rules.
 *
 * @throws TypeError naming each field that will not do
 */
export function sound<Name extends RecordName>(
  name: Name,
  call: string,
  record: unknown,
  rules: (record: Schemas[Name]) => readonly Problem[] = () => [],
): Schemas[Name] {
  if (!fits(name, record)) throw refused(call, describe(worldValidators[name].errors ?? [], record, 'the record'))
  const problems = rules(record)
  if (problems.length > 0) throw refused(call, problems)
  return structuredClone(record) // what the caller holds stays the caller's
}

/** What records may refer to. */
export function knownOf(state: State): Known {
  const { users, bots, channels, contacts, conversations } = state
  return { users, bots, channels, contacts, conversations }
}

function fits<Name extends RecordName>(name: Name, record: unknown): record is Schemas[Name] {
  return worldValidators[name](record)
}

function refused(call: string, problems: readonly Problem[]): TypeError {
  return new TypeError(`${call}: ${problems.map(({ message }) => message).join('; ')}`)
}
