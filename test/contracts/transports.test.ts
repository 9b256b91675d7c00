import { expect, onTestFinished, test } from 'vitest'
import { allRules } from '../../contracts/rules/index.js'
import type { Outcome } from '../../contracts/run-rule.js'
import { Session } from '../../contracts/session.js'
import { transports } from '../api/transports.js'
import { fetchInto } from './fake.js'
import { checkAllRules, furnishedMock, notPassed, RECEIVER } from './full-suite.js'

/** A page cannot listen, so deliveries are checked in Node. */
const CAN_LISTEN = typeof document === 'undefined'

for (const transport of transports) {
  test(`the mock passes every rule of the contract, ${transport.name}`, { timeout: 120_000 }, async () => {
    const mock = furnishedMock()
    const { baseUrl, close } = await transport.connect(mock)
    onTestFinished(close)
    const send = baseUrl === undefined ? fetchInto(mock) : fetch
    let requests = 0
    const session = new Session({
      baseUrl: baseUrl ?? 'http://mock.test/v1',
      apiKey: 'valid-key',
      allowWrites: true,
      timeout: 60_000,
      ...(CAN_LISTEN && { receiver: RECEIVER }),
      fetch: (...request) => {
        requests++
        return send(...request)
      },
    })
    const started = performance.now()
    const outcomes = await checkAllRules(session)
    const seconds = (performance.now() - started) / 1000

    const count = (state: string): number => outcomes.filter((outcome) => outcome.state === state).length
    const { undocumented } = session.violations
    console.log(
      [
        `${outcomes.length} rules, ${transport.name}, in ${seconds.toFixed(1)} s: ${count('passed')} passed`,
        `${count('failed') + count('unreachable')} failed`,
        `${count('skipped')} skipped`,
        `${undocumented.size} statuses that are not in the document`,
        `${requests} requests`,
      ].join(', '),
    )
    const isForNode = ({ rule, state }: Outcome): boolean => !CAN_LISTEN && state === 'skipped' && rule.id.startsWith('WEBHOOK-SIGN-')
    expect(notPassed(outcomes.filter((outcome) => !isForNode(outcome)))).toEqual([])
    expect([...undocumented]).toEqual([])
    expect(session.created.open()).toEqual([])
    expect(session.created.webhooks.left()).toEqual([])
    expect(mock.webhooks.all()).toEqual([])
    expect(outcomes).toHaveLength(allRules.length)
  })
}
