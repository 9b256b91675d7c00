import { expect } from 'vitest'
import { Client } from './client.js'
import { type Exchange, routeOf } from './exchange.js'
import type { Rule, RuleContext } from './rule.js'
import type { Session } from './session.js'
import { Skipped } from './skipped.js'
import { Ended, Unreachable } from './wire.js'

/** What came of a rule. */
export interface Outcome {
  readonly rule: Rule
  /** `unreachable`: an answer did not come. `unchecked`: the run was over before the rule was. */
  readonly state: 'kept' | 'broken' | 'skipped' | 'unreachable' | 'unchecked'
  /** Why it is not kept. */
  readonly error?: unknown
  /** Choices that the guide leaves open. */
  readonly observations: readonly string[]
  /** In the order in which they were made. */
  readonly exchanges: readonly Exchange[]
}

/** Checks one rule. Never throws: whatever goes wrong is its outcome. */
export async function runRule(rule: Rule, session: Session): Promise<Outcome> {
  const api = new Client(session)
  const observations: string[] = []
  const context: RuleContext = {
    api,
    target: session.target,
    hook: async () => (await session.receiver()).hook(session.options.timeout),
    expect,
    departures: (operation) => session.ledger.departures.filter((departure) => departure.operation === operation),
    observe: (what) => void observations.push(what),
    skip: (reason) => {
      throw new Skipped(reason)
    },
  }
  try {
    await rule.check(context)
    return { rule, state: 'kept', observations, exchanges: api.exchanges }
  } catch (error) {
    return { rule, state: stateOf(error), error: inWords(error, api.exchanges), observations, exchanges: api.exchanges }
  }
}

function stateOf(error: unknown): Outcome['state'] {
  if (error instanceof Skipped) return 'skipped'
  if (error instanceof Unreachable) return 'unreachable'
  return error instanceof Ended ? 'unchecked' : 'broken'
}

/** A rule reads what the document says is there; where it is not, JavaScript has words for it that say nothing of the API. */
function inWords(error: unknown, exchanges: readonly Exchange[]): unknown {
  if (!(error instanceof TypeError)) return error
  const [, name] = /\(reading '(.+)'\)/.exec(error.message) ?? []
  const what = name === undefined ? error.message : `there is nothing to read ${name} of`
  const last = exchanges.at(-1)
  const where = last === undefined ? '' : ` (the last one came to ${last.method} ${routeOf(last)}, with ${last.answer.status})`
  return new Error(`an answer lacks something that is documented: ${what}${where}`, { cause: error })
}
