import { type Disk, realDisk } from '../../src/persistence/disk.js'

/** Operations that change a disk. */
export type Step = 'open' | 'write' | 'truncate' | 'sync' | 'syncLater' | 'rename' | 'remove'

/** A disk that works until it is told to fail, and records its operations. */
export interface FailingDisk extends Disk {
  readonly steps: Step[]
  /** Called before each operation; throws the failure of the disk. */
  before: (step: Step) => void
  /** Bytes of a write that succeed before it fails. */
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

/** Error of a full disk. */
export function noSpace(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
}
