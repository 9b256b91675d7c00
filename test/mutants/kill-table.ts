import type { Rule } from '../../contracts/rule.js'
import type { Mutant } from './mutant.js'

/** Mutants with the rules that catch them. */
export type Kills = ReadonlyMap<Mutant, readonly Rule[]>

/** Maximum number of rules listed for a mutant. */
const NAMED = 3

/** The rules that catch a mutant, as text: `LIST-25, LIST-26, LIST-27 and 15 more`. */
export function caughtBy(rules: readonly Rule[]): string {
  const named = rules.slice(0, NAMED).map(({ id }) => id)
  return named.join(', ') + (rules.length > NAMED ? ` and ${rules.length - NAMED} more` : '')
}

/** The operation that has the fault, as text. */
export function placeOf({ operation, sending }: Mutant): string {
  return sending === undefined ? (operation ?? 'every operation') : 'deliveries'
}

/** The rules that catch no mutant. */
export function idle(rules: readonly Rule[], kills: Kills): string[] {
  const biting = new Set([...kills.values()].flat())
  return rules.filter((rule) => !biting.has(rule)).map(({ id, sentence }) => `${id}: ${sentence}`)
}
