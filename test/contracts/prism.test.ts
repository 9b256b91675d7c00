import { afterAll, beforeAll, expect, test } from 'vitest'
import { allRules } from '../../contracts/rules/index.js'
import { Session } from '../../contracts/session.js'
import type { Mock } from '../../src/index.js'
import { type RunningServer, startServer } from '../../src/server.js'
import { checkAllRules, furnishedMock, notPassed, RECEIVER } from './full-suite.js'
import { ByPrism } from './prism.js'

const mock = furnishedMock()
/** Handler to use instead of the mock. */
let handle: Mock['handle'] | undefined
let server: RunningServer
let prism: ByPrism
beforeAll(async () => {
  server = await startServer({ ...mock, handle: (request) => (handle ?? mock.handle)(request) }, { port: 0 })
  prism = await ByPrism.to(server.url)
}, 60_000)
afterAll(async () => {
  await prism?.stop()
  await server?.close({ force: true })
})

test('Prism accepts every intentionally valid request of the rules, and every response of the mock', { timeout: 120_000 }, async () => {
  const session = new Session({
    baseUrl: server.url,
    apiKey: 'valid-key',
    allowWrites: true,
    receiver: RECEIVER,
    timeout: 60_000,
    fetch: prism.fetch,
  })
  const started = performance.now()
  const outcomes = await checkAllRules(session)
  const seconds = (performance.now() - started) / 1000

  const { requests, rejected, around, accepted, violations } = prism
  const others = [...around].map(([reason, count]) => `${count} around it (${reason})`)
  console.log(
    [
      `${outcomes.length} rules by Prism in ${seconds.toFixed(1)} s: ${requests} requests`,
      `${rejected} intentionally rejected`,
      `${accepted.length} unexpectedly rejected`,
      `${violations.length} violations in responses`,
      ...others,
    ].join(', '),
  )
  expect(violations).toEqual([])
  expect(accepted).toEqual([])
  expect(notPassed(outcomes)).toEqual([])
  expect(outcomes).toHaveLength(allRules.length)
})

test('Prism reports a response or a request that violates the document', async () => {
  const init = { method: 'GET', headers: { authorization: 'Bearer valid-key' } }
  handle = (request) => ({ ...mock.handle(request), body: '{"data":[]}' })
  await expect(prism.fetch(`${server.url}/conversations`, init)).rejects.toThrow("must have required property 'meta'")
  handle = (request) => ({ ...mock.handle(request), status: 418 })
  await prism.fetch(`${server.url}/conversations?page=2`, init)
  handle = () => mock.handle({ ...init, path: '/conversations' })
  await prism.fetch(`${server.url}/conversations?perPage=500`, init)

  expect(prism.violations).toEqual([
    expect.stringMatching(/^GET \/conversations : response\.body Response body must have required property 'meta'$/),
    expect.stringMatching(/^GET \/conversations\?page=2 : .*Unable to match the returned status code/),
  ])
  expect(prism.accepted).toEqual([expect.stringMatching(/^GET \/conversations\?perPage=500 : .*UNPROCESSABLE_ENTITY.* 200$/)])
})
