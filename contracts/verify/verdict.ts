import type { Report } from './report.js'
import { amount } from './summary.js'

/** Exit status: 0 passed, 1 failed, 2 could not run. */
export interface Verdict {
  readonly status: 0 | 1 | 2
  /** Reason for another status than 0, where the report does not show it. */
  readonly why?: string
}

export function verdictOf({ counts, ended, rules, unchecked }: Report, failOnSkip: boolean): Verdict {
  if (ended !== undefined) return { status: 2, why: `${ended} (${amount(rules.length, 'rule')} checked, ${unchecked} not checked)` }
  if (counts.broken > 0) return { status: 1 }
  if (failOnSkip && counts.skipped > 0) return { status: 1, why: `${amount(counts.skipped, 'rule')} skipped, and --fail-on-skip is set` }
  return { status: 0 }
}
