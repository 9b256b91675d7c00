import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printable } from '../../contracts/printable.js'
import { generateWorld, guideWorld } from '../../fixtures/index.js'
import type { World } from '../../src/store/records.js'
import { runCommand, startServe } from './terminal.js'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linktor-mock-'))
})

afterAll(() => rm(folder, { recursive: true }))

async function fileOf(content: unknown): Promise<string> {
  const file = join(folder, 'world.json')
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const [conversation] = guideWorld.conversations

const NOW = '2024-06-01T09:00:00Z'

async function json(url: URL | string) {
  return (await fetch(url, { headers: { authorization: 'Bearer key' } })).json()
}

async function snoozed(url: string): Promise<string[]> {
  const { data, meta } = await json(`${url}/conversations?status=snoozed&perPage=100`)
  expect(meta.pagination.totalCount).toBe(data.length)
  return data.map(({ id }: { id: string }) => id).sort()
}

function idsOfSnoozed(conversations: World['conversations']): string[] {
  const records = conversations.filter(({ status }) => status === 'snoozed')
  return records.map(({ id }) => id).sort()
}

async function minute(server: { readonly url: string }): Promise<string> {
  return (await json(new URL('/health', server.url))).now.slice(0, 16)
}

describe('the now of a world file', () => {
  it.each([[['--now', NOW]], [[]]])('leaves conversations that seed %j wrote snoozed, however long ago', async (asOf) => {
    const file = join(folder, 'seeded.json')
    await runCommand('seed', '--conversations', '100', ...asOf, '--out', file)
    const written = idsOfSnoozed(JSON.parse(await readFile(file, 'utf8')).conversations)
    const { url } = await startServe(['--world', file])

    expect(written.length).toBeGreaterThan(2)
    expect(await snoozed(url)).toEqual(written)
  })

  it('is where the clock starts, unless --now is given', async () => {
    const file = await fileOf({ ...guideWorld, now: NOW })

    expect(await minute(await startServe(['--world', file]))).toBe('2024-06-01T09:00')
    expect(await minute(await startServe(['--world', file, '--now', '2024-07-02T10:00:00Z']))).toBe('2024-07-02T10:00')
  })

  it('is the time that conversations are generated for, unless --now is given', async () => {
    const file = await fileOf({ ...guideWorld, now: NOW })
    const beside = ['--world', file, '--conversations', '60', '--seed', '5']

    for (const now of [NOW, '2024-07-02T10:00:00Z']) {
      const server = await startServe(now === NOW ? beside : [...beside, '--now', now])
      const expected = generateWorld({ conversations: 60, seed: 5, now, base: guideWorld }).conversations
      expect(await minute(server)).toBe(now.slice(0, 16))
      expect(await snoozed(server.url)).toEqual(idsOfSnoozed(expected))
    }
  })

  it('must be within the range of the clock, unless --now is given', async () => {
    const file = await fileOf({ ...guideWorld, now: '1970-07-20T20:17:40Z' })

    expect(await runCommand('serve', '--world', file)).toEqual({
      status: 1,
      stdout: '',
      stderr: `error: --world ${file}: now must be from 1971 to 9998; got "1970-07-20T20:17:40Z": give another, or --now\n`,
    })
    expect(await minute(await startServe(['--world', file, '--now', NOW]))).toBe('2024-06-01T09:00')
  })

  it('must be a timestamp', async () => {
    const { status, stderr } = await runCommand('serve', '--world', await fileOf({ ...guideWorld, now: 'today' }))

    expect(status).toBe(1)
    expect(stderr).toMatch(/\n {2}now must .*; got "today"\n/)
  })
})

describe('--world with a file', () => {
  it('starts with its data only', async () => {
    const { stdout } = await startServe(['--world', await fileOf({ ...guideWorld, conversations: [], messages: [] })])

    expect(stdout.text).toContain('(0 conversations')
  })

  it('starts with its data and generated conversations', async () => {
    const { stdout } = await startServe(['--world', await fileOf(`\ufeff${JSON.stringify(guideWorld)}`), '--conversations', '3'])

    expect(stdout.text).toContain('(4 conversations')
  })

  it.each([
    [
      'of the wrong kind',
      { ...guideWorld, conversations: [{ ...conversation, status: 'done' }] },
      /conversations\[0\]\.status must be one of .*; got "done"/,
    ],
    [
      'that names what is not there',
      { ...guideWorld, conversations: [{ ...conversation, channelId: 'ch_none' }] },
      /conversations\[0\]\.channelId names no channel; got "ch_none"/,
    ],
    ['that is missing', { ...guideWorld, users: undefined }, /users is required/],
    ['that is no object', [], /must be/],
  ])('says where a value is invalid %s, and does not start', async (_, world, problem) => {
    const file = await fileOf(world)
    const { status, stdout, stderr } = await runCommand('serve', '--port', '0', '--world', file)

    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(problem)
    expect(stderr.startsWith(`error: --world ${file}: The world does not fit:\n  `)).toBe(true)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('reports in one line that it is not JSON', async () => {
    const file = await fileOf('{\n  "version": 1,\n  oops\n}')
    const { status, stderr } = await runCommand('serve', '--world', file)

    expect(status).toBe(1)
    expect(stderr).toMatch(/^error: --world \S+: it is not JSON: .+\n$/)
  })

  it.each([
    ['is not there', () => join(folder, 'none.json'), 'there is no such file'],
    ['is a folder', () => folder, 'that is a folder'],
    ['has an impossible name', () => `${folder}/\0`, 'it cannot be read ('],
  ])('reports in one line that it %s', async (_, fileName, reason) => {
    const { status, stderr } = await runCommand('serve', '--world', fileName())

    expect(status).toBe(1)
    expect(stderr.startsWith(`error: --world ${printable(fileName())}: ${reason}`)).toBe(true)
    expect(stderr).toMatch(/it must be guide, empty, or a JSON file as "linktor-mock seed" writes it\n$/)
  })
})
