import { type Disk, writeAll } from './disk.js'
import { headerOf } from './entries.js'
import { logPath } from './file-names.js'
import { lineOf } from './lines.js'
import type { LogEnd } from './load.js'

/** An open log: appended lines are complete or absent. */
export class WriteAheadLog {
  readonly generation: number
  readonly path: string
  readonly #disk: Disk
  readonly #file: number
  /** Number of the open file. */
  readonly #inode: number | undefined
  #bytes: number
  #lines: number
  /** Whether the file may end with an incomplete line. */
  #torn: boolean

  private constructor(disk: Disk, path: string, file: number, { generation, bytes, lines, torn }: LogEnd) {
    this.#disk = disk
    this.path = path
    this.#file = file
    this.#inode = disk.inode(file)
    this.generation = generation
    this.#bytes = bytes
    this.#lines = lines
    this.#torn = torn > 0
  }

  /**
   * Creates a log, in place of any file with its name.
   *
   * @param after - number of lines of the log before it
   */
  static create(disk: Disk, file: string, generation: number, after: number): WriteAheadLog {
    const path = logPath(file, generation)
    const log = new WriteAheadLog(disk, path, disk.open(path, 'w'), { generation, after, bytes: 0, lines: 0, torn: 0 })
    try {
      log.add(headerOf('log', generation, after))
    } catch (error) {
      log.close()
      disk.remove(path)
      throw error
    }
    return log
  }

  /** Continues a log that was read; cuts off an incomplete last line. */
  static resume(disk: Disk, file: string, end: LogEnd): WriteAheadLog {
    const path = logPath(file, end.generation)
    const log = new WriteAheadLog(disk, path, disk.open(path, 'r+'), end)
    try {
      log.truncateTorn()
    } catch (error) {
      log.close()
      throw error
    }
    return log
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Tells whether the file is still at its path: it may have been deleted or replaced while it is open. */
  get isInPlace(): boolean {
    return this.#disk.inode(this.path) === this.#inode
  }

  /** Number of lines, including the header. */
  get lines(): number {
    return this.#lines
  }

  /** Appends a line with its number. When that fails, the line is absent. */
  add(value: object): void {
    this.truncateTorn()
    const bytes = Buffer.from(lineOf({ ...value, line: this.#lines + 1 }))
    this.#torn = true
    try {
      writeAll(this.#disk, this.#file, bytes, this.#bytes)
    } catch (error) {
      this.#tryTruncateTorn() // or else before the next line
      throw error
    }
    this.#torn = false
    this.#bytes += bytes.length
    this.#lines++
  }

  /** Cuts off an incomplete last line. */
  truncateTorn(): void {
    if (!this.#torn) return
    this.#disk.truncate(this.#file, this.#bytes)
    this.#torn = false
  }

  close(): void {
    this.#disk.close(this.#file)
  }

  #tryTruncateTorn(): void {
    try {
      this.truncateTorn()
    } catch {} // the error thrown before says more
  }
}
