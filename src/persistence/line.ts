import { crc32 } from 'node:zlib'

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

const SUM_LENGTH = 8
const SPACE = 0x20

function sumOf(json: string | Buffer): string {
  return crc32(json).toString(16).padStart(SUM_LENGTH, '0')
}
