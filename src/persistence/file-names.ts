import { basename, dirname, join } from 'node:path'
import type { Disk } from './disk.js'

/** Path of the log of a generation, beside the snapshot. */
export function logPath(file: string, generation: number): string {
  return `${file}.${generation}.log`
}

/** Path of a snapshot before it is renamed into place. */
export function temporaryPath(file: string, generation: number): string {
  return `${file}.${generation}.tmp`
}

/** Generations with a log, oldest first. */
export function logGenerations(disk: Disk, file: string): readonly number[] {
  return generations(disk, file, 'log')
}

/** Snapshots that were never renamed into place, as the process ended before. */
export function temporaryPaths(disk: Disk, file: string): readonly string[] {
  return generations(disk, file, 'tmp').map((generation) => temporaryPath(file, generation))
}

function generations(disk: Disk, file: string, suffix: 'log' | 'tmp'): readonly number[] {
  const start = `${basename(file)}.`
  return disk
    .list(dirname(join(file)))
    .filter((name) => name.startsWith(start) && new RegExp(`^[1-9]\\d{0,14}\\.${suffix}$`).test(name.slice(start.length)))
    .map((name) => Number.parseInt(name.slice(start.length), 10))
    .sort((a, b) => a - b)
}
