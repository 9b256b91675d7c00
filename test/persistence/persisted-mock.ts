import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { guideWorld } from '../../fixtures/guide.js'
import { type Mock, type MockOptions, startMock } from '../../src/mock/create-mock.js'
import { DataFile, type DataOptions } from '../../src/persistence/data-file.js'
import type { World } from '../../src/store/records.js'

/** A temporary folder, deleted after the test. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'linktor-mock-data-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A path for a new data file. */
export function newFile(): string {
  return join(temporaryFolder(), 'inbox.data')
}

export interface PersistedMock {
  readonly mock: Mock
  readonly file: DataFile
  /** The reported messages. */
  readonly lines: readonly string[]
}

/** A mock with a data file and a frozen clock. */
export function persistedMock(
  path: string,
  options: Partial<DataOptions> & { readonly world?: World; readonly mock?: Omit<MockOptions, 'world'> } = {},
): PersistedMock {
  const { world = guideWorld, mock: mockOptions = {}, ...data } = options
  const lines: string[] = []
  const file = new DataFile(path, { warn: (line) => lines.push(line), ...data })
  onTestFinished(() => file.close())
  const mock = startMock(world, { now: '2024-01-15T11:00:00Z', ...mockOptions }, file)
  if (file.loaded === undefined) mock.clock.freeze()
  return { mock, file, lines }
}

/** Copies the files as a `kill -9` at this moment would leave them. */
export function copyAsKilled(path: string): string {
  const copy = newFile()
  cpSync(join(path, '..'), join(copy, '..'), { recursive: true })
  return copy
}
