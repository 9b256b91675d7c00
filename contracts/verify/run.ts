import { randomUUID } from 'node:crypto'
import { basename, dirname } from 'node:path'
import type { Leftovers } from '../exchange-log.js'
import type { ContractOptions } from '../options.js'
import { CannotRun } from './cannot-run.js'
import { Collector, type Progress } from './collector.js'
import { sendEnd } from './end-of-run.js'
import type { RuleReport } from './report.js'
import { suitePath } from './suite-path.js'
import { createQuietVitest } from './vitest-node.js'

/** Results of a run. */
export interface Run {
  /** In the order in which they finished. */
  readonly rules: readonly RuleReport[]
  /** Number of rules to check. */
  readonly total: number
  readonly leftovers: Leftovers
  /** Error of the run itself, as opposed to a failed rule. */
  readonly failure?: string | undefined
}

export interface RunOptions {
  /** Path of the JUnit report that vitest writes. */
  readonly junit?: string | undefined
  /** Aborts the run: no further requests are sent, and what was created is closed. */
  readonly signal?: AbortSignal | undefined
  /** Called after each rule. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

/** Number of rules that run concurrently: enough for a server with a high latency. */
const CONCURRENCY = 24

/**
 * Runs the contract in vitest.
 *
 * @throws CannotRun when vitest is not installed, or the run failed
 */
export async function runContract(
  contract: Omit<ContractOptions, 'fetch' | 'signal'>,
  { junit, signal, onProgress }: RunOptions = {},
): Promise<Run> {
  const suite = suitePath()
  const channel = `linktor-mock-${randomUUID()}`
  const end = (): void => sendEnd(channel)
  const collector = new Collector(() => signal?.aborted && end(), onProgress) // the suite was not listening before
  const { exitCode } = process // vitest sets it when a test fails; here the caller decides
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
    maxConcurrency: CONCURRENCY,
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
  const { rules, total, leftovers, failure } = collector
  if (rules.length === 0 && !signal?.aborted && leftovers.lost === undefined)
    throw new CannotRun(`The rules could not be run: ${failure ?? 'there are none'}`)
  return { rules, total, leftovers, failure }
}
