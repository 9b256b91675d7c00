import { routes } from '../../src/generated/routes.js'
import { countsOf, type Report, type RuleReport } from './report.js'

/** What the rules of one section of the guide came to. */
export interface SectionSummary {
  readonly section: string
  /** `GET /conversations`, where all rules of the section are of one operation. */
  readonly endpoint?: string
  readonly counts: Report['counts']
}

/** In the order in which the sections come. */
export function sectionsOf(rules: readonly RuleReport[]): readonly SectionSummary[] {
  return [...grouped(rules, ({ section }) => section)].map(([section, its]) => {
    const operations = new Set(its.map(({ operation }) => operation))
    const route = routes.find(({ operationId }) => operations.size === 1 && operations.has(operationId))
    return { section, ...(route && { endpoint: `${route.method} ${route.path}` }), counts: countsOf(its) }
  })
}

/** Choices that the guide leaves open, each once, with the rules that saw it, by section. */
export function observationsOf(rules: readonly RuleReport[]): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
  const sections = new Map<string, Map<string, string[]>>()
  for (const { section, id, observations } of rules) {
    for (const observation of observations) {
      const its = sections.get(section) ?? new Map<string, string[]>()
      sections.set(section, its.set(observation, [...new Set([...(its.get(observation) ?? []), id])]))
    }
  }
  return sections
}

/** Rules that were skipped, by the reason. */
export function skipsOf(rules: readonly RuleReport[]): ReadonlyMap<string, readonly RuleReport[]> {
  return grouped(
    rules.filter(({ state }) => state === 'skipped'),
    ({ reason = '' }) => reason,
  )
}

/** In the order in which the keys come. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

/** `1 rule`, `2 rules`. */
export function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
