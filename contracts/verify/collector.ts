import type { Reporter, TestCase, TestModule } from 'vitest/node'
import type { Leftovers } from '../exchange-log.js'
import type { RuleReport } from './report.js'

/** Progress of a run. */
export interface Progress {
  readonly done: number
  readonly of: number
  readonly broken: number
  /** Id of the rule that finished last. */
  readonly rule: string
}

const NOTHING: Leftovers = { runId: '', created: 0, open: [], unnamed: 0, webhooks: { created: 0, left: [] }, undocumented: [], refused: 0 }

/** Collects the results of the contract from the metadata of its tests. */
export class Collector implements Reporter {
  readonly rules: RuleReport[] = []
  leftovers = NOTHING
  /** Number of rules to check. */
  total = 0
  failure: string | undefined
  readonly #collected: () => void
  readonly #onProgress: ((progress: Progress) => void) | undefined

  /** @param collected - called when the tests are collected, before they run */
  constructor(collected: () => void, onProgress?: (progress: Progress) => void) {
    this.#collected = collected
    this.#onProgress = onProgress
  }

  onTestModuleCollected(module: TestModule): void {
    this.total = [...module.children.allTests()].length - 1 // the last one is the cleanup
    this.#collected()
  }

  onTestCaseResult(testCase: TestCase): void {
    const { contract: log, remains } = testCase.meta()
    this.leftovers = remains ?? this.leftovers
    if (log === undefined || log.state === 'unchecked') return
    const { state, ...rest } = log
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
    this.#onProgress?.({ done: this.rules.length, of: this.total, broken: count, rule: rest.id })
  }

  onTestModuleEnd(module: TestModule): void {
    this.failure = module.errors()[0]?.message
  }
}

/** Without ANSI colors. */
function plain(text: string): string {
  return text.replace(COLOURS, '')
}

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g')
