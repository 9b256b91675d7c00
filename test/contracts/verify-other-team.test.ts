import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Report } from '../../contracts/verify/report.js'
import { furnishedMock } from './full-suite.js'
import { startOtherTeamServer } from './other-team-server.js'
import { folder, KEY, served, verified } from './verifying.js'

it('shows a summary, then each cause once', { timeout: 60_000 }, async () => {
  const server = await startOtherTeamServer()
  onTestFinished(() => server.close())
  const before = server.threads.size
  const md = join(folder(), 'r.md')
  const { status, stdout } = await verified(server.url, '--allow-writes', '--channel-id', 'mail', '--report', `md=${md}`)
  const [summary = '', ...rest] = stdout.split(/\n\d+ rules failed, /)
  const details = rest.join('')
  const headlines = details.split('\n').filter((line) => line.startsWith('✗ '))

  expect(status).toBe(1)
  expect(summary).toMatch(/✗ List Conversations +GET \/conversations .*\d+ failed/)
  expect(summary).toMatch(/✗ Update Conversation +PATCH \/conversations\/\{id\} .*\d+ failed/)
  expect(summary.split('\n').length).toBeLessThan(35)

  for (const endpoint of [
    'PATCH /conversations/{id}',
    'POST /conversations/{id}/close',
    'POST /conversations/{id}/reopen',
    'GET /conversations/{id}/participants',
  ]) {
    expect(headlines).toContainEqual(
      expect.stringMatching(`^✗ ${escaped(endpoint)} is never answered with success, but with 404 .*: the server does not seem to have it`),
    )
  }
  const list = '✗ GET /conversations was answered 200 without meta.pagination; it has success, data[], total, page, page_size'
  const get = '✗ GET /conversations/{id} was answered 200 without data.attributes; it has success, data.id, data.channel_id'
  expect(headlines).toContain(list)
  expect(headlines).toContainEqual(expect.stringContaining(get))
  expect(details).toMatch(/responses do not match the document: .*the body is missing error/)
  expect(headlines.length).toBeLessThan(45) // of some three hundred rules
  expect(details).toContain(`$ curl -X PATCH '${server.url}/conversations/`)
  expect(details).toContain('Undocumented statuses: GET /webhooks 404, POST /conversations 200, POST /webhooks 404.')
  expect(details).toMatch(
    new RegExp(`${server.threads.size - before} conversations created on the server, ${server.threads.size - before} still open`),
  )
  expect(readFileSync(md, 'utf8')).toMatch(/^## ❌ \d+ rules failed\n/)
})

it('shows a failure with its request, its response and the expected value', async () => {
  const { url } = await served(furnishedMock(), {
    twist: (answer, { path }) => {
      if (path.endsWith('/close')) Object.assign(answer, { status: 202 })
    },
  })
  const { status, stdout } = await verified(url, '--allow-writes', '--only', 'CLOSE-01')

  expect(status).toBe(1)
  expect(stdout).toMatch(/✗ CLOSE-01 {2}closing returns 200 .*\n {2}Close Conversation\n/)
  expect(stdout).toMatch(/\n {2}POST \/conversations\/\{id\}\/close was answered 202, not 200: \{"data":.*\n/)
  expect(stdout).toMatch(
    /\n {2}\$ curl -X POST 'http:.*\/conversations\/conv_\w+\/close' -H "Authorization: Bearer \$LINKTOR_API_KEY" .* {3}# after 1 other call\n {2}202 \{"data"/,
  )
  expect(stdout).toMatch(/\n {2}Expected: "200"\n {2}Received: "202"\n/)
})

it('shows no key, even when the server echoes it everywhere', { timeout: 60_000 }, async () => {
  const { url } = await served(furnishedMock(), {
    twist: (answer) => {
      answer.body = answer.body
        .replaceAll('"type":"conversation"', `"type":"Bearer ${KEY}"`)
        .replaceAll(/"(message|name)":"/g, `"$1":"${KEY} `)
    },
  })
  const at = folder()
  const kinds = ['junit', 'json', 'html', 'md']
  const reports = kinds.map((kind) => `${kind}=${join(at, kind)}`).join(',')
  const { status, stdout, stderr } = await verified(url, '--allow-writes', '--report', reports)
  const outputs = [stdout, stderr, ...kinds.map((kind) => readFileSync(join(at, kind), 'utf8'))]
  const report: Report = JSON.parse(readFileSync(join(at, 'json'), 'utf8'))

  expect(status).toBe(1)
  expect(report.counts.broken).toBeGreaterThan(10)
  expect(stdout).toContain('Bearer $LINKTOR_API_KEY')
  for (const output of outputs) {
    expect(output).not.toContain(KEY)
    expect(output).not.toContain(KEY.slice(0, 12))
  }
})

function escaped(text: string): string {
  return text.replace(/[{}]/g, '\\$&')
}
