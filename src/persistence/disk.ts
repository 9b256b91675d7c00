import * as fs from 'node:fs'
import { promisify } from 'node:util'

/** The file operations in use, an interface so that tests can fail any of them. */
export interface Disk {
  open(path: string, flags: string): number
  close(file: number): void
  /** Writes at a position; returns the number of bytes written, which may be less than given. */
  write(file: number, bytes: Buffer, position: number): number
  /** Reads from a position; returns the number of bytes read, 0 at the end. */
  read(file: number, bytes: Buffer, position: number): number
  truncate(file: number, length: number): void
  /** Waits until written data survive a power failure. */
  sync(file: number): void
  syncLater(file: number): Promise<void>
  rename(from: string, to: string): void
  remove(path: string): void
  /** Number of the file behind a path or an open file; `undefined` when there is none. */
  inode(file: string | number): number | undefined
  /** Names in a folder. */
  list(folder: string): readonly string[]
}

const fsync = promisify(fs.fsync)

export const realDisk: Disk = {
  open: (path, flags) => fs.openSync(path, flags),
  close: (file) => fs.closeSync(file),
  write: (file, bytes, position) => fs.writeSync(file, bytes, 0, bytes.length, position),
  read: (file, bytes, position) => fs.readSync(file, bytes, 0, bytes.length, position),
  truncate: (file, length) => fs.ftruncateSync(file, length),
  sync: (file) => fs.fsyncSync(file),
  syncLater: (file) => fsync(file),
  rename: (from, to) => fs.renameSync(from, to),
  remove: (path) => fs.rmSync(path, { force: true }),
  inode: (file) => (typeof file === 'number' ? fs.fstatSync(file) : fs.statSync(file, { throwIfNoEntry: false }))?.ino,
  list: (folder) => fs.readdirSync(folder),
}

/** Writes all bytes. */
export function writeAll(disk: Disk, file: number, bytes: Buffer, position: number): void {
  for (let written = 0; written < bytes.length; ) {
    const count = disk.write(file, written === 0 ? bytes : bytes.subarray(written), position + written)
    if (count === 0) throw new Error('the disk takes no more')
    written += count
  }
}
