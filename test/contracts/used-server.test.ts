import { expect, test } from 'vitest'
import { Session } from '../../contracts/session.js'
import { fetchInto } from './fake.js'
import { checkAllRules, furnishedMock, notPassed, RECEIVER } from './full-suite.js'

test('a server full of data from earlier runs passes like a fresh one', { timeout: 120_000 }, async () => {
  const mock = furnishedMock()
  for (let run = 1; run <= 4; run++) {
    const options = { baseUrl: 'http://fake.test/v1', apiKey: 'key', allowWrites: true, receiver: RECEIVER }
    const session = new Session({ ...options, fetch: fetchInto(mock) })
    const outcomes = await checkAllRules(session)
    const vain = outcomes.flatMap(({ rule, observations }) =>
      observations.filter((one) => /^nothing on the server/.test(one)).map((one) => `${rule.id}: ${one}`),
    )

    expect([notPassed(outcomes), vain], `run ${run}`).toEqual([[], []])
  }
})
