import { allRules } from '../../contracts/rules/index.js'
import { type Outcome, runRule } from '../../contracts/run-rule.js'
import type { Session } from '../../contracts/session.js'
import { generateWorld, guideWorld } from '../../fixtures/index.js'
import { createMock, type Mock } from '../../src/index.js'

/** A mock with enough in it that no rule has to be skipped. */
export function furnishedMock(): Mock {
  return createMock({ world: generateWorld({ conversations: 50, seed: 1, base: guideWorld }) })
}

/** Where the rules of what webhooks are sent may listen, in Node: at any free port. */
export const RECEIVER = 'http://127.0.0.1:0'

/** Number of concurrent rules: enough to keep two processes busy, without long queues. */
const CONCURRENCY = 24

/** Runs the rules that read, then those that write, then those that check all responses; and cleans up. */
export async function checkAllRules(session: Session): Promise<readonly Outcome[]> {
  const phases = [
    allRules.filter(({ writes, last }) => !writes && !last),
    allRules.filter(({ writes, last }) => writes && !last),
    allRules.filter(({ last }) => last),
  ]
  const outcomes: Outcome[] = []
  for (const phase of phases) {
    const rules = phase.values()
    const checkSome = async (): Promise<void> => {
      for (const rule of rules) outcomes.push(await runRule(rule, session))
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, checkSome))
  }
  await session.cleanUp()
  return outcomes
}

/** The rules that did not pass, and why. */
export function notPassed(outcomes: readonly Outcome[]): string[] {
  return outcomes
    .filter(({ state }) => state !== 'passed')
    .map(({ rule, state, error }) => `${rule.id} ${state}: ${error instanceof Error ? error.message : String(error)}`)
}
