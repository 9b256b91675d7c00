import type { Reporter, TestCase, TestModule } from 'vitest/node'
import type { Remains } from '../evidence.js'
import type { RuleReport } from './report.js'

/** How far a run is. */
export interface Progress {
  readonly done: number
  readonly of: number
  readonly broken: number
  /** The id of the rule that has just ended. */
  readonly rule: string
}

const NOTHING: Remains = { runId: '', created: 0, open: [], unnamed: 0, webhooks: { created: 0, left: [] }, undocumented: [], refused: 0 }

/** Gathers what the tests of the contract tell. */
export class Collector implements Reporter {
  readonly rules: RuleReport[] = []
  remains = NOTHING
  /** How many rules the run is to check. */
  total = 0
  failure: string | undefined
  readonly #collected: () => void
  readonly #told: ((progress: Progress) => void) | undefined

  /** @param collected - is called when the tests are known, and about to run */
  constructor(collected: () => void, told?: (progress: Progress) => void) {
    this.#collected = collected
    this.#told = told
  }

  onTestModuleCollected(module: TestModule): void {
    this.total = [...module.children.allTests()].length - 1 // the last one closes what the others have created
    this.#collected()
  }

  onTestCaseResult(testCase: TestCase): void {
    const { contract: evidence, remains } = testCase.meta()
    this.remains = remains ?? this.remains
    if (evidence === undefined || evidence.state === 'unchecked') return
    const { state, ...rest } = evidence
    const result = testCase.result()
    const diff = result.state === 'failed' ? result.errors[0]?.diff : undefined
    const broken = state === 'broken' || state === 'unreachable'
    this.rules.push({
      ...rest,
      state: broken ? (result.state === 'failed' ? 'broken' : 'known') : state,
      ...(diff !== undefined && { diff: plain(diff) }),
      ...(state === 'unreachable' && { unreachable: true }),
    })
    const count = this.rules.filter((rule) => rule.state === 'broken').length
    this.#told?.({ done: this.rules.length, of: this.total, broken: count, rule: rest.id })
  }

  onTestModuleEnd(module: TestModule): void {
    this.failure = module.errors()[0]?.message
  }
}

/** Without the colours of a terminal. */
function plain(text: string): string {
  return text.replace(COLOURS, '')
}

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g')
