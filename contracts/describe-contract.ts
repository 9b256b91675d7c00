import { afterAll, describe, expect, test } from 'vitest'
import { type ExchangeLog, exchangeLogOf, type Leftovers, leftoversOf } from './exchange-log.js'
import type { ContractOptions } from './options.js'
import type { Rule } from './rule.js'
import { allRules } from './rules/index.js'
import { runRule } from './run-rule.js'
import { selectRules } from './select-rules.js'
import { Session } from './session.js'

declare module 'vitest' {
  interface TaskMeta {
    /** Result of a rule, with its requests. */
    contract?: ExchangeLog
    /** Resources that the run has left on the server. */
    remains?: Leftovers
  }
}

/** Rules have no time limit: each request has one, but there may be many, and a server may limit their rate. */
const NO_TIMEOUT = 0

/**
 * Registers the contract as tests of your suite: one test per rule. Rules that read run first, then (with `allowWrites`) those that write,
 * then those that check the responses to all others. Created conversations are closed and created webhooks deleted at the end.
 *
 * @throws TypeError when an option is invalid
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
      'the shape of every response',
      rules.filter(({ last }) => last),
      session,
    )
    test('closes or deletes what was created', { timeout: NO_TIMEOUT }, async ({ task }) => {
      await session.cleanUp()
      task.meta.remains = leftoversOf(session)
      expect(session.created.open(), 'conversations that could not be closed').toEqual([])
      expect(session.created.webhooks.left(), 'webhooks that could not be deleted').toEqual([])
    })
    afterAll(() => session.cleanUp(), NO_TIMEOUT) // also when vitest stops early
  })
}

/** Runs the rules of a phase concurrently. Phases run in sequence, as suites do by default. */
function phase(name: string, rules: readonly Rule[], session: Session): void {
  if (rules.length === 0) return
  describe(name, () => {
    for (const rule of rules) {
      test.concurrent(`${rule.id}: ${rule.sentence}`, { timeout: NO_TIMEOUT }, async ({ task, skip }) => {
        const outcome = await runRule(rule, session)
        const log = exchangeLogOf(outcome, session.options)
        task.meta.contract = log
        const { state, reason = '' } = log
        if (state === 'kept') return
        if (state === 'skipped' || state === 'unchecked') skip(reason)
        if (session.options.known?.includes(rule.id)) skip(`known failure: ${reason}`)
        throw withRequest(outcome.error, log)
      })
    }
  })
}

/** The error with the last request and its response, and without the stack of the rule. */
function withRequest(error: unknown, { reason = '', calls }: ExchangeLog): unknown {
  const shown = error instanceof Error ? error : new Error(reason)
  const last = calls.at(-1)
  const request = last === undefined ? '' : `\n\n${last.curl}\n${last.status} ${last.answer}`
  shown.message = reason + request
  shown.stack = `${shown.name}: ${shown.message}`
  return shown
}
