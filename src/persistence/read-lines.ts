import type { Disk } from './disk.js'

const CHUNK = 1024 * 1024
const NEWLINE = 0x0a

/** A line of a file, or the incomplete end of one. */
export interface Line {
  /** Without the newline; valid until the next line is read. */
  readonly bytes: Buffer
  /** From 1. */
  readonly number: number
  /** Position in the file. */
  readonly start: number
  /** Whether its newline is there. */
  readonly whole: boolean
}

/** Reads the lines of a file, which may be larger than a buffer can be. */
export function* readLines(disk: Disk, path: string): Generator<Line> {
  const file = disk.open(path, 'r')
  try {
    const chunk = Buffer.allocUnsafe(CHUNK)
    let number = 1
    let start = 0
    /** Read parts of a line whose end is still missing. */
    let begun: Buffer[] = []
    for (let position = 0; ; ) {
      const count = disk.read(file, chunk, position)
      if (count === 0) break
      position += count
      let from = 0
      for (let end = chunk.indexOf(NEWLINE); end >= 0 && end < count; end = chunk.indexOf(NEWLINE, from)) {
        const rest = chunk.subarray(from, end)
        const bytes = begun.length === 0 ? rest : Buffer.concat([...begun, rest])
        begun = []
        yield { bytes, number, start, whole: true }
        number++
        start += bytes.length + 1
        from = end + 1
      }
      if (from < count) begun.push(Buffer.from(chunk.subarray(from, count)))
    }
    if (begun.length > 0) yield { bytes: Buffer.concat(begun), number, start, whole: false }
  } finally {
    disk.close(file)
  }
}
