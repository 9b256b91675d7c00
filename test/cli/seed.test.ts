import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyWorld, generateWorld, guideWorld } from '../../fixtures/index.js'
import { run } from '../../src/cli/run.js'
import { runCommand, startServe, terminal } from './terminal.js'

const NOW = '2024-06-01T09:00:00Z'
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linktor-mock-'))
})

afterAll(() => rm(folder, { recursive: true }))

describe('linktor-mock seed', () => {
  it('writes a world that serve accepts', async () => {
    const file = join(folder, 'world.json')
    const { status, stdout, stderr } = await runCommand('seed', '--conversations', '200', '--seed', '7', '--now', NOW, '--out', file)
    const world = JSON.parse(await readFile(file, 'utf8'))

    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toBe(`${file}: 201 conversations, ${world.messages.length} messages\n`)
    expect(world).toEqual(JSON.parse(JSON.stringify(generateWorld({ conversations: 200, seed: 7, now: NOW, base: guideWorld }))))
    expect((await startServe(['--world', file])).stdout.text).toContain('(201 conversations')
  })

  it('writes to the standard output, identically for the same options', async () => {
    const [one, same, other] = [
      await runCommand('seed', '--now', NOW, '--seed', '3'),
      await runCommand('seed', '--now', NOW, '--seed', '3', '--out', '-'),
      await runCommand('seed', '--now', NOW, '--seed', '4'),
    ]

    expect(JSON.parse(one.stdout).conversations).toHaveLength(51)
    expect(same.stdout).toBe(one.stdout)
    expect(other.stdout).not.toBe(one.stdout)
  })

  it('adds to a given world, for a given time', async () => {
    const { stdout } = await runCommand('seed', '--world', 'empty', '--conversations', '5', '--now', '2030-06-01')

    expect(JSON.parse(stdout)).toEqual(
      JSON.parse(JSON.stringify(generateWorld({ conversations: 5, seed: 1, now: '2030-06-01T00:00:00Z', base: emptyWorld }))),
    )
  })

  it.each(['10', '0'])('generates for a time, to the second, with %s conversations', async (conversations) => {
    const before = Math.floor(Date.now() / 1000) * 1000
    const { now } = JSON.parse((await runCommand('seed', '--conversations', conversations)).stdout)

    expect(now).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    expect(Date.parse(now)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(now)).toBeLessThanOrEqual(Date.now())
  })

  it('writes a line for each record', async () => {
    const { stdout } = await runCommand('seed', '--conversations', '0', '--now', NOW)

    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify({ ...guideWorld, now: NOW })))
    expect(stdout.split('\n').filter((line) => line.startsWith('    {"id":"msg_'))).toHaveLength(guideWorld.messages.length)
    expect((await runCommand('seed', '--world', 'empty', '--conversations', '0')).stdout).toContain('  "messages": []\n}\n')
  })

  it('reports in one line that it cannot write', async () => {
    const { status, stderr } = await runCommand('seed', '--conversations', '0', '--out', join(folder, 'none', 'world.json'))

    expect(status).toBe(1)
    expect(stderr).toMatch(/^error: --out \S+: it cannot be written \(ENOENT.*\)\n$/)
  })

  it('ignores a reader that closes its output early', async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, written) => written(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    })
    const io = { ...terminal(), stdout }

    expect(await run(['seed'], io)).toBe(0)
    expect(io.stderr.text).toBe('')
  })

  it.each([
    ['--world', 'world.json', 'Allowed choices are guide, empty.'],
    ['--conversations', 'many', 'It must be a whole number from 0 to 1000000.'],
  ])('rejects %s %s', async (flag, value, wanted) => {
    expect(await runCommand('seed', flag, value)).toMatchObject({ status: 1, stderr: expect.stringContaining(wanted) })
  })
})
