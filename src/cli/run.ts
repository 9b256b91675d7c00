import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { CommandError, type Io } from './io.js'
import { wantsColors } from './log.js'
import { createProgram } from './program.js'
import { safeOutput } from './safe-output.js'

/**
 * Runs a command line, without the names of Node and of the program.
 *
 * @returns exit status: 0, or 1 for a failure; `verify` has its own
 * @example await run(['serve', '--port', '0'], { stdout, stderr, env, signals: process })
 */
export async function run(args: readonly string[], terminal: Io): Promise<number> {
  let io = terminal
  let ended = 0
  try {
    io = withSafeOutput(terminal)
    await createProgram(io, (status) => {
      ended = status
    }).parseAsync(withCommand(args), { from: 'user' })
    return ended
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode // the message was printed already
    io.stderr.write(`error: ${error instanceof CommandError ? error.message : inspect(error)}\n`)
    return error instanceof CommandError ? error.status : 1
  }
}

/** `serve` is the default command. */
function withCommand(args: readonly string[]): string[] {
  const [first = '--'] = args
  const general = ['-h', '--help', '-V', '--version'].includes(first)
  return first.startsWith('-') && !general ? ['serve', ...args] : [...args]
}

/** Outputs without control characters but the colours of this program; progress alone moves the cursor. */
function withSafeOutput(terminal: Io): Io {
  const { stdout, stderr, env } = terminal
  return {
    ...terminal,
    stdout: safeOutput(stdout, wantsColors(stdout, env)),
    stderr: safeOutput(stderr, wantsColors(stderr, env)),
    progress: stderr,
  }
}
