import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { furnishedMock } from './full-suite.js'
import { folder, type ServedOptions, served, verified } from './verifying.js'

/** A server that does not say when it closed something, nor why. */
const forgetful: ServedOptions['twist'] = (answer, { path }) => {
  if (path.endsWith('/close')) answer.body = answer.body.replace(/"(closedAt|closureReason)":"[^"]*",?/g, '').replace(/,\}/g, '}')
}
const ARGS = ['--allow-writes', '--only', 'CLOSE-01,CLOSE-02,CLOSE-04']
const CLOSE_01 = { id: 'CLOSE-01', sentence: 'closing returns 200 with the status closed, and closedAt', since: '2024-01-15' }
const CLOSE_02 = { id: 'CLOSE-02', sentence: 'the response has the id and name of the user who closed it', since: '2024-01-14' }

function baseline(...known: readonly unknown[]): string {
  const file = join(folder(), 'known.json')
  writeFileSync(file, JSON.stringify({ version: 1, known }))
  return file
}

it('fails for new failures only, and lists the known ones', async () => {
  const { url } = await served(furnishedMock(), { twist: forgetful })
  const { status, stdout } = await verified(url, ...ARGS, '--baseline', baseline(CLOSE_01))

  expect(status).toBe(1)
  expect(stdout).toContain('3 rules: 1 passed, 1 failed, 1 known')
  expect(stdout).toContain('✗ CLOSE-04')
  expect(stdout).toMatch(/Known failures, listed in the baseline\n {2}CLOSE-01 {2}closing returns 200/)
})

it('is written by --update-baseline with its order and dates, and the next run passes', { timeout: 60_000 }, async () => {
  const { url } = await served(furnishedMock(), { twist: forgetful })
  const file = baseline({ ...CLOSE_01, id: 'LIST-07' }, CLOSE_02, CLOSE_01)
  const junit = join(file, '../r.xml')
  const updating = await verified(url, ...ARGS, '--baseline', file, '--update-baseline', '--report', `junit=${junit}`)
  const { known } = JSON.parse(readFileSync(file, 'utf8'))
  const after = await verified(url, ...ARGS, '--baseline', file)

  expect(updating.status).toBe(0)
  expect(updating.stdout).toContain(`baseline: ${file} (3 known failures)`)
  expect(known.map(({ id, since }: typeof CLOSE_01) => [id, since])).toEqual([
    ['LIST-07', '2024-01-15'], // it was not checked, and stays
    ['CLOSE-01', '2024-01-15'],
    ['CLOSE-04', expect.stringMatching(/^\d{4}-\d\d-\d\d$/)],
  ])
  expect(readdirSync(join(file, '..')).sort()).toEqual(['known.json', 'r.xml'])
  expect(readFileSync(junit, 'utf8')).toContain('failures="0"')
  expect(after.status).toBe(0)
  expect(after.stdout).toContain('3 rules: 1 passed, 2 known')
})

it('may be missing with --update-baseline', async () => {
  const { url } = await served(furnishedMock(), { twist: forgetful })
  const file = join(folder(), 'quality/known.json')
  const { status } = await verified(url, ...ARGS, '--baseline', file, '--update-baseline')

  expect(status).toBe(0)
  expect(JSON.parse(readFileSync(file, 'utf8')).known).toMatchObject([{ id: 'CLOSE-01' }, { id: 'CLOSE-04' }])
})

it('lists entries to remove: rules that pass now, and rules that no longer exist', async () => {
  const { url } = await served(furnishedMock())
  const file = baseline(CLOSE_02, { ...CLOSE_01, id: 'CLOSE-99', sentence: 'no such rule' })
  const { status, stdout } = await verified(url, ...ARGS, '--baseline', file)

  expect(status).toBe(0)
  expect(stdout).toContain('CLOSE-02  the response has the id and name of the user who closed it (passes now; known since 2024-01-14)')
  expect(stdout).toContain('CLOSE-99  no such rule (the rule no longer exists)')
})

it.each([
  ['no JSON', 'known: CLOSE-01', /: it is not JSON: .*/],
  ['of another shape', '[]', /: it must be \{"version": 1, "known": \[…\]\}/],
  ['of another version', '{"version": 2, "known": []}', /: it must be \{"version": 1, "known": \[…\]\}/],
  ['with an invalid entry', '{"version": 1, "known": ["CLOSE-01"]}', /: known\[0\] must be \{"id": "LIST-07", .*/],
  ['with a rule twice', JSON.stringify({ version: 1, known: [CLOSE_01, CLOSE_01] }), /: CLOSE-01 is listed twice/],
])('is rejected when it is %s', async (_, content, reason) => {
  const file = join(folder(), 'known.json')
  writeFileSync(file, content)
  const { status, stdout, stderr } = await verified('http://127.0.0.1:1/v1', '--baseline', file, '--update-baseline')

  expect([status, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(new RegExp(`^error: --baseline .*known\\.json${reason.source}\n$`))
  expect(readFileSync(file, 'utf8')).toBe(content)
})

it('must exist without --update-baseline', async () => {
  const file = join(folder(), 'none.json')
  const { status, stderr } = await verified('http://127.0.0.1:1/v1', '--baseline', file)

  expect([status, stderr]).toEqual([2, `error: --baseline ${file}: there is no such file; --update-baseline makes it\n`])
  expect(existsSync(file)).toBe(false)
})
