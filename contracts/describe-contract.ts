import { afterAll, describe, expect, test } from 'vitest'
import { type Evidence, evidenceOf, type Remains, remainsOf } from './evidence.js'
import type { ContractOptions } from './options.js'
import type { Rule } from './rule.js'
import { allRules } from './rules/index.js'
import { runRule } from './run-rule.js'
import { selectRules } from './select-rules.js'
import { Session } from './session.js'

declare module 'vitest' {
  interface TaskMeta {
    /** What a rule of the contract has seen. */
    contract?: Evidence
    /** What a run of the contract has left on the server. */
    remains?: Remains
  }
}

/** A rule may take as long as it has to: each of its requests has a limit, but there may be many, and a server may want them slowly. */
const AS_LONG_AS_IT_TAKES = 0

/**
 * The contract as tests of a suite of your own: one test a rule, those that read first, then with `allowWrites` those that write, then
 * those that look at what all of them were answered. What was created is closed, or deleted, at the end.
 *
 * @throws TypeError when an option will not do
 * @example
 * describeContract({ baseUrl: 'https://staging.example.com/v1', apiKey: process.env.LINKTOR_API_KEY ?? '' })
 */
export function describeContract(options: ContractOptions): void {
  const session = new Session(options)
  const rules = selectRules(allRules, options)
  describe(`the contract of ${session.wire.baseUrl}`, () => {
    phase(
      'reading',
      rules.filter(({ writes, last }) => !writes && !last),
      session,
    )
    phase(
      'writing',
      rules.filter(({ writes, last }) => writes && !last),
      session,
    )
    phase(
      'the shape of every answer',
      rules.filter(({ last }) => last),
      session,
    )
    test('what was created is closed or deleted again', { timeout: AS_LONG_AS_IT_TAKES }, async ({ task }) => {
      await session.cleanUp()
      task.meta.remains = remainsOf(session)
      expect(session.created.open(), 'conversations that could not be closed').toEqual([])
      expect(session.created.webhooks.left(), 'webhooks that could not be deleted').toEqual([])
    })
    afterAll(() => session.cleanUp(), AS_LONG_AS_IT_TAKES) // also when vitest ends before that
  })
}

/** Rules side by side; one phase after the other, for suites that are not concurrent themselves are. */
function phase(name: string, rules: readonly Rule[], session: Session): void {
  if (rules.length === 0) return
  describe(name, () => {
    for (const rule of rules) {
      test.concurrent(`${rule.id}: ${rule.sentence}`, { timeout: AS_LONG_AS_IT_TAKES }, async ({ task, skip }) => {
        const outcome = await runRule(rule, session)
        const evidence = evidenceOf(outcome, session.options)
        task.meta.contract = evidence
        const { state, reason = '' } = evidence
        if (state === 'kept') return
        if (state === 'skipped' || state === 'unchecked') skip(reason)
        if (session.options.known?.includes(rule.id)) skip(`known to be broken: ${reason}`)
        throw withRequest(outcome.error, evidence)
      })
    }
  })
}

/** The error as whoever has to mend the server needs it: with the request and its answer, and without our own stack. */
function withRequest(error: unknown, { reason = '', calls }: Evidence): unknown {
  const shown = error instanceof Error ? error : new Error(reason)
  const last = calls.at(-1)
  const request = last === undefined ? '' : `\n\n${last.curl}\n${last.status} ${last.answer}`
  shown.message = reason + request
  shown.stack = `${shown.name}: ${shown.message}`
  return shown
}
