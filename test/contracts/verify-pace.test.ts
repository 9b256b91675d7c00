import { expect, it } from 'vitest'
import { run } from '../../src/cli/run.js'
import { createMock } from '../../src/index.js'
import { terminal } from '../cli/terminal.js'
import { furnishedMock } from './full-suite.js'
import { folder, KEY, served, verified } from './verifying.js'

it('waits for Retry-After at a rate limit, with many concurrent rules', { timeout: 60_000 }, async () => {
  const mock = furnishedMock()
  mock.faults.rateLimit({ after: 15, retryAfter: 1 })
  const { url, requests } = await served(mock)
  const { status, stdout } = await verified(
    url,
    '--only',
    'LIST-07,LIST-08,LIST-09,LIST-10,LIST-11,LIST-12,LIST-14,LIST-15,LIST-16,GET-01,GET-02',
  )
  const refused = requests.filter((request) => request.status === 429)

  expect(status).toBe(0)
  expect(refused.length).toBeGreaterThan(0)
  expect(stdout).toMatch(/The server answered 429 \(too many requests\) \d+ times?; those requests were retried\./)
  const [first] = refused
  const next = requests.find(({ at }) => at > (first?.at ?? 0) + 200) // those that were under way come before
  expect((next?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThan(900)
})

it('sends no more requests a second than --rps', { timeout: 60_000 }, async () => {
  const { url, requests } = await served(furnishedMock())
  const { status } = await verified(
    url,
    '--rps',
    '25',
    '--only',
    'LIST-07,LIST-08,LIST-09,LIST-10,LIST-11,LIST-12,LIST-14,LIST-15,LIST-16,GET-01,GET-02',
  )
  const times = requests.slice(1).map(({ at }) => at) // the first one is before the run

  expect(status).toBe(0)
  expect(times.length).toBeGreaterThan(20)
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000
  expect((times.length - 1) / seconds).toBeLessThan(27)
})

it('at the first Ctrl-C closes its conversations, and reports its results', { timeout: 60_000 }, async () => {
  const mock = furnishedMock()
  const before = mock.world().conversations.length
  const io = terminal({ env: { LINKTOR_API_KEY: KEY } })
  let creations = 0
  const { url } = await served(mock, {
    seen: ({ method, path, status }) => {
      if (method === 'POST' && path === '/conversations' && status === 201 && ++creations === 10) io.signals.emit('SIGINT')
    },
  })
  const file = `${folder()}/r.json`
  const status = await run(['verify', url, '--allow-writes', '--report', `json=${file}`], io)
  const made = mock.world().conversations.slice(before)

  expect(status).toBe(2)
  expect(io.stderr.text).toMatch(
    /^The run ends: what it has created is being closed or deleted\..*\nerror: the run was interrupted \(\d+ rules checked, \d+ not checked\)\n$/,
  )
  expect(made.length).toBeGreaterThanOrEqual(10)
  expect(made.filter((conversation) => conversation.status !== 'closed')).toEqual([])
  expect(io.stdout.text).toContain(`${made.length} conversations created on the server, all closed`)
  expect(io.stdout.text).toMatch(/\d+ not checked/)
  expect(io.stdout.text).toContain(`json: ${file}`)
  expect([io.signals.listenerCount('SIGINT'), io.signals.listenerCount('SIGTERM')]).toEqual([0, 0]) // so that a second one ends the process
})

it('can be aborted before it starts', async () => {
  const io = terminal({ env: { LINKTOR_API_KEY: KEY } })
  const { url } = await served(createMock(), {
    twist: (answer) => {
      answer.status = 0
      io.signals.emit('SIGINT')
    },
  })

  expect(await run(['verify', url], io)).toBe(2)
})

it('lists conversations that it could not close', async () => {
  const mock = furnishedMock()
  const { url } = await served(mock, {
    twist: (answer, { path }) => {
      if (path.endsWith('/close')) Object.assign(answer, { status: 500, body: '{"error":{"code":"INTERNAL_ERROR","message":"No"}}' })
    },
  })
  mock.faults.fail('closeConversation')
  const { status, stdout } = await verified(url, '--allow-writes', '--only', 'CREATE-01')
  const made = mock.world().conversations.at(-1)

  expect(status).toBe(0)
  expect(stdout).toMatch(
    new RegExp(`1 conversation created on the server, 1 still open: ${made?.id} \\(metadata\\.runId is ${made?.metadata?.['runId']}\\)`),
  )
})
