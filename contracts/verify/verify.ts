import { allRules } from '../rules/index.js'
import { selectRules } from '../select-rules.js'
import { type Baseline, obsoleteEntries, readBaseline, updated, writeBaseline } from './baseline.js'
import { CannotRun } from './cannot-run.js'
import type { Progress } from './collector.js'
import { preflight } from './preflight.js'
import { countsOf, type Report, type RuleReport } from './report.js'
import { type Run, runContract } from './run.js'
import type { Settings } from './settings.js'
import { amount } from './summary.js'
import { makeFolders, writeReports } from './write-reports.js'

export interface VerifyOptions extends Settings {
  readonly baseUrl: string
  readonly apiKey: string
  /** Replaces the baseline: rules that fail now become known failures. */
  readonly updateBaseline?: boolean
}

export interface Watch {
  /** Aborts the run, which still closes what it created and reports its results. */
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

/** The report of a run, and the new baseline if one is to be written. */
export interface Verified {
  readonly report: Report
  readonly baseline?: Baseline
}

/**
 * Checks a server against the contract. Writes no file except the JUnit report, which vitest writes: the
 * results are shown even if a file cannot be written.
 *
 * @throws CannotRun when the rules cannot be run
 */
export async function verify(options: VerifyOptions, { signal, onProgress }: Watch): Promise<Verified> {
  const { failOnSkip: _, report: files = {}, baseline: file, updateBaseline = false, ...contract } = options
  const withheld = countWithheld(options)
  const baseline = file === undefined ? undefined : await readBaseline(file, updateBaseline)
  await makeFolders(files)
  const startedAt = new Date().toISOString()
  const start = performance.now()
  await Promise.race([preflight(contract), abortOf(signal)])

  const known = (updateBaseline ? allRules : (baseline?.known ?? [])).map(({ id }) => id)
  const run = await runContract({ ...contract, known }, { junit: files.junit, signal, onProgress })
  const ended = whyEnded(run, signal)
  const rules = inOrder(run.rules).map((rule) => (ended !== undefined && updateBaseline ? unlessKnown(rule, baseline) : rule))
  const report: Report = {
    version: 1,
    baseUrl: options.baseUrl,
    startedAt,
    milliseconds: Math.round(performance.now() - start),
    counts: countsOf(rules),
    rules,
    withheld,
    unchecked: run.total - rules.length,
    ...(ended !== undefined && { ended }),
    remains: run.leftovers,
    gone: baseline === undefined ? [] : obsoleteEntries(baseline, rules, allRules),
  }
  const isComplete = baseline !== undefined && updateBaseline && ended === undefined
  return { report, ...(isComplete && { baseline: updated(baseline, rules, allRules, startedAt.slice(0, 10)) }) }
}

/**
 * Writes the requested reports and the baseline.
 *
 * @returns a line for each file
 * @throws CannotRun when one cannot be written
 */
export async function writeAll({ report, baseline }: Verified, options: VerifyOptions): Promise<readonly string[]> {
  const lines = await writeReports(report, options.report ?? {})
  if (baseline === undefined || options.baseline === undefined) return lines
  await writeBaseline(options.baseline, baseline)
  return [...lines, `baseline: ${options.baseline} (${amount(baseline.known.length, 'known failure')})`]
}

/**
 * Number of requested rules that are not run because they write.
 *
 * @throws CannotRun when there is no rule left
 */
function countWithheld(options: VerifyOptions): number {
  const requested = selected({ ...options, allowWrites: true })
  const run = selected(options)
  if (run.length === 0) throw new CannotRun('--only: these rules all write; add --allow-writes')
  return requested.length - run.length
}

function selected(options: VerifyOptions) {
  try {
    return selectRules(allRules, options)
  } catch (error) {
    throw new CannotRun(`--${error instanceof Error ? error.message : error}`, { cause: error })
  }
}

function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(new CannotRun('The run was aborted before it started'))
    if (signal.aborted) end()
    signal.addEventListener('abort', end, { once: true })
  })
}

/** Why a run is incomplete; `undefined` for a complete one. */
function whyEnded({ rules, total, leftovers, failure }: Run, signal: AbortSignal): string | undefined {
  const checked = rules.filter(({ state }) => state !== 'skipped')
  const lost = checked.length > 0 && checked.every(({ unreachable }) => unreachable) ? checked[0]?.reason : leftovers.lost
  if (lost !== undefined) return `the server is unreachable: ${lost}`
  if (rules.length === total) return undefined
  return signal.aborted ? 'the run was interrupted' : `the run failed: ${failure ?? 'vitest gives no reason'}`
}

/** In the order of the guide. */
function inOrder(rules: readonly RuleReport[]): readonly RuleReport[] {
  const places = new Map(allRules.map(({ id }, i) => [id, i]))
  return rules.toSorted((one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0))
}

/** An incomplete run does not update the baseline, so a rule that would have been added to it counts as failed. */
function unlessKnown(rule: RuleReport, baseline: Baseline | undefined): RuleReport {
  const isKnown = baseline?.known.some(({ id }) => id === rule.id)
  return rule.state === 'known' && !isKnown ? { ...rule, state: 'broken' } : rule
}
