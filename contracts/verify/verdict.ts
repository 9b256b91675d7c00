import type { Report } from './report.js'
import { amount } from './summary.js'

/** How a run ends for whoever called it: 0 kept, 1 broken, 2 could not run. */
export interface Verdict {
  readonly status: 0 | 1 | 2
  /** Why it is not 0, in one line, where the report does not say so. */
  readonly why?: string
}

export function verdictOf({ counts, ended, rules, unchecked }: Report, failOnSkip: boolean): Verdict {
  if (ended !== undefined) return { status: 2, why: `${ended} (${amount(rules.length, 'rule')} checked, ${unchecked} left)` }
  if (counts.broken > 0) return { status: 1 }
  if (failOnSkip && counts.skipped > 0) return { status: 1, why: `${amount(counts.skipped, 'rule')} skipped, and --fail-on-skip is given` }
  return { status: 0 }
}
