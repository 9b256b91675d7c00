import { inspect } from 'node:util'
import type { VerifyOptions } from '../../contracts/verify/verify.js'
import { CommandError, type Io } from './io.js'
import { wantsColors } from './log.js'
import { startProgress } from './progress.js'

/** Options of the command line; omitted ones may be in a config file. */
export interface VerifyFlags {
  readonly apiKey?: string
  readonly invalidApiKey?: string
  readonly channelId?: string
  readonly contactId?: string
  readonly userId?: string
  readonly otherUserId?: string
  readonly botId?: string
  readonly webhookUrl?: string
  readonly receiver?: string
  readonly receiverPort?: number
  readonly allowWrites?: boolean
  readonly failOnSkip?: boolean
  readonly only?: readonly string[]
  readonly timeout?: number
  readonly rps?: number
  readonly config?: string
  readonly report?: Readonly<Record<string, string>>
  readonly baseline?: string
  readonly updateBaseline?: boolean
  /** Number of random call sequences to run as well. */
  readonly explore?: number
  /** Random seed of these sequences. */
  readonly seed?: number
}

/** Exit status of a run that could not start. */
const COULD_NOT_RUN = 2
const BROKEN = 1
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Checks a server against the contract, and writes the reports. A signal ends the run, with reports; a second one ends the process.
 *
 * @returns exit status: 0 passed, 1 failed, 2 not checked
 * @throws CommandError when the server cannot be checked
 */
export async function verify(baseUrl: string | undefined, flags: VerifyFlags, io: Io): Promise<number> {
  const controller = new AbortController()
  const end = (): void => {
    stopListening() // the next signal has its usual effect
    io.stderr.write('The run ends: what it has created is being closed or deleted. Once more, to leave it as it is.\n')
    controller.abort()
  }
  const stopListening = (): void => SIGNALS.forEach((signal) => void io.signals.off(signal, end))
  for (const signal of SIGNALS) io.signals.on(signal, end)
  try {
    return await verified(baseUrl, flags, io, controller.signal)
  } catch (error) {
    if (error instanceof CommandError) throw error
    const { CannotRun } = await import('../../contracts/verify/cannot-run.js')
    const message = error instanceof CannotRun ? error.message.replace(/\s*\n\s*/g, ' ') : inspect(error)
    throw new CommandError(message, { status: COULD_NOT_RUN, cause: error })
  } finally {
    stopListening()
  }
}

async function verified(baseUrl: string | undefined, flags: VerifyFlags, io: Io, signal: AbortSignal): Promise<number> {
  const contract = await import('../../contracts/verify/verify.js')
  const options = await optionsOf(baseUrl, flags, io)
  if (flags.explore !== undefined && !options.allowWrites) {
    throw new CommandError('--explore: sequences create conversations: add --allow-writes', { status: COULD_NOT_RUN })
  }
  const progress = startProgress(io.progress ?? io.stderr)
  const run = await contract.verify(options, { signal, onProgress: progress.update }).finally(progress.stop)
  const { terminalReport } = await import('../../contracts/verify/terminal.js')
  io.stdout.write(terminalReport(run.report, wantsColors(io.stdout, io.env)))
  for (const line of await contract.writeAll(run, options)) io.stdout.write(`${line}\n`)
  const { verdictOf } = await import('../../contracts/verify/verdict.js')
  const { status, why } = verdictOf(run.report, options.failOnSkip ?? false)
  if (why !== undefined) io.stderr.write(`error: ${why}\n`)
  if (flags.explore === undefined || signal.aborted) return status
  const { explored } = await import('./explore.js')
  return (await explored({ ...options, signal }, { sequences: flags.explore, seed: flags.seed ?? 1 }, io))
    ? status
    : Math.max(status, BROKEN)
}

/** The command line takes precedence over variables, and those over a file. */
async function optionsOf(baseUrl: string | undefined, flags: VerifyFlags, { env }: Io): Promise<VerifyOptions> {
  const { settingsOf } = await import('../../contracts/verify/settings-of.js')
  const { config, explore: _, seed: __, ...given } = flags
  return settingsOf({ given: { ...given, baseUrl }, apiKeyOfEnv: env['LINKTOR_API_KEY'], config, folder: process.cwd() })
}
