import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Servers have one core, what loads them the other: neither takes time from the other. */
export const SERVER_CORE = 0
export const LOAD_CORE = 1

/** Whether processes can be held to a core here: by `taskset`, which Linux has, and with a second core. */
export const CAN_PIN = availableParallelism() > 1 && hasTaskset()

/**
 * A command that runs on one core, where that can be had.
 *
 * @param {number} core
 * @param {readonly string[]} command
 * @returns {readonly [file: string, ...args: string[]]}
 */
export function onCore(core, command) {
  return CAN_PIN ? ['taskset', '--cpu-list', String(core), ...command] : command
}

/** A command that lets all else on its core go first, by `nice`, which systems with `taskset` have. */
export function givingWay(command) {
  return CAN_PIN ? ['nice', '-n', '19', ...command] : command
}

function hasTaskset() {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
