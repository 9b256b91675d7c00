import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { DataError } from './data-error.js'

/** Locks of this process. Its id in a lock proves nothing, as ids repeat after the restart of a container. */
const held = new Set<string>()

/**
 * Takes the lock of a file, `<file>.lock`, which contains the id of its process. The lock of a process that has ended, as by `kill -9`, is
 * taken over.
 *
 * @returns a function that releases it
 * @throws DataError when a running process has it
 */
export function acquireLock(file: string): () => void {
  const path = `${file}.lock`
  const mine = `${process.pid} ${startOf(process.pid)}\n`
  const written = `${path}.${process.pid}.mine`
  writeFileSync(written, mine)
  try {
    while (!linked(written, path)) takeAway(file, path) // a link appears with its whole content, or not at all
  } finally {
    rmSync(written, { force: true })
  }
  held.add(path)
  return () => {
    if (held.delete(path) && read(path) === mine) rmSync(path, { force: true })
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Removes the lock of a process that has ended. */
function takeAway(file: string, path: string): void {
  const found = read(path)
  if (found === undefined) return // released just now
  const [pid = '', start = ''] = found.trim().split(' ')
  if (held.has(path) || isRunning(Number(pid), start)) {
    throw new DataError(file, `process ${pid} serves this file already; if that is no linktor-mock, delete ${path}`)
  }
  const taken = `${path}.${process.pid}`
  try {
    renameSync(path, taken)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return // another one was faster
    throw error
  }
  try {
    if (read(taken) !== found) linked(taken, path) // another process was faster, and has it now
  } finally {
    rmSync(taken, { force: true })
  }
}

const ENDED = ['Z', 'X']

function isRunning(pid: number, start: string): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false
  }
  return start === '' || startOf(pid) === start
}

/**
 * Start time of a process, where the system has it: the id alone may be that of another process by now. Empty for a process that has ended
 * and whose parent has not waited for it.
 */
function startOf(pid: number): string {
  const stat = read(`/proc/${pid}/stat`) ?? ''
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // the name before it may hold anything
  return ENDED.includes(fields[0] ?? '') ? '' : (fields[19] ?? '')
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
