import { type Disk, realDisk } from '../../src/persistence/disk.js'

/** Disk operations that change something. */
export type Step = 'open' | 'write' | 'truncate' | 'sync' | 'syncLater' | 'rename' | 'remove'

/** A disk that works until it is made to fail, and records the operations. */
export interface FailingDisk extends Disk {
  readonly steps: Step[]
  /** Called before each step: throws the error that the disk should fail with. */
  before: (step: Step) => void
  /** Number of bytes that a write stores before it fails. */
  partly: number
}

export function failingDisk(): FailingDisk {
  const note = (step: Step): void => {
    disk.steps.push(step)
    disk.before(step)
  }
  const disk: FailingDisk = {
    ...realDisk,
    steps: [],
    before() {},
    partly: 0,
    open(path, flags) {
      if (flags !== 'r') note('open')
      return realDisk.open(path, flags)
    },
    write(file, bytes, position) {
      try {
        note('write')
      } catch (error) {
        if (disk.partly > 0) realDisk.write(file, bytes.subarray(0, Math.min(disk.partly, bytes.length - 1)), position)
        throw error
      }
      return realDisk.write(file, bytes, position)
    },
    truncate(file, length) {
      note('truncate')
      realDisk.truncate(file, length)
    },
    sync(file) {
      note('sync')
      realDisk.sync(file)
    },
    async syncLater(file) {
      note('syncLater')
      await realDisk.syncLater(file)
    },
    rename(from, to) {
      note('rename')
      realDisk.rename(from, to)
    },
    remove(path) {
      note('remove')
      realDisk.remove(path)
    },
  }
  return disk
}

/** The system error for a full disk. */
export function noSpace(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
}
