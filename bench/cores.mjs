import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** The servers and the load generator run on different cores, so that they do not slow each other down. */
export const SERVER_CORE = 0
export const LOAD_CORE = 1

/** Whether processes can be pinned to a core: with `taskset` (Linux) and at least two cores. */
export const CAN_PIN = availableParallelism() > 1 && hasTaskset()

/**
 * Pins a command to a core, where that is possible.
 *
 * @param {number} core
 * @param {readonly string[]} command
 * @returns {readonly [file: string, ...args: string[]]}
 */
export function onCore(core, command) {
  return CAN_PIN ? ['taskset', '--cpu-list', String(core), ...command] : command
}

function hasTaskset() {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
