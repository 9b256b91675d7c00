import type { Reporter, TestCase } from 'vitest/node'

/** Prints at the end which rules catch each mutant. */
export default class KillTableReporter implements Reporter {
  readonly #killed: string[] = []
  readonly #living: string[] = []

  onTestCaseResult(test: TestCase): void {
    const [caughtBy] = test.annotations()
    if (caughtBy === undefined) return
    if (test.result().state === 'failed') this.#living.push(test.name)
    else this.#killed.push(`${test.name} ← ${caughtBy.message}`)
  }

  onTestRunEnd(): void {
    const lives = this.#living.map((name) => `LIVES: ${name}`)
    console.log(['', ...this.#killed, ...lives, '', `${this.#killed.length} mutants killed, ${this.#living.length} live`, ''].join('\n'))
  }
}
