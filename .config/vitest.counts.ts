import type { Reporter, TestModule } from 'vitest/node'

/** Prints how many tests passed in each project: the total does not show that the browser is not installed. */
export class CountsByProject implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = new Map<string, number>()
    for (const { project, children } of modules) {
      counts.set(project.name, (counts.get(project.name) ?? 0) + [...children.allTests('passed')].length)
    }
    console.log(` Passed where  ${[...counts].map(([name, count]) => `${count} in ${name}`).join(', ')}\n`)
  }
}
