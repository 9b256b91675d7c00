import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { guideWorld } from '../../fixtures/index.js'
import { ran, serving } from './terminal.js'

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

describe('--world with a file', () => {
  it('starts with its data alone', async () => {
    const { stdout } = await serving(['--world', await fileOf({ ...guideWorld, conversations: [], messages: [] })])

    expect(stdout.text).toContain('(0 conversations')
  })

  it('starts with its data and what is generated beside it', async () => {
    const { stdout } = await serving(['--world', await fileOf(`\ufeff${JSON.stringify(guideWorld)}`), '--conversations', '3'])

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
  ])('says where a value stands %s, and does not start', async (_, world, problem) => {
    const file = await fileOf(world)
    const { status, stdout, stderr } = await ran('serve', '--port', '0', '--world', file)

    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(problem)
    expect(stderr.startsWith(`error: --world ${file}: The world does not fit:\n  `)).toBe(true)
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('says in one line that it is not JSON', async () => {
    const file = await fileOf('{\n  "version": 1,\n  oops\n}')
    const { status, stderr } = await ran('serve', '--world', file)

    expect(status).toBe(1)
    expect(stderr).toMatch(/^error: --world \S+: it is not JSON: .+\n$/)
  })

  it.each([
    ['is not there', () => join(folder, 'none.json'), 'there is no such file'],
    ['is a folder', () => folder, 'that is a folder'],
    ['has an impossible name', () => `${folder}/\0`, 'it cannot be read ('],
  ])('says in one line that it %s', async (_, fileName, reason) => {
    const { status, stderr } = await ran('serve', '--world', fileName())

    expect(status).toBe(1)
    expect(stderr.startsWith(`error: --world ${fileName()}: ${reason}`)).toBe(true)
    expect(stderr).toMatch(/it must be guide, empty, or a JSON file as "linktor-mock seed" writes it\n$/)
  })
})
