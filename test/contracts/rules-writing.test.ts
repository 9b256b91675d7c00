import { beforeAll, describe, expect, it } from 'vitest'
import type { Rule } from '../../contracts/rule.js'
import { assignConversationRules } from '../../contracts/rules/assign-conversation.js'
import { closeConversationRules } from '../../contracts/rules/close-conversation.js'
import { createConversationRules } from '../../contracts/rules/create-conversation.js'
import { reopenConversationRules } from '../../contracts/rules/reopen-conversation.js'
import { transferConversationRules } from '../../contracts/rules/transfer-conversation.js'
import { updateConversationRules } from '../../contracts/rules/update-conversation.js'
import { type Outcome, runRule } from '../../contracts/run-rule.js'
import { Session } from '../../contracts/session.js'
import { emptyWorld, generateWorld, guideWorld } from '../../fixtures/index.js'
import { createMock, type Mock } from '../../src/index.js'
import { fetchInto } from './fake.js'

const FAMILIES: Readonly<Record<string, readonly Rule[]>> = {
  CREATE: createConversationRules,
  UPDATE: updateConversationRules,
  CLOSE: closeConversationRules,
  REOPEN: reopenConversationRules,
  ASSIGN: assignConversationRules,
  TRANSFER: transferConversationRules,
}
const RULES = Object.values(FAMILIES).flat()
const MOST_REQUESTS = 8
const WORLD = generateWorld({ conversations: 50, seed: 1, base: guideWorld })

function sessionWith(mock: Mock): Session {
  return new Session({ baseUrl: 'http://fake.test/v1', apiKey: 'key', allowWrites: true, fetch: fetchInto(mock) })
}

/** The rules that did not pass, and why. */
function notPassed(outcomes: readonly Outcome[]): string[] {
  const failed = outcomes.filter(({ state }) => state !== 'passed')
  return failed.map(({ rule, state, error }) => `${rule.id} ${state}: ${error instanceof Error ? error.message : String(error)}`)
}

/** Runs rules concurrently, then those that check all responses. */
async function concurrently(rules: readonly Rule[], session: Session): Promise<readonly Outcome[]> {
  const [first, last] = [rules.filter((rule) => !rule.last), rules.filter((rule) => rule.last)]
  const outcomes = await Promise.all(first.map((rule) => runRule(rule, session)))
  return [...outcomes, ...(await Promise.all(last.map((rule) => runRule(rule, session))))]
}

describe('the rules that write', () => {
  it('pass against the mock, one after the other', async () => {
    const session = sessionWith(createMock({ world: WORLD }))
    const outcomes: Outcome[] = []
    for (const rule of RULES) outcomes.push(await runRule(rule, session))
    expect(notPassed(outcomes)).toEqual([])
    expect([...session.violations.undocumented]).toEqual([])
  })

  describe('run concurrently', () => {
    const mock = createMock({ world: WORLD })
    const session = sessionWith(mock)
    let outcomes: readonly Outcome[] = []
    beforeAll(async () => {
      outcomes = await concurrently(RULES, session)
      await session.cleanUp()
    })

    it('pass against the mock', () => {
      expect(notPassed(outcomes)).toEqual([])
      expect([...session.violations.undocumented]).toEqual([])
    })

    it('send few requests each', () => {
      const checked = outcomes.filter(({ rule }) => !rule.last)
      expect(checked.filter(({ exchanges }) => exchanges.length > MOST_REQUESTS).map(({ rule }) => rule.id)).toEqual([])
    })

    it('change only what they created', () => {
      const created = new Set(session.created.all())
      const others = mock.world().conversations.filter(({ id }) => !created.has(id))
      expect(others).toEqual(createMock({ world: WORLD }).world().conversations)
    })

    it('mark what they create, and close it', () => {
      const created = mock.world().conversations.filter(({ id }) => session.created.has(id))
      expect(created.length).toBeGreaterThan(RULES.length / 2)
      expect(created.filter(({ metadata }) => metadata?.['runId'] !== session.created.runId)).toEqual([])
      expect(created.filter(({ status }) => status !== 'closed')).toEqual([])
    })
  })

  it('pass against a mock with a stopped clock', async () => {
    const mock = createMock({ world: WORLD })
    mock.clock.freeze()
    expect(notPassed(await concurrently(RULES, sessionWith(mock)))).toEqual([])
  })

  it('are skipped with the reason when no conversation can be created', async () => {
    const outcomes = await concurrently(
      RULES.filter((rule) => !rule.last),
      sessionWith(createMock({ world: emptyWorld })),
    )
    expect(outcomes.filter(({ state }) => state !== 'skipped').map(({ rule }) => rule.id)).toEqual([])
    for (const { error } of outcomes) expect(error).toEqual(expect.objectContaining({ message: expect.stringMatching(/--\w+-id$/) }))
  })

  it.each(Object.entries(FAMILIES))('of %s have consecutive ids and unique sentences', (family, rules) => {
    expect(rules.map(({ id }) => id)).toEqual(rules.map((_, i) => `${family}-${String(i + 1).padStart(2, '0')}`))
    expect(new Set(rules.map(({ sentence }) => sentence)).size).toBe(rules.length)
    expect(new Set(rules.map(({ operation }) => operation)).size).toBe(1)
  })
})
