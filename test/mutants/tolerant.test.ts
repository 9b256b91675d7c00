import { describe, expect, test } from 'vitest'
import { Receiver } from '../../contracts/receiver.js'
import { type Outcome, runRule } from '../../contracts/run-rule.js'
import { Session } from '../../contracts/session.js'
import { createMock } from '../../src/index.js'
import { fetchFrom, pass } from './call.js'
import { PHASES, WORLD } from './run-mutant.js'
import { divertSending, RECEIVING, type Sending } from './sending.js'
import { outwardsTo } from './tolerant/ids.js'
import { fetchFromTolerant } from './tolerant/server.js'

/** All rules, side by side as far as they may be. */
async function run(
  fetch: typeof globalThis.fetch,
  sending?: Sending,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly session: Session }> {
  const receiver = new Receiver(`https://${RECEIVING}`)
  const restore = divertSending(receiver, sending)
  const session = new Session({ baseUrl: 'http://tolerant.test/v1', apiKey: 'key', allowWrites: true, fetch }, undefined, receiver)
  const outcomes: Outcome[] = []
  for (const rules of PHASES) outcomes.push(...(await Promise.all(rules.map((rule) => runRule(rule, session)))))
  await session.cleanUp()
  restore()
  return { outcomes, session }
}

describe('a server that does differently what the guide leaves open', async () => {
  const mock = createMock({ world: WORLD })
  const { outcomes, session } = await run(fetchFromTolerant(mock), outwardsTo(mock))

  test('breaks no rule', () => {
    const failed = outcomes.filter(({ state }) => state !== 'passed')
    expect(failed.map(({ rule, state, error }) => `${rule.id} is ${state}: ${error}`)).toEqual([])
  })

  test('has what was created closed or deleted, though it refuses to close what is closed', () => {
    expect(session.created.all().length).toBeGreaterThan(100)
    expect(session.created.open()).toEqual([])
    expect(session.created.webhooks.all().length).toBeGreaterThan(50)
    expect(session.created.webhooks.left()).toEqual([])
  })

  test('does a lot differently, and is told so', async () => {
    const { outcomes: ofFake } = await run(fetchFrom(createMock({ world: WORLD }), pass))
    const told = new Map(ofFake.map(({ rule, observations }) => [rule.id, observations.join()]))
    const different = outcomes.filter(({ rule, observations }) => observations.join() !== told.get(rule.id))
    expect(different.length).toBeGreaterThan(40)
  })
})
