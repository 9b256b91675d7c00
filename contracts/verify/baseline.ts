import { readFile } from 'node:fs/promises'
import type { Rule } from '../rule.js'
import { CannotRun } from './cannot-run.js'
import type { Known, ObsoleteEntry, RuleReport } from './report.js'
import { writeAtomically } from './write-atomically.js'

/** Format 1 of the baseline file: the known failures of a server. */
export interface Baseline {
  readonly version: 1
  readonly known: readonly Known[]
}

/**
 * @param isNew - whether the file may be missing
 * @throws CannotRun when the file is invalid
 */
export async function readBaseline(file: string, isNew: boolean): Promise<Baseline> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw new CannotRun(`--baseline ${file}: it cannot be read (${error.message})`)
    if (isNew) return undefined
    throw new CannotRun(`--baseline ${file}: there is no such file; --update-baseline makes it`)
  })
  return text === undefined ? { version: 1, known: [] } : parsed(file, text)
}

/**
 * The baseline after a run: rules that pass now are removed, new failures are appended, all other entries stay in place, also those of
 * rules that were not checked.
 *
 * @param today - `2024-01-15`
 */
export function updated({ known }: Baseline, run: readonly RuleReport[], rules: readonly Pick<Rule, 'id'>[], today: string): Baseline {
  const kept = new Set(run.filter(({ state }) => state === 'kept').map(({ id }) => id))
  const still = known.filter(({ id }) => !kept.has(id) && rules.some((rule) => rule.id === id))
  const broken = run.filter(({ id, state }) => (state === 'broken' || state === 'known') && !known.some((one) => one.id === id))
  return { version: 1, known: [...still, ...broken.map(({ id, sentence }) => ({ id, sentence, since: today }))] }
}

/** Entries whose rule passes now or no longer exists. */
export function obsoleteEntries(
  { known }: Baseline,
  run: readonly RuleReport[],
  rules: readonly Pick<Rule, 'id'>[],
): readonly ObsoleteEntry[] {
  return known.flatMap((one): ObsoleteEntry[] => {
    if (!rules.some(({ id }) => id === one.id)) return [{ ...one, why: 'dropped' }]
    return run.some(({ id, state }) => id === one.id && state === 'kept') ? [{ ...one, why: 'kept' }] : []
  })
}

/** @throws CannotRun when it cannot be written */
export async function writeBaseline(file: string, baseline: Baseline): Promise<void> {
  await writeAtomically(file, `${JSON.stringify(baseline, null, 2)}\n`, '--update-baseline')
}

function parsed(file: string, text: string): Baseline {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new CannotRun(`--baseline ${file}: it is not JSON: ${error instanceof Error ? error.message : error}`)
  }
  const { version, known } = Object(value)
  if (version !== 1 || !Array.isArray(known)) throw new CannotRun(`--baseline ${file}: it must be {"version": 1, "known": […]}`)
  const unknown = known.findIndex((one) => !isKnown(one))
  if (unknown !== -1) {
    throw new CannotRun(`--baseline ${file}: known[${unknown}] must be {"id": "LIST-07", "sentence": "…", "since": "2024-01-15"}`)
  }
  const twice = known.find(({ id }, i) => known.findIndex((other) => other.id === id) !== i)
  if (twice !== undefined) throw new CannotRun(`--baseline ${file}: ${twice.id} is listed twice`)
  return { version, known }
}

function isKnown(value: unknown): value is Known {
  const { id, sentence, since } = Object(value)
  return typeof id === 'string' && typeof sentence === 'string' && typeof since === 'string' && /^\d{4}-\d\d-\d\d$/.test(since)
}
