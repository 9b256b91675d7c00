import { crc32 } from 'node:zlib'
import type { Disk } from './disk.js'

const SUM_LENGTH = 8
const SPACE = 0x20
const NEWLINE = 0x0a
const CHUNK_BYTES = 1024 * 1024

/** A line of a file: the CRC-32 of its JSON in eight hexadecimal digits, a space, the JSON, a newline. */
export function lineOf(value: object): string {
  const json = JSON.stringify(value)
  return `${sumOf(json)} ${json}\n`
}

/** Parses a line without its newline; `undefined` when it is damaged. */
export function parseLine(line: Buffer): unknown {
  if (line.length < SUM_LENGTH + 2 || line[SUM_LENGTH] !== SPACE) return undefined
  const json = line.subarray(SUM_LENGTH + 1)
  if (line.toString('latin1', 0, SUM_LENGTH) !== sumOf(json)) return undefined
  try {
    return JSON.parse(json.toString())
  } catch {
    return undefined
  }
}

/** A line of a file, or the incomplete end of one. */
export interface Line {
  /** Without the newline; valid until the next line is read. */
  readonly bytes: Buffer
  /** From 1. */
  readonly number: number
  /** Position in the file. */
  readonly start: number
  /** Whether its newline is there. */
  readonly complete: boolean
}

/** Reads the lines of a file, which may be larger than a buffer can be. */
export function* readLines(disk: Disk, path: string): Generator<Line> {
  const file = disk.open(path, 'r')
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
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
        yield { bytes, number, start, complete: true }
        number++
        start += bytes.length + 1
        from = end + 1
      }
      if (from < count) begun.push(Buffer.from(chunk.subarray(from, count)))
    }
    if (begun.length > 0) yield { bytes: Buffer.concat(begun), number, start, complete: false }
  } finally {
    disk.close(file)
  }
}

function sumOf(json: string | Buffer): string {
  return crc32(json).toString(16).padStart(SUM_LENGTH, '0')
}
