import { randomUUID } from 'node:crypto'
import { basename, dirname } from 'node:path'
import type { Remains } from '../evidence.js'
import type { ContractOptions } from '../options.js'
import { CannotRun } from './cannot-run.js'
import { Collector, type Progress } from './collector.js'
import { sayEnd } from './end-of-run.js'
import type { RuleReport } from './report.js'
import { suitePath } from './suite-path.js'
import { createQuietVitest } from './vitest-node.js'

/** What a run of the rules found out. */
export interface Run {
  /** As they ended. */
  readonly rules: readonly RuleReport[]
  /** How many were to be checked. */
  readonly total: number
  readonly remains: Remains
  /** What went wrong with the run itself. */
  readonly failure?: string | undefined
}

export interface RunOptions {
  /** Where vitest writes a report as JUnit has it, if anywhere. */
  readonly junit?: string | undefined
  /** Ends the run: no rule sends anything any more, and what was created is closed. */
  readonly signal?: AbortSignal | undefined
  /** Is told of each rule as it ends. */
  readonly told?: ((progress: Progress) => void) | undefined
}

/** So many rules are checked at a time: enough for a server that is far away. */
const AT_A_TIME = 24

/**
 * Runs the contract in vitest.
 *
 * @throws CannotRun when vitest is not there, or the run broke off
 */
export async function runContract(
  contract: Omit<ContractOptions, 'fetch' | 'signal'>,
  { junit, signal, told }: RunOptions = {},
): Promise<Run> {
  const suite = suitePath()
  const channel = `linktor-mock-${randomUUID()}`
  const end = (): void => sayEnd(channel)
  const collector = new Collector(() => signal?.aborted && end(), told) // before that, there was nobody to hear of it
  const { exitCode } = process // which vitest sets when a test fails; here that is for the caller to decide
  const vitest = await createQuietVitest({
    root: dirname(suite),
    config: false,
    cache: false,
    include: [basename(suite)],
    exclude: [],
    watch: false,
    reporters: junit === undefined ? [collector] : [collector, ['junit', { outputFile: junit, suiteName: 'linktor-mock' }]],
    pool: 'threads',
    fileParallelism: false,
    isolate: false,
    maxConcurrency: AT_A_TIME,
    teardownTimeout: 1000,
    provide: { contract, channel },
  })
  signal?.addEventListener('abort', end)
  try {
    await vitest.start()
  } finally {
    signal?.removeEventListener('abort', end)
    await vitest.close()
    process.exitCode = exitCode
  }
  const { rules, total, remains, failure } = collector
  if (rules.length === 0 && !signal?.aborted && remains.lost === undefined)
    throw new CannotRun(`The rules could not be run: ${failure ?? 'there are none'}`)
  return { rules, total, remains, failure }
}
