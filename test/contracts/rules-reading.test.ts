import { describe, expect, test } from 'vitest'
import type { Rule } from '../../contracts/rule.js'
import { getConversationRules } from '../../contracts/rules/get-conversation.js'
import { httpRules } from '../../contracts/rules/http.js'
import { listConversationParticipantsRules } from '../../contracts/rules/list-conversation-participants.js'
import { listConversationsRules } from '../../contracts/rules/list-conversations.js'
import { type Outcome, runRule } from '../../contracts/run-rule.js'
import { Session } from '../../contracts/session.js'
import { emptyWorld, generateWorld, guideWorld } from '../../fixtures/index.js'
import { createMock, type World } from '../../src/index.js'
import { fetchInto, type Twist } from './fake.js'

const RULES: readonly Rule[] = [...listConversationsRules, ...getConversationRules, ...listConversationParticipantsRules, ...httpRules]
const GENERATED = generateWorld({ conversations: 50, seed: 1, base: guideWorld })

type Way = (rules: readonly Rule[], session: Session) => Promise<Outcome[]>

async function oneByOne(rules: readonly Rule[], session: Session): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const rule of rules) outcomes.push(await runRule(rule, session))
  return outcomes
}

function allAtOnce(rules: readonly Rule[], session: Session): Promise<Outcome[]> {
  return Promise.all(rules.map((rule) => runRule(rule, session)))
}

/** Runs the rules that read, then those that write, then those that check all responses. */
async function check(world: World, way: Way, twist?: Twist): Promise<{ readonly outcomes: Outcome[]; readonly session: Session }> {
  const session = new Session({
    baseUrl: 'http://fake.test/v1',
    apiKey: 'key',
    allowWrites: true,
    fetch: fetchInto(createMock({ world }), twist),
  })
  const reading = await way(
    RULES.filter(({ writes, last }) => !writes && !last),
    session,
  )
  const writing = await way(
    RULES.filter(({ writes, last }) => writes && !last),
    session,
  )
  const last = await way(
    RULES.filter((rule) => rule.last),
    session,
  )
  return { outcomes: [...reading, ...writing, ...last], session }
}

function idsIn(outcomes: readonly Outcome[], state: Outcome['state']): string[] {
  return outcomes.flatMap((outcome) => (outcome.state === state ? `${outcome.rule.id}: ${outcome.error}` : []))
}

describe('the rules that only read', () => {
  test('have consecutive ids and unique sentences', () => {
    for (const rules of [listConversationsRules, getConversationRules, listConversationParticipantsRules, httpRules]) {
      const [family] = rules[0]?.id.split('-') ?? []
      expect(rules.map(({ id }) => id)).toEqual(rules.map((_, i) => `${family}-${String(i + 1).padStart(2, '0')}`))
      expect(new Set(rules.map(({ sentence }) => sentence)).size).toBe(rules.length)
    }
  })

  for (const way of [oneByOne, allAtOnce]) {
    test(`pass against the fake, none skipped, ${way === oneByOne ? 'one after the other' : 'concurrently'}`, async () => {
      const { outcomes, session } = await check(GENERATED, way)
      expect([idsIn(outcomes, 'failed'), idsIn(outcomes, 'skipped'), idsIn(outcomes, 'unreachable')]).toEqual([[], [], []])
      expect([...session.violations.undocumented]).toEqual([])
      await session.cleanUp()
      expect(session.created.open()).toEqual([])
    })
  }

  for (const [name, world] of [
    ['of the guide alone', guideWorld],
    ['that is empty', emptyWorld],
    ['of many conversations', generateWorld({ conversations: 2000, seed: 3 })],
  ] as const) {
    test(`do not fail for a world ${name}`, async () => {
      const { outcomes } = await check(world, allAtOnce)
      expect([idsIn(outcomes, 'failed'), idsIn(outcomes, 'unreachable')]).toEqual([[], []])
    })
  }

  test('do not fail for a server that returns more, and chooses differently where the guide is silent', async () => {
    const { outcomes } = await check(GENERATED, allAtOnce, otherwise)
    expect([idsIn(outcomes, 'failed'), idsIn(outcomes, 'skipped'), idsIn(outcomes, 'unreachable')]).toEqual([[], [], []])
  })
})

/** Fractions of seconds, attributes of its own, the latest message first, 422 for what will not do. */
async function otherwise(_: Request, answer: () => Promise<Response>): Promise<Response> {
  const { status, headers, ...response } = await answer().then(async (given) => ({
    status: given.status === 400 ? 422 : given.status,
    headers: given.headers,
    text: await given.text(),
  }))
  if (response.text === '') return new Response(null, { status, headers })
  const body = JSON.parse(response.text.replace(/(T\d\d:\d\d:\d\d)Z"/g, '$1.000Z"'))
  for (const item of [body.data ?? []].flat()) Object.assign(item.attributes, { sentiment: 'calm', team: { id: 'team_1', lead: null } })
  body.data?.relationships?.messages.reverse()
  return new Response(JSON.stringify({ ...body, links: {} }), { status, headers })
}
