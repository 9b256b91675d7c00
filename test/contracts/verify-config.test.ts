import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runCommandWith } from '../cli/terminal.js'
import { furnishedMock } from './full-suite.js'
import { folder, KEY, served, verified } from './verifying.js'

/** A config file in a folder of its own. */
function configured(name: string, content: unknown): string {
  const file = join(folder(), name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

/** A test's own working directory. */
function within(path: string): void {
  const before = process.cwd()
  process.chdir(path)
  onTestFinished(() => process.chdir(before))
}

describe('a config file', () => {
  it('provides the options that the command line omits, with paths relative to the file', async () => {
    const { url } = await served(furnishedMock())
    const file = configured('verify.json', { baseUrl: url, apiKey: KEY, only: ['GET-01'], report: { md: 'reports/r.md' } })
    const { status, stdout } = await runCommandWith({}, 'verify', '--config', file)

    expect(status).toBe(0)
    expect(stdout).toContain('1 rule: 1 passed')
    expect(readFileSync(join(file, '../reports/r.md'), 'utf8')).toContain(url)
  })

  it.each([
    ['linktor-mock.config.json', (settings: object) => JSON.stringify(settings)],
    ['linktor-mock.config.ts', (settings: object) => `const settings: object = ${JSON.stringify(settings)}\nexport default settings`],
    ['linktor-mock.config.mjs', (settings: object) => `export default ${JSON.stringify(settings)}`],
  ])('is found in the working directory as %s', async (name, source) => {
    const { url } = await served(furnishedMock())
    within(join(configured(name, source({ baseUrl: url, apiKey: KEY, only: ['GET-01'] })), '..'))

    expect((await runCommandWith({}, 'verify')).stdout).toContain('1 rule: 1 passed')
  })

  it('is overridden by the environment, and that by the command line', async () => {
    const { url } = await served(furnishedMock())
    const file = configured('verify.json', {
      baseUrl: 'http://127.0.0.1:1/v1',
      apiKey: 'invalid_of_file',
      only: ['LIST'],
      allowWrites: true,
    })
    const { stdout } = await runCommandWith(
      { LINKTOR_API_KEY: 'invalid_of_env' },
      'verify',
      url,
      '--config',
      file,
      '--api-key',
      KEY,
      '--only',
      'GET-01,CLOSE',
      '--no-allow-writes',
    )
    const refused = await runCommandWith({ LINKTOR_API_KEY: 'invalid_of_env' }, 'verify', url, '--config', file)

    expect(stdout).toContain('1 rule: 1 passed')
    expect(stdout).toMatch(/\d+ rules that write were not run/)
    expect(refused.stderr).toContain('rejects the API key (401)')
  })

  it.each([
    ['an unknown key, by its name', { apikey: KEY }, /: there is no setting apikey; there are baseUrl, apiKey, .*/],
    ['a value of the wrong kind', { rps: '5' }, /: rps must be a number above 0/],
    ['a key that is none', { apiKey: `${KEY}\n` }, /: apiKey must be text without white space/],
    ['a report of an unknown kind', { report: { pdf: 'r.pdf' } }, /: report must be files by their kinds: junit, json, html, md/],
    ['a list', [], /: it must hold an object of settings/],
    ['what is not JSON', `{"apiKey": "${KEY}" and so on`, /: it cannot be read: it is not well-formed/],
  ])('is rejected with %s', async (_, content, reason) => {
    const file = configured('verify.json', content)
    const { status, stdout, stderr } = await verified('http://127.0.0.1:1/v1', '--config', file)

    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(new RegExp(`^error: .*verify\\.json${reason.source}\n$`))
    expect(stderr).not.toContain(KEY)
  })

  it.each([
    ['a syntax error', `export default { apiKey: '${KEY}' `, /it cannot be read: /],
    ['nothing that it exports', `const apiKey = '${KEY}'`, /it cannot be read: Error: it has no default export/],
  ])('in TypeScript is rejected with %s', async (_, content, reason) => {
    const { status, stderr } = await verified('http://127.0.0.1:1/v1', '--config', configured('verify.ts', content))

    expect(status).toBe(2)
    expect(stderr).toMatch(reason)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).not.toContain(KEY)
  })

  it('must exist when it is named', async () => {
    const file = join(folder(), 'none.json')

    expect((await verified('http://127.0.0.1:1/v1', '--config', file)).stderr).toBe(`error: --config ${file}: there is no such file\n`)
    expect(existsSync(file)).toBe(false)
  })
})
