import { routes } from '../../src/generated/routes.js'
import { countsOf, type Report, type RuleReport } from './report.js'

/** Results of the rules of one section of the guide. */
export interface SectionSummary {
  readonly section: string
  /** `GET /conversations`, if all rules of the section belong to one operation. */
  readonly endpoint?: string
  readonly counts: Report['counts']
}

/** Sections in order of their first rule. */
export function sectionsOf(rules: readonly RuleReport[]): readonly SectionSummary[] {
  return [...grouped(rules, ({ section }) => section)].map(([section, its]) => {
    const operations = new Set(its.map(({ operation }) => operation))
    const route = routes.find(({ operationId }) => operations.size === 1 && operations.has(operationId))
    return { section, ...(route && { endpoint: `${route.method} ${route.path}` }), counts: countsOf(its) }
  })
}

/** Observations by section, each once, with the ids of the rules that made it. */
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

/** Skipped rules by reason. */
export function skipsOf(rules: readonly RuleReport[]): ReadonlyMap<string, readonly RuleReport[]> {
  return grouped(
    rules.filter(({ state }) => state === 'skipped'),
    ({ reason = '' }) => reason,
  )
}

/** Groups in order of their first item. */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item])
  return groups
}

/** `1 rule`, `2 rules`. */
export function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
