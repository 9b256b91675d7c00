import type { Rule } from '../../contracts/rule.js'
import type { Mutant } from './mutant.js'

/** Mutants with the rules that catch them. */
export type Kills = ReadonlyMap<Mutant, readonly Rule[]>

/** Number of rules that are named for a mutant. */
const NAMED = 3

/** Which rules catch a mutant, in words: `LIST-25, LIST-26, LIST-27 and 15 more`. */
export function caughtBy(rules: readonly Rule[]): string {
  const named = rules.slice(0, NAMED).map(({ id }) => id)
  return named.join(', ') + (rules.length > NAMED ? ` and ${rules.length - NAMED} more` : '')
}

/** Where a mutant has its fault, in words. */
export function placeOf({ operation, sending }: Mutant): string {
  return sending === undefined ? (operation ?? 'every operation') : 'what is sent'
}

/** The rules that catch no mutant. */
export function idle(rules: readonly Rule[], kills: Kills): string[] {
  const biting = new Set([...kills.values()].flat())
  return rules.filter((rule) => !biting.has(rule)).map(({ id, sentence }) => `${id}: ${sentence}`)
}
