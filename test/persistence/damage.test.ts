import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { guideWorld } from '../../fixtures/guide.js'
import { DataFile } from '../../src/persistence/data-file.js'
import { makeAllChanges, visibleData } from './all-changes.js'
import { copyAsKilled, newFile, persistedMock } from './persisted-mock.js'

const CONVERSATION = 'conv_abc123'

/** Files with a snapshot and a log; with the data of the mock after each of its last writes. */
function written(): { readonly path: string; readonly log: string; readonly states: readonly string[] } {
  const path = newFile()
  const { mock } = persistedMock(path)
  makeAllChanges(mock)
  mock.restore(mock.snapshot())
  const states = [visibleData(mock).join()]
  for (const tag of ['a', 'b', 'c']) {
    mock.db.conversations.update(CONVERSATION, { tags: [tag] })
    states.push(visibleData(mock).join())
  }
  const copy = copyAsKilled(path)
  const [log = ''] = readdirSync(dirname(copy)).filter((name) => name.endsWith('.log'))
  return { path: copy, log: join(dirname(copy), log), states }
}

function errorOf(path: string): string {
  const before = contents(path)
  try {
    void new DataFile(path, { warn: () => {} }).close()
  } catch (error) {
    expect(contents(path)).toEqual(before) // stored unchanged
    return error instanceof Error ? error.message : ''
  }
  throw new Error('it was taken')
}

function contents(path: string): Record<string, string> {
  if (!existsSync(path) || statSync(path).isDirectory()) return {}
  const names = readdirSync(dirname(path)).filter((name) => !name.endsWith('.lock'))
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(dirname(path), name), 'latin1')]))
}

/** A line in the documented format. */
function line(value: object): string {
  const json = JSON.stringify(value)
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`
}

describe('an incomplete write', () => {
  it('is dropped at every possible length, reported in one line, and overwritten', async () => {
    const { path, log, states } = written()
    const bytes = readFileSync(log)
    const start = bytes.lastIndexOf('\n', bytes.length - 2) + 1
    for (const length of [bytes.length - 1, start + 1, start + 8, start + 9, start + 40]) {
      writeFileSync(log, bytes.subarray(0, length))
      const { mock, lines, file } = persistedMock(path)
      expect(visibleData(mock).join()).toBe(states[2])
      expect(lines).toEqual([`${log}: a write that was cut off is dropped (${length - start} bytes at the end)`])
      mock.db.conversations.update(CONVERSATION, { tags: ['later'] })
      await file.close()
      expect(persistedMock(copyAsKilled(path)).lines).toEqual([])
    }
  })

  it('does not matter at the start of a log', async () => {
    const { path, log, states } = written()
    const next = log.replace(/\.(\d+)\.log$/, (_, generation) => `.${Number(generation) + 1}.log`)
    for (const begun of ['', '0123', line({ format: 'linktor-mock data' }).slice(0, 20)]) {
      writeFileSync(next, begun)
      const { mock, file } = persistedMock(path)
      expect(visibleData(mock).join()).toBe(states[3])
      mock.db.conversations.update(CONVERSATION, { tags: ['c'] })
      await file.close()
      expect(persistedMock(copyAsKilled(path)).mock.db.conversations.get(CONVERSATION).tags).toEqual(['c'])
      rmSync(next)
    }
  })
})

describe('a damaged data file', () => {
  it('is rejected for any changed byte, or loses only the last write, which is reported', async () => {
    const { path, log, states } = written()
    const originals = [path, log].map((name) => [name, readFileSync(name)] as const)
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(1), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (place, which, flip, atEnd) => {
        const [name = '', original = Buffer.of()] = originals[which] ?? []
        const bytes = Buffer.from(original)
        const at = atEnd ? bytes.length - 1 - (place % 3) : place % bytes.length
        bytes[at] = (bytes[at] ?? 0) ^ flip
        writeFileSync(name, bytes)
        try {
          const lines: string[] = []
          const file = new DataFile(path, { warn: (text) => lines.push(text) })
          await file.close()
          expect([name, at]).toEqual([log, bytes.length - 1]) // the newline of the last line
          expect(lines).toEqual([expect.stringMatching(/cut off is dropped/)])
          expect(file.loaded?.store.conversations.get(CONVERSATION)?.tags).toEqual(['b'])
        } catch (error) {
          expect(String(error)).toMatch(/^DataError: .*inbox\.data(\.\d+\.log)?(, line \d+)?: /)
          expect(readFileSync(name).equals(bytes)).toBe(true)
        } finally {
          writeFileSync(name, original)
        }
      }),
      { numRuns: 400 },
    )
    expect(visibleData(persistedMock(path).mock).join()).toBe(states[3])
  })

  it('is rejected when its end, or a part of the middle, is missing', () => {
    const { path, log } = written()
    const snapshot = readFileSync(path)
    for (let end = snapshot.indexOf('\n'); end < snapshot.length - 1; end = snapshot.indexOf('\n', end + 1)) {
      writeFileSync(path, snapshot.subarray(0, end + 1))
      expect(errorOf(path)).toBe(`${path}: expected more: the file has lost its end`)
    }
    const lines = snapshot.toString().split('\n')
    writeFileSync(path, lines.toSpliced(4, 1).join('\n'))
    expect(errorOf(path)).toMatch(/, line \d+: expected \d+ lines before this one$/)
    writeFileSync(path, snapshot + (lines[3] ?? ''))
    expect(errorOf(path)).toMatch(/, line \d+: expected nothing more after the end$/)
    writeFileSync(path, snapshot)
    const log2 = log.replace(/\d+\.log$/, (end) => `${Number.parseInt(end, 10) + 1}.log`)
    const after = readFileSync(log, 'utf8').split('\n').length - 1
    const generation = Number(/(\d+)\.log$/.exec(log2)?.[1])
    writeFileSync(log2, line({ format: 'linktor-mock data', version: 1, part: 'log', generation, after }))
    writeFileSync(log, readFileSync(log, 'utf8').split('\n').slice(0, -2).join('\n').concat('\n'))
    expect(errorOf(path)).toBe(`${log2}, line 1: expected the log before it to have ${after} lines; it has ${after - 1}`)
    truncateSync(log, 0)
    expect(errorOf(path)).toBe(`${log}, line 1: expected the header of a log; the file is empty`)
    rmSync(log)
    expect(errorOf(path)).toBe(`${log}: there is no such file; ${path} goes with it`)
  })

  it('is rejected with another version, another format, or a log in place of a snapshot', () => {
    const { path, log } = written()
    const generation = 1
    const rest = readFileSync(path, 'utf8').split('\n').slice(1).join('\n')
    const refused: readonly (readonly [string, string])[] = [
      [
        line({ format: 'linktor-mock data', version: 3, part: 'snapshot', generation }) + rest,
        'it is of version 3, and this linktor-mock reads versions 1 and 2',
      ],
      [readFileSync(log, 'utf8'), 'expected a snapshot; it is a "log"'],
      [line({ format: 'linktor-mock data', version: 1, part: 'snapshot' }) + rest, 'expected a header with a generation'],
      ['{"version":1,"conversations":[]}', 'expected the header of a data file of linktor-mock; this is something else, or damaged'],
      ['', 'expected the header of a data file of linktor-mock; the file is empty'],
    ]
    for (const [text, problem] of refused) {
      writeFileSync(path, text)
      expect(errorOf(path)).toBe(`${path}, line 1: ${problem}`)
    }
    expect(errorOf(dirname(path))).toMatch(/it cannot be read and written: E/)
    expect(errorOf(join(dirname(path), 'none', 'file'))).toMatch(/it cannot be read and written: ENOENT/)
  })

  it('is rejected when it is missing, but its log exists', () => {
    const { path, log } = written()
    rmSync(path)
    expect(errorOf(path)).toBe(`${path}: there is no such file, but ${log} goes with it: put it back, or delete that too`)
  })

  it('is not confused with a file of a similar name', () => {
    const { path, states } = written()
    for (const name of ['.9.log.old', '.09.log', '.x.log', '.lock.tmp', 'other.1.log']) appendFileSync(path + name, 'mine')
    const other = join(dirname(path), 'inbox')
    expect(visibleData(persistedMock(path).mock).join()).toBe(states[3])
    expect(persistedMock(other, { world: guideWorld }).mock.db.conversations.count()).toBe(1)
    expect(existsSync(`${path}.9.log.old`)).toBe(true)
    expect(basename(other)).toBe('inbox')
  })
})
