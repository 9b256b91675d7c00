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

/** Runs all rules, concurrently within each phase. */
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

describe('a server that chooses differently where the guide is silent', async () => {
  const mock = createMock({ world: WORLD })
  const { outcomes, session } = await run(fetchFromTolerant(mock), outwardsTo(mock))

  test('passes every rule', () => {
    const failed = outcomes.filter(({ state }) => state !== 'passed')
    expect(failed.map(({ rule, state, error }) => `${rule.id} is ${state}: ${error}`)).toEqual([])
  })

  test('is cleaned up, although it rejects closing a closed conversation', () => {
    expect(session.created.all().length).toBeGreaterThan(100)
    expect(session.created.open()).toEqual([])
    expect(session.created.webhooks.all().length).toBeGreaterThan(50)
    expect(session.created.webhooks.left()).toEqual([])
  })

  test('causes many observations', async () => {
    const { outcomes: ofFake } = await run(fetchFrom(createMock({ world: WORLD }), pass))
    const ofMock = new Map(ofFake.map(({ rule, observations }) => [rule.id, observations.join()]))
    const different = outcomes.filter(({ rule, observations }) => observations.join() !== ofMock.get(rule.id))
    expect(different.length).toBeGreaterThan(40)
  })
})
