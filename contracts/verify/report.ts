import type { Evidence, Remains } from '../evidence.js'

/** What a rule came to. */
export interface RuleReport extends Omit<Evidence, 'state'> {
  /** `known`: broken, as the baseline says it is. */
  readonly state: State
  /** What was expected against what came. */
  readonly diff?: string
  /** It is broken because an answer did not come. */
  readonly unreachable?: true
}

export type State = 'kept' | 'broken' | 'known' | 'skipped'

/** A departure that is known, as a baseline has it. */
export interface Known {
  readonly id: string
  readonly sentence: string
  /** The day on which it was written down: `2024-01-15`. */
  readonly since: string
}

/** A departure of a baseline that is none any more: its rule is kept, or there is no such rule. */
export interface Gone extends Known {
  readonly why: 'kept' | 'dropped'
}

/** A run of the contract against one server. */
export interface Report {
  /** Of this format: another one has another number. */
  readonly version: 1
  readonly baseUrl: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly milliseconds: number
  readonly counts: Readonly<Record<State, number>>
  /** In the order of the guide. */
  readonly rules: readonly RuleReport[]
  /** How many rules were not run, for they write. */
  readonly withheld: number
  /** How many rules were left when the run was over before its time. */
  readonly unchecked: number
  /** Why it was, if it was. */
  readonly ended?: string
  readonly remains: Remains
  readonly gone: readonly Gone[]
}

/** How many rules came to what. */
export function countsOf(rules: readonly RuleReport[]): Report['counts'] {
  const counts = { kept: 0, broken: 0, known: 0, skipped: 0 }
  for (const { state } of rules) counts[state]++
  return counts
}
