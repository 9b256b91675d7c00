import type { ExchangeLog, Leftovers } from '../exchange-log.js'

/** Result of a rule. */
export interface RuleReport extends Omit<ExchangeLog, 'state'> {
  /** `known`: failed, as the baseline expects. */
  readonly state: State
  /** Difference between the expected and the actual value. */
  readonly diff?: string
  /** The rule failed because no response arrived. */
  readonly unreachable?: true
}

/** The names of format 1 of the JSON report: `kept` is a rule that passed, `broken` one that failed. */
export type State = 'kept' | 'broken' | 'known' | 'skipped'

/** The names of states in reports for people. */
export const LABELS: Readonly<Record<State, string>> = { kept: 'passed', broken: 'failed', known: 'known', skipped: 'skipped' }

export const STATES: readonly State[] = ['kept', 'broken', 'known', 'skipped']

/** A known failure in a baseline. */
export interface Known {
  readonly id: string
  readonly sentence: string
  /** The day on which it was added: `2024-01-15`. */
  readonly since: string
}

/** A baseline entry whose rule passes now (`kept`) or no longer exists (`dropped`). */
export interface ObsoleteEntry extends Known {
  readonly why: 'kept' | 'dropped'
}

/** A run of the contract against one server. */
export interface Report {
  /** Version of this format. */
  readonly version: 1
  readonly baseUrl: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly milliseconds: number
  readonly counts: Readonly<Record<State, number>>
  /** In the order of the guide. */
  readonly rules: readonly RuleReport[]
  /** Number of rules that were not run because they write. */
  readonly withheld: number
  /** Number of rules that were not checked because the run ended early. */
  readonly unchecked: number
  /** Why the run ended early, if it did. */
  readonly ended?: string
  readonly remains: Leftovers
  readonly gone: readonly ObsoleteEntry[]
}

/** Number of rules in each state. */
export function countsOf(rules: readonly RuleReport[]): Report['counts'] {
  const counts = { kept: 0, broken: 0, known: 0, skipped: 0 }
  for (const { state } of rules) counts[state]++
  return counts
}
