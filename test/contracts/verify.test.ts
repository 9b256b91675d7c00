import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { allRules } from '../../contracts/rules/index.js'
import { UNKNOWN_ID } from '../../contracts/target.js'
import type { Report } from '../../contracts/verify/report.js'
import { guideWorld } from '../../fixtures/index.js'
import { run } from '../../src/cli/run.js'
import { createMock } from '../../src/index.js'
import { Screen, terminal } from '../cli/terminal.js'
import { furnishedMock, RECEIVER } from './full-suite.js'
import { folder, KEY, served, verified } from './verifying.js'

it('passes all rules against the fake, in every kind of report', { timeout: 120_000 }, async () => {
  const mock = furnishedMock()
  const { url, requests } = await served(mock)
  const at = folder()
  const file = (name: string): string => join(at, 'reports', name)
  const reports = `junit=${file('r.xml')},json=${file('r.json')},html=${file('r.html')},md=${file('r.md')}`
  const before = mock.world().conversations
  const { status, stdout, stderr } = await verified(url, '--allow-writes', '--receiver', RECEIVER, '--report', reports)

  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toContain(`The contract of ${url}`)
  expect(stdout).toMatch(/✓ Close Conversation +POST \/conversations\/\{id\}\/close +\d+ passed\n/)
  expect(stdout).toMatch(/closing twice answers 200 \(CLOSE-\d+\)/)
  expect(stdout).toMatch(new RegExp(`\n${allRules.length} rules: ${allRules.length} passed, in \\d+\\.\\d s\n`))
  expect(stdout).toMatch(/\n\d\d webhooks created on the server, all deleted \(the description begins with linktor-mock \w+\)\.\n/)
  expect(mock.webhooks.all()).toEqual([])
  const [, created] = /(\d+) conversations created on the server, all closed/.exec(stdout) ?? []

  // what was there is as it was, what was not is closed, and nothing was sent to anything else
  const after = mock.world().conversations
  const made = after.slice(before.length)
  expect(after.slice(0, before.length)).toEqual(before)
  expect(made).toHaveLength(Number(created))
  expect(made.filter(({ status: state }) => state !== 'closed')).toEqual([])
  expect(made.filter(({ metadata }) => metadata?.['source'] !== 'linktor-mock')).toEqual([])
  const webhooks = requests.filter(({ path, status: answered }) => path === '/webhooks' && answered === 201)
  const ids = new Set([...made.map(({ id }) => id), ...webhooks.map(({ answer }) => JSON.parse(answer).data.id), UNKNOWN_ID])
  const unexpected = requests.filter(({ method, path }) => !['GET', 'HEAD', 'OPTIONS'].includes(method) && !isOneOf(ids, path))
  expect(requests.filter(({ path }) => path.startsWith('/webhooks')).length).toBeGreaterThan(100)
  expect(unexpected).toEqual([])

  const text = (name: string): string => readFileSync(file(name), 'utf8')
  const report: Report = JSON.parse(text('r.json'))
  expect(report).toMatchObject({
    version: 1,
    baseUrl: url,
    counts: { kept: allRules.length, broken: 0, known: 0, skipped: 0 },
    withheld: 0,
  })
  expect(report.rules.map(({ id }) => id)).toEqual(allRules.map(({ id }) => id))
  expect(report.remains).toMatchObject({ created: made.length, open: [], unnamed: 0, undocumented: [] })
  expect(text('r.xml')).toContain(`<testsuites name="linktor-mock" tests="${allRules.length + 1}" failures="0" errors="0"`)
  expect(text('r.html')).toContain('The server meets the contract')
  expect(text('r.md')).toMatch(/^## ✅ The server meets the contract\n/)
  for (const output of [stdout, text('r.json'), text('r.xml'), text('r.html'), text('r.md')]) expect(output).not.toContain(KEY)
})

it('only reads, unless it is allowed to write', { timeout: 60_000 }, async () => {
  const mock = furnishedMock()
  const { url, requests } = await served(mock)
  const before = mock.world()
  const { status, stdout } = await verified(url)

  expect(status).toBe(0)
  expect(stdout).toMatch(/\n\d+ rules that write were not run; add --allow-writes to run them\.\n/)
  expect(stdout).not.toContain('created on the server')
  expect({ ...mock.world(), now: '' }).toEqual({ ...before, now: '' })
  expect(requests.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method))).toEqual([])
})

it('with --only checks the selected rules and families', async () => {
  const { url } = await served(furnishedMock())
  const { status, stdout } = await verified(url, '--allow-writes', '--only', 'close-01,REOPEN')

  expect(status).toBe(0)
  const reopening = allRules.filter(({ id }) => id.startsWith('REOPEN-')).length
  expect(stdout).toMatch(/✓ Close Conversation .* 1 passed\n/)
  expect(stdout).toMatch(new RegExp(`✓ Reopen Conversation .* ${reopening} passed\n`))
  expect(stdout).toContain(`${reopening + 1} rules: ${reopening + 1} passed`)
})

it('reports skipped rules with the reason, and fails with --fail-on-skip', async () => {
  const withoutBot = guideWorld.conversations.map(({ botId: _, botActive: __, ...conversation }) => conversation)
  const { url } = await served(createMock({ world: { ...guideWorld, bots: [], conversations: withoutBot, messages: [] } }))
  const args = [url, '--allow-writes', '--only', 'ASSIGN-01,ASSIGN-06']
  const lenient = await verified(...args)
  const strict = await verified(...args, '--fail-on-skip')

  expect(lenient.status).toBe(0)
  expect(lenient.stdout).toContain('no bot was found on the server; name one by --bot-id (ASSIGN-06)')
  expect(lenient.stdout).toContain('2 rules: 1 passed, 1 skipped')
  expect([strict.status, strict.stderr]).toEqual([1, 'error: 1 rule skipped, and --fail-on-skip is set\n'])
})

it('uses the ids passed as options', async () => {
  const mock = furnishedMock()
  const { url, requests } = await served(mock)
  const [, channel] = mock.world().channels
  const { status } = await verified(url, '--allow-writes', '--only', 'CREATE-03', '--channel-id', channel?.id ?? '')

  expect(status).toBe(0)
  const [creation] = requests.filter(({ method }) => method === 'POST')
  expect(creation?.answer).toContain(`"channel":{"id":"${channel?.id}"`)
})

it('has colors and a progress line on a terminal', async () => {
  const { url } = await served(furnishedMock())
  const io = { ...terminal({ isTTY: true, env: { LINKTOR_API_KEY: KEY } }), stderr: new Screen(true) }
  const status = await run(['verify', url, '--only', 'GET-01'], io)
  const elsewhere = await verified(url, '--only', 'GET-01')

  expect(status).toBe(0)
  expect(io.stdout.text).toContain('\u001b[32m✓\u001b[39m')
  expect(io.stderr.text).toContain('\r\u001b[K1 of 1 rules, ')
  expect(io.stderr.text.endsWith('\r\u001b[K')).toBe(true)
  expect(elsewhere.stdout).not.toContain('\u001b[')
})

function isOneOf(ids: ReadonlySet<string>, path: string): boolean {
  const [id] = path.replace(/^\/(conversations|webhooks)\/?/, '').split(/[/?]/)
  return id === '' || id === undefined || ids.has(decodeURIComponent(id))
}
