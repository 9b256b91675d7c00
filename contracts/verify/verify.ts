import { allRules } from '../rules/index.js'
import { selectRules } from '../select-rules.js'
import { type Baseline, goneOf, readBaseline, updated, writeBaseline } from './baseline.js'
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
  /** Writes the baseline anew: what is broken is known from now on. */
  readonly updateBaseline?: boolean
}

export interface Watch {
  /** Ends the run, which closes what it has created, and reports what it has found. */
  readonly signal: AbortSignal
  readonly told: (progress: Progress) => void
}

/** A run, and what the baseline is after it, if that is to be written. */
export interface Verified {
  readonly report: Report
  readonly baseline?: Baseline
}

/**
 * Checks a server against the contract. Nothing is written yet but the report of vitest: whoever has waited for a run sees what came of
 * it, also if a file cannot be written.
 *
 * @throws CannotRun when that is not possible
 */
export async function verify(options: VerifyOptions, { signal, told }: Watch): Promise<Verified> {
  const { failOnSkip: _, report: files = {}, baseline: file, updateBaseline = false, ...contract } = options
  const withheld = withheldFrom(options)
  const baseline = file === undefined ? undefined : await readBaseline(file, updateBaseline)
  await makeFolders(files)
  const startedAt = new Date().toISOString()
  const start = performance.now()
  await Promise.race([preflight(contract), abortOf(signal)])

  const known = (updateBaseline ? allRules : (baseline?.known ?? [])).map(({ id }) => id)
  const run = await runContract({ ...contract, known }, { junit: files.junit, signal, told })
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
    remains: run.remains,
    gone: baseline === undefined ? [] : goneOf(baseline, rules, allRules),
  }
  const isWhole = baseline !== undefined && updateBaseline && ended === undefined
  return { report, ...(isWhole && { baseline: updated(baseline, rules, allRules, startedAt.slice(0, 10)) }) }
}

/**
 * Writes what is asked for.
 *
 * @returns a line for each file
 * @throws CannotRun when one cannot be written
 */
export async function writeAll({ report, baseline }: Verified, options: VerifyOptions): Promise<readonly string[]> {
  const lines = await writeReports(report, options.report ?? {})
  if (baseline === undefined || options.baseline === undefined) return lines
  await writeBaseline(options.baseline, baseline)
  return [...lines, `baseline: ${options.baseline} (${amount(baseline.known.length, 'known departure')})`]
}

/**
 * How many of the rules that are asked for are not run, for they write.
 *
 * @throws CannotRun when there is no rule left
 */
function withheldFrom(options: VerifyOptions): number {
  const asked = selected({ ...options, allowWrites: true })
  const run = selected(options)
  if (run.length === 0) throw new CannotRun('--only: all of these rules write: add --allow-writes')
  return asked.length - run.length
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
    const end = (): void => reject(new CannotRun('The run was ended before it began'))
    if (signal.aborted) end()
    signal.addEventListener('abort', end, { once: true })
  })
}

/** Why a run is not a whole one, if it is not. */
function whyEnded({ rules, total, remains, failure }: Run, signal: AbortSignal): string | undefined {
  const checked = rules.filter(({ state }) => state !== 'skipped')
  const lost = checked.length > 0 && checked.every(({ unreachable }) => unreachable) ? checked[0]?.reason : remains.lost
  if (lost !== undefined) return `the server is gone: ${lost}`
  if (rules.length === total) return undefined
  return signal.aborted ? 'the run was interrupted' : `the run broke off: ${failure ?? 'vitest does not say why'}`
}

/** In the order of the guide, and not of the answers. */
function inOrder(rules: readonly RuleReport[]): readonly RuleReport[] {
  const places = new Map(allRules.map(({ id }, i) => [id, i]))
  return rules.toSorted((one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0))
}

/** A run that is not whole updates no baseline: what would have been written there is broken. */
function unlessKnown(rule: RuleReport, baseline: Baseline | undefined): RuleReport {
  const isKnown = baseline?.known.some(({ id }) => id === rule.id)
  return rule.state === 'known' && !isKnown ? { ...rule, state: 'broken' } : rule
}
