import { expect } from 'vitest'
import { Client } from './client.js'
import { type Exchange, routeOf } from './exchange.js'
import type { Rule, RuleContext } from './rule.js'
import type { Session } from './session.js'
import { Skipped } from './skipped.js'
import { Ended, Unreachable } from './wire.js'

/** The result of a rule. */
export interface Outcome {
  readonly rule: Rule
  /** `unreachable`: no response arrived. `unchecked`: the run ended before the rule did. */
  readonly state: 'passed' | 'failed' | 'skipped' | 'unreachable' | 'unchecked'
  /** Why the rule did not pass. */
  readonly error?: unknown
  /** Behavior that the guide does not specify. */
  readonly observations: readonly string[]
  /** In the order in which they were made. */
  readonly exchanges: readonly Exchange[]
}

/** Checks one rule. Never throws: every error becomes the outcome. */
export async function runRule(rule: Rule, session: Session): Promise<Outcome> {
  const api = new Client(session)
  const observations: string[] = []
  const context: RuleContext = {
    api,
    target: session.target,
    hook: async () => (await session.receiver()).hook(session.options.timeout),
    expect,
    violations: (operation) => session.violations.all.filter((violation) => violation.operation === operation),
    observe: (observation) => void observations.push(observation),
    skip: (reason) => {
      throw new Skipped(reason)
    },
  }
  try {
    await rule.check(context)
    return { rule, state: 'passed', observations, exchanges: api.exchanges }
  } catch (error) {
    return { rule, state: stateOf(error), error: plainError(error, api.exchanges), observations, exchanges: api.exchanges }
  }
}

function stateOf(error: unknown): Outcome['state'] {
  if (error instanceof Skipped) return 'skipped'
  if (error instanceof Unreachable) return 'unreachable'
  return error instanceof Ended ? 'unchecked' : 'failed'
}

/** Rules read documented fields without checking; the TypeError for a missing one is replaced by a message about the API. */
function plainError(error: unknown, exchanges: readonly Exchange[]): unknown {
  if (!(error instanceof TypeError)) return error
  const [, name] = /\(reading '(.+)'\)/.exec(error.message) ?? []
  const what = name === undefined ? error.message : `${name} cannot be read`
  const last = exchanges.at(-1)
  const where = last === undefined ? '' : ` (last request: ${last.method} ${routeOf(last)}, status ${last.answer.status})`
  return new Error(`a response is missing a documented field: ${what}${where}`, { cause: error })
}
