import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Rule } from '../../contracts/rule.js'
import { allRules } from '../../contracts/rules/index.js'
import type { Outcome } from '../../contracts/run-rule.js'
import { routes } from '../../src/generated/routes.js'
import { pass } from './call.js'
import { signAtOnce } from './instant-signatures.js'
import { caughtBy, idle, placeOf } from './kill-table.js'
import type { Mutant } from './mutant.js'
import { mutants } from './mutants.js'
import { readme } from './readme.js'
import { callersOf, rulesThatCatch, runFaultless, runRules } from './run-mutant.js'

const README = new URL('../../contracts/README.md', import.meta.url).pathname
const STALE = 'contracts/README.md is out of date; regenerate it with: npm run test:mutants -- --update'

describe('the contract', () => {
  const kills = new Map<Mutant, readonly Rule[]>()
  let faultless: readonly Outcome[] = []
  let restoreSignatures = (): void => {}

  beforeAll(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] }).setTimerTickMode('nextTimerAsync') // rules do not wait in real time
    restoreSignatures = signAtOnce()
    faultless = await runFaultless()
  }, 60_000)
  afterAll(() => {
    restoreSignatures()
    vi.useRealTimers()
  })

  test('passes against a faultless server', () => {
    expect(failures(faultless)).toEqual([])
  })

  test.each(routes.map(({ operationId }) => operationId))('passes too when only the rules that call %s run', async (operation) => {
    expect(failures(await runRules(callersOf(operation, faultless), pass))).toEqual([])
  })

  test('is tested against many faults with unique names', () => {
    const names = mutants.map((mutant) => `${placeOf(mutant)}: ${mutant.name}`)
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([])
    expect(mutants.length).toBeGreaterThanOrEqual(80)
  })

  describe('catches', () => {
    for (const mutant of mutants) {
      test(`${placeOf(mutant)}: ${mutant.name}`, async ({ annotate }) => {
        const rules = await rulesThatCatch(mutant, faultless)
        kills.set(mutant, rules)
        await annotate(caughtBy(rules))
        expect(rules.length, `no rule catches the fault in ${placeOf(mutant)}: ${mutant.name}`).toBeGreaterThan(0)
      })
    }
  })

  describe('in total', () => {
    test('has only rules that catch a fault', ({ skip }) => {
      skip(kills.size < mutants.length, 'needs all faults')
      expect(idle(allRules, kills)).toEqual([])
    })

    test('is listed in contracts/README.md', async ({ skip }) => {
      skip(kills.size < mutants.length, 'needs all faults')
      await expect(readme(allRules, kills), STALE).toMatchFileSnapshot(README)
    })
  })
})

function failures(outcomes: readonly Outcome[]): string[] {
  const failed = outcomes.filter(({ state }) => state !== 'passed')
  return failed.map(({ rule, state, error }) => `${rule.id} is ${state}: ${error}`)
}
