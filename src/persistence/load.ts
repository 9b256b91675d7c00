import type { PersistedState } from '../mock/persistence.js'
import { DataError } from './data-error.js'
import type { Disk } from './disk.js'
import { toHead, toHeader, toPiece, toTransaction } from './entries.js'
import { logGenerations, logPath } from './file-names.js'
import { type Line, readLines } from './lines.js'
import { LoadedRecords } from './loaded-records.js'

/** Persisted state, and where to continue writing. */
export interface Loaded {
  readonly state: PersistedState
  /** Generation of the snapshot. */
  readonly generation: number
  /** Length of the snapshot in bytes. */
  readonly bytes: number
  readonly log: LogEnd
}

/** Valid part of the newest log. */
export interface LogEnd {
  readonly generation: number
  /** Number of lines of the log before it, where that is known. */
  readonly after: number
  /** Valid bytes; 0 when even its header is incomplete. */
  readonly bytes: number
  /** Number of lines, including the header. */
  readonly lines: number
  /** Number of bytes of an incomplete last line. */
  readonly torn: number
}

/**
 * Reads a snapshot, and the logs from its generation on.
 *
 * @throws DataError when anything but the last line of the newest log is damaged
 */
export function load(disk: Disk, file: string): Loaded {
  const { collected, generation, bytes } = readSnapshot(disk, file)
  const logs = logGenerations(disk, file).filter((other) => other >= generation)
  if (logs[0] !== generation) throw new DataError(logPath(file, generation), `there is no such file; ${file} goes with it`)
  let log: LogEnd = { generation: generation - 1, after: 0, bytes: 0, lines: 0, torn: 0 }
  for (const [i, next] of logs.entries()) {
    const expected = generation + i
    if (next !== expected) throw new DataError(logPath(file, expected), `there is no such file, and ${logPath(file, next)} follows it`)
    log = readLog(disk, file, { generation: next, isFirst: i === 0, isLast: i === logs.length - 1, before: log, collected })
  }
  return { state: collected.toPersistedState(), generation, bytes, log }
}

function readSnapshot(disk: Disk, file: string): { collected: LoadedRecords; generation: number; bytes: number } {
  let generation: number | undefined
  let collected: LoadedRecords | undefined
  let bytes = 0
  let ended = false
  for (const line of readLines(disk, file)) {
    if (ended) throw new DataError(file, 'expected nothing more after the end', line.number)
    if (generation === undefined) generation = toHeader(file, line, 'snapshot').generation
    else if (collected === undefined) collected = new LoadedRecords(toHead(file, line))
    else {
      const piece = toPiece(file, line)
      if (piece.kind !== 'end') collected.add(piece)
      else if (piece.lines !== line.number - 1) throw new DataError(file, `expected ${piece.lines} lines before this one`, line.number)
      else ended = true
    }
    bytes = line.start + line.bytes.length + 1
  }
  if (generation === undefined) throw new DataError(file, 'expected the header of a data file of linktor-mock; the file is empty', 1)
  if (collected === undefined || !ended) throw new DataError(file, 'expected more: the file has lost its end')
  return { collected, generation, bytes }
}

interface Reading {
  readonly generation: number
  /** Whether it belongs to the snapshot: the length of the log before is unknown then. */
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly before: LogEnd
  readonly collected: LoadedRecords
}

function readLog(disk: Disk, file: string, { generation, isFirst, isLast, before, collected }: Reading): LogEnd {
  const path = logPath(file, generation)
  let end: LogEnd = { generation, after: before.lines, bytes: 0, lines: 0, torn: 0 }
  for (const line of readLines(disk, path)) {
    if (!line.complete && isLast) return { ...end, torn: line.bytes.length }
    if (line.number > 1) collected.apply(toTransaction(path, line))
    else requireHeader(path, line, generation, isFirst ? undefined : before)
    end = { ...end, bytes: line.start + line.bytes.length + 1, lines: line.number, torn: 0 }
  }
  if (end.lines === 0 && !isLast) throw new DataError(path, 'expected the header of a log; the file is empty', 1)
  return end
}

function requireHeader(path: string, line: Line, generation: number, before: LogEnd | undefined): void {
  const header = toHeader(path, line, 'log')
  if (header.generation !== generation) throw new DataError(path, `expected generation ${generation}; got ${header.generation}`, 1)
  if (before !== undefined && header.after !== before.lines) {
    throw new DataError(path, `expected the log before it to have ${header.after} lines; it has ${before.lines}`, 1)
  }
}
