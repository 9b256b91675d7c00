import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DataFile } from '../../src/persistence/data-file.js'
import { send } from '../kit/kit.js'
import { visibleData } from './all-changes.js'
import { failingDisk, noSpace } from './failing-disk.js'
import { copyAsKilled, newFile, persistedMock } from './persisted-mock.js'

const CLOSE = '/conversations/conv_abc123/close'

describe('a data file that somebody deletes or replaces while it is in use', () => {
  it.each<[what: string, harm: (path: string) => void]>([
    ['the snapshot', (path) => rmSync(path)],
    ['the log', (path) => rmSync(`${path}.1.log`)],
    [
      'both',
      (path) => {
        rmSync(path)
        rmSync(`${path}.1.log`)
      },
    ],
    [
      'a copy in place of the log',
      (path) => {
        const log = `${path}.1.log`
        writeFileSync(`${log}.copy`, readFileSync(log))
        renameSync(`${log}.copy`, log)
      },
    ],
  ])('is written anew with the next change: %s', (_, harm) => {
    const path = newFile()
    const { mock, lines } = persistedMock(path)
    send(mock, 'PATCH', '/conversations/conv_abc123', { tags: ['before'] })
    harm(path)

    expect(send(mock, 'POST', CLOSE).status).toBe(200)
    expect(lines).toEqual([`${path}: the file, or its log, was deleted or replaced while in use: it is written anew`])
    send(mock, 'PATCH', '/conversations/conv_abc123', { priority: 'low' })
    expect(lines).toHaveLength(1)
    const again = persistedMock(copyAsKilled(path))
    expect(visibleData(again.mock)).toEqual(visibleData(mock))
    expect(again.mock.db.conversations.get('conv_abc123')).toMatchObject({ status: 'closed', tags: ['before'], priority: 'low' })
  })
})

describe('a log with a missing line', () => {
  it('is rejected, with the line', () => {
    const path = newFile()
    const { mock } = persistedMock(path)
    for (const tag of ['one', 'two', 'three']) send(mock, 'PATCH', '/conversations/conv_abc123', { tags: [tag] })
    const copy = copyAsKilled(path)
    const log = `${copy}.1.log`
    const all = readFileSync(log, 'utf8').split('\n')
    writeFileSync(log, [...all.slice(0, 2), ...all.slice(3)].join('\n'))

    expect(() => new DataFile(copy, { warn: () => {} })).toThrow(/line 3: expected line 4: lines before it are missing or repeated/)
  })
})

describe('a full disk', () => {
  it('is named by a reset, a load and a restore, which change nothing', () => {
    const disk = failingDisk()
    const { mock } = persistedMock(newFile(), { disk })
    const snapshot = mock.snapshot()
    send(mock, 'POST', CLOSE)
    const before = visibleData(mock)
    disk.before = (step) => {
      if (step === 'write') throw noSpace()
    }

    for (const act of [() => mock.reset(), () => mock.load(mock.world()), () => mock.restore(snapshot)]) {
      expect(act).toThrow('linktor-mock could not write this to its data file: ENOSPC: no space left on device, write; nothing was changed')
    }
    disk.before = () => {}
    expect(visibleData(mock)).toEqual(before)
    mock.reset()
    expect(mock.db.conversations.get('conv_abc123').status).toBe('open')
  })
})
