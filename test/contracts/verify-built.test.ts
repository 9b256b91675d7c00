import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startServer } from '../../src/server.js'
import { furnishedMock } from './full-suite.js'
import { KEY, served } from './verifying.js'

const MAIN = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const SUITE = fileURLToPath(new URL('../../dist/contract-suite.js', import.meta.url))

/** The built program, with what it prints, and how it ends. */
function started(...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, 'verify', ...args], { env: { ...process.env, LINKTOR_API_KEY: KEY } })
  onTestFinished(() => void child.kill('SIGKILL'))
  const output = { text: '' }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output.text += chunk))
  return { child, output, ended: once(child, 'close') }
}

describe.skipIf(!existsSync(SUITE))('the built verify (after npm run build)', () => {
  it('runs the rules from the package', { timeout: 60_000 }, async () => {
    const { url } = await served(furnishedMock())
    const { ended, output } = started(url, '--only', 'GET-01')

    expect(await ended).toEqual([0, null])
    expect(output.text).toContain('1 rule: 1 passed')
  })

  it('has the exit status 1 when a rule fails', { timeout: 60_000 }, async () => {
    const { url } = await served(furnishedMock(), { twist: (answer) => Object.assign(answer, { status: 203 }) })

    expect(await started(url, '--only', 'GET-01').ended).toEqual([1, null])
  })

  it('closes its conversations at the first Ctrl-C', { timeout: 60_000 }, async () => {
    const mock = furnishedMock()
    const before = mock.world().conversations.length
    let creations = 0
    const { url } = await served(mock, {
      seen: ({ path, status }) => {
        if (path === '/conversations' && status === 201 && ++creations === 5) run.child.kill('SIGINT')
      },
    })
    const run = started(url, '--allow-writes')

    expect(await run.ended).toEqual([2, null])
    expect(run.output.text).toContain('error: the run was interrupted (')
    expect(mock.world().conversations.length).toBeGreaterThan(before)
    expect(
      mock
        .world()
        .conversations.slice(before)
        .filter(({ status }) => status !== 'closed'),
    ).toEqual([])
  })

  it('deletes its webhooks at the first Ctrl-C', { timeout: 60_000 }, async () => {
    const mock = furnishedMock()
    let creations = 0
    const { url } = await served(mock, {
      seen: ({ path, status }) => {
        if (path === '/webhooks' && status === 201 && ++creations === 5) run.child.kill('SIGINT')
      },
    })
    const run = started(url, '--allow-writes', '--only', 'WEBHOOK')

    expect(await run.ended).toEqual([2, null])
    expect(creations).toBeGreaterThanOrEqual(5)
    expect(mock.webhooks.all()).toEqual([])
  })

  it('exits at the second Ctrl-C', { timeout: 60_000 }, async () => {
    const mock = furnishedMock()
    mock.faults.delay('closeConversation', '10m')
    let creations = 0
    const server = await startServer(mock, {
      port: 0,
      log: ({ status }) => {
        if (status === 201 && ++creations === 1) run.child.kill('SIGINT')
      },
    })
    onTestFinished(() => server.close({ force: true }))
    const run = started(server.url, '--allow-writes', '--timeout', '600000')
    run.child.stderr.once('data', () => run.child.kill('SIGINT')) // it says that it is closing

    expect(await run.ended).toEqual([null, 'SIGINT'])
  })
})
