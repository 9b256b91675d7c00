import { type Disk, writeAll } from './disk.js'
import { headerOf } from './entries.js'
import { logPath } from './file-names.js'
import { lineOf } from './line.js'
import type { LogEnd } from './load.js'

/** A log that is open: lines are added at its end, and are whole or not there at all. */
export class WriteAheadLog {
  readonly generation: number
  readonly path: string
  readonly #disk: Disk
  readonly #file: number
  #bytes: number
  #lines: number
  /** Whether there may be part of a line at the end. */
  #torn: boolean

  private constructor(disk: Disk, path: string, file: number, { generation, bytes, lines, torn }: LogEnd) {
    this.#disk = disk
    this.path = path
    this.#file = file
    this.generation = generation
    this.#bytes = bytes
    this.#lines = lines
    this.#torn = torn > 0
  }

  /**
   * Begins a log, in the place of any file of its name.
   *
   * @param after - how many lines the log before it has
   */
  static begin(disk: Disk, file: string, generation: number, after: number): WriteAheadLog {
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

  /** Goes on with a log that was read; what is torn at its end is cut off. */
  static goOn(disk: Disk, file: string, end: LogEnd): WriteAheadLog {
    const path = logPath(file, end.generation)
    const log = new WriteAheadLog(disk, path, disk.open(path, 'r+'), end)
    try {
      log.mend()
    } catch (error) {
      log.close()
      throw error
    }
    return log
  }

  get bytes(): number {
    return this.#bytes
  }

  /** How many lines stand in it, its header among them. */
  get lines(): number {
    return this.#lines
  }

  /** Adds a line. When that fails, the line is not there. */
  add(value: object): void {
    this.mend()
    const bytes = Buffer.from(lineOf(value))
    this.#torn = true
    try {
      writeAll(this.#disk, this.#file, bytes, this.#bytes)
    } catch (error) {
      this.#mendIfPossible() // or else before the next line
      throw error
    }
    this.#torn = false
    this.#bytes += bytes.length
    this.#lines++
  }

  /** Cuts off what there may be of a line that was not written to its end. */
  mend(): void {
    if (!this.#torn) return
    this.#disk.truncate(this.#file, this.#bytes)
    this.#torn = false
  }

  close(): void {
    this.#disk.close(this.#file)
  }

  #mendIfPossible(): void {
    try {
      this.mend()
    } catch {} // the one that was thrown before tells more
  }
}
