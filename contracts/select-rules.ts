import type { ContractOptions } from './options.js'
import type { Rule } from './rule.js'

/**
 * The rules that a run checks.
 *
 * @throws TypeError when `only` names an unknown rule
 */
export function selectRules(
  rules: readonly Rule[],
  { only = [], allowWrites = false }: Pick<ContractOptions, 'only' | 'allowWrites'>,
): readonly Rule[] {
  const unknown = only.find((name) => !rules.some(({ id }) => matches(id, name)))
  if (unknown !== undefined) {
    const families = [...new Set(rules.map(({ id }) => familyOf(id)))].join(', ')
    throw new TypeError(`only: there is no rule ${JSON.stringify(unknown)}; name a rule, such as CLOSE-03, or all of ${families}`)
  }
  return rules.filter(({ id, writes }) => (allowWrites || !writes) && (only.length === 0 || only.some((name) => matches(id, name))))
}

function matches(id: string, name: string): boolean {
  const wanted = name.toUpperCase()
  return id === wanted || `${familyOf(id)}-`.startsWith(`${wanted}-`)
}

function familyOf(id: string): string {
  return id.replace(/-\d+$/, '')
}
