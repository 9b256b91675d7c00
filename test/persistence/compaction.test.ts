import { readdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { generateWorld } from '../../fixtures/generate.js'
import { guideWorld } from '../../fixtures/guide.js'
import { send } from '../kit/kit.js'
import { makeAllChanges, visibleData } from './all-changes.js'
import { type FailingDisk, failingDisk, noSpace } from './failing-disk.js'
import { copyAsKilled, newFile, persistedMock } from './persisted-mock.js'

const WORLD = generateWorld({ conversations: 40, seed: 3, now: '2024-01-15T10:59:00Z', base: guideWorld })

function names(path: string): string[] {
  return readdirSync(dirname(path))
    .map((name) => name.replace('inbox.data', 'FILE'))
    .filter((name) => name !== 'FILE.lock')
    .sort()
}

/** Writes until a log of this or a later generation exists; then waits until it is the only one. */
async function untilCompacted(path: string, generation: number, write: () => void): Promise<void> {
  const generations = (): number[] =>
    names(path)
      .flatMap((name) => /(\d+)\.log$/.exec(name)?.[1] ?? [])
      .map(Number)
  while (Math.max(...generations()) < generation) {
    write()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await vi.waitFor(() => expect(generations()).toEqual([Math.max(...generations())]), { interval: 1, timeout: 10_000 })
  expect(names(path)).toEqual(['FILE', `FILE.${generations()[0]}.log`])
}

describe('a log that outgrows the snapshot', () => {
  it('is compacted into a new snapshot while writes continue, and then deleted', async () => {
    const path = newFile()
    const { mock, lines } = persistedMock(path, { compactAt: 20_000 })
    let i = 0
    const write = (): void => void mock.db.conversations.update('conv_abc123', { tags: [`t${i++}`] })
    while (statSync(`${path}.1.log`).size <= 20_000) write()
    write()
    await untilCompacted(path, 2, write)

    expect(visibleData(persistedMock(copyAsKilled(path)).mock)).toEqual(visibleData(mock))
    expect(lines).toEqual([])
  })

  it('is unchanged while it is shorter than the snapshot', () => {
    const path = newFile()
    const { mock } = persistedMock(path, { world: WORLD, compactAt: 1 })
    for (let i = 0; i < 20; i++) mock.db.conversations.update('conv_abc123', { tags: [`t${i}`] })
    expect(statSync(`${path}.1.log`).size).toBeLessThan(statSync(path).size)

    expect(names(path)).toEqual(['FILE', 'FILE.1.log'])
  })

  it('loses nothing, and opens again, wherever the process ends during compaction', async () => {
    const seen = new Set<string>()
    for (let end = 0; ; end++) {
      const path = newFile()
      const disk = failingDisk()
      const { mock } = persistedMock(path, { world: WORLD, compactAt: 1, disk })
      makeAllChanges(mock)
      for (const { id } of mock.webhooks.all()) send(mock, 'DELETE', `/webhooks/${id}`) // whose deliveries would write at times of their own
      for (let i = 0; statSync(`${path}.1.log`).size <= statSync(path).size - 5000; i++) {
        mock.db.conversations.update('conv_abc123', { tags: [`t${i}`], metadata: { long: 'x'.repeat(2000) } })
      }
      const left = endingAfter(disk, end)
      let acknowledged = mock.db.conversations.get('conv_abc123').tags
      for (const tags of [['last'], ['but'], ['not least']]) {
        try {
          mock.db.conversations.update('conv_abc123', { tags })
          acknowledged = tags
        } catch {} // the process has ended
      }
      const expected = await left(path)
      const again = persistedMock(copyAsKilled(path))
      expect(again.lines.filter((line) => !line.includes('cut off'))).toEqual([])
      expect(again.mock.db.conversations.get('conv_abc123').tags).toEqual(acknowledged)
      expect(visibleData(again.mock)).toEqual(visibleData(mock))
      again.mock.db.conversations.update('conv_abc123', { tags: ['on'] })
      expect(persistedMock(copyAsKilled(path)).lines.filter((line) => !line.includes('cut off'))).toEqual([])
      seen.add(expected)
      if (expected === '') break
    }
    expect([...seen]).toEqual(expect.arrayContaining(['open', 'write', 'syncLater', 'rename', 'remove', '']))
  })

  it('keeps growing when a new snapshot cannot be written, which is reported, and is compacted when that is possible again', async () => {
    const path = newFile()
    const disk = failingDisk()
    const { mock, lines } = persistedMock(path, { compactAt: 5000, disk })
    disk.before = (step) => {
      if (step === 'syncLater' || step === 'rename') throw noSpace()
    }
    let i = 0
    const write = (): void => void mock.db.conversations.update('conv_abc123', { tags: [`t${i++}`] })
    await vi.waitFor(
      () => {
        write()
        expect(lines).toHaveLength(1)
      },
      { interval: 1 },
    )
    expect(lines).toEqual([`${path}: the log could not be put into a new snapshot, and grows on: ENOSPC: no space left on device, write`])
    expect(names(path)).toEqual(['FILE', 'FILE.1.log', 'FILE.2.log'])
    expect(visibleData(persistedMock(copyAsKilled(path)).mock)).toEqual(visibleData(mock))
    disk.before = () => {}
    await untilCompacted(path, 3, write)
    expect(visibleData(persistedMock(copyAsKilled(path)).mock)).toEqual(visibleData(mock))
  })

  it('is replaced by a reset, whose snapshot stays', async () => {
    const path = newFile()
    const { mock, file } = persistedMock(path, { compactAt: 5000 })
    let i = 0
    while (!names(path).includes('FILE.2.log')) mock.db.conversations.update('conv_abc123', { tags: [`t${i++}`] })
    mock.reset()
    expect(names(path).filter((name) => !name.endsWith('.tmp'))).toEqual(['FILE', 'FILE.3.log'])
    await file.close()

    expect(names(path)).toEqual(['FILE', 'FILE.3.log'])
    expect(visibleData(persistedMock(path).mock)).toEqual(visibleData(persistedMock(newFile()).mock))
  })

  it('stays complete when closed during compaction', async () => {
    const path = newFile()
    const { mock, file } = persistedMock(path, { compactAt: 5000 })
    let i = 0
    while (!names(path).includes('FILE.2.log')) mock.db.conversations.update('conv_abc123', { tags: [`t${i++}`] })
    const before = visibleData(mock)
    await file.close()
    expect(names(path)).toEqual(['FILE', 'FILE.1.log', 'FILE.2.log'])
    expect(visibleData(persistedMock(path).mock)).toEqual(before)
  })
})

/** Makes a disk ignore everything after n steps; returns a function that names the first ignored step. */
function endingAfter(disk: FailingDisk, steps: number): (path: string) => Promise<string> {
  disk.steps.length = 0
  let ended = ''
  disk.before = (step) => {
    if (disk.steps.length <= steps && ended === '') return
    ended ||= step
    throw new Error('the process has ended')
  }
  return async (path) => {
    await vi.waitFor(
      () => {
        if (ended === '') expect(names(path)).toEqual(['FILE', 'FILE.2.log'])
      },
      { interval: 1, timeout: 5000 },
    )
    return ended
  }
}
