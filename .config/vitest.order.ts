import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'

/** Files that take more than ten seconds, the slowest first. Started last, one of them would run alone at the end. */
const SLOW = [
  'test/mutants/mutants.test.ts',
  'test/browser/inbox.test.ts',
  'test/server/docs.browser.test.ts',
  'test/reliability/hostile.test.ts',
  'test/persistence/kill.test.ts',
  'test/properties/state-equals-model.test.ts',
  'test/cli/proxy-process.test.ts',
  'test/contracts/verify.test.ts',
  'test/reliability/an-hour.test.ts',
  'test/webhooks/memory.test.ts',
]

/** Starts slow files first: vitest knows how long a file takes only from an earlier run on the same machine. */
export class SlowFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const slow = SLOW.flatMap((path) => sorted.filter(({ moduleId }) => moduleId.endsWith(`/${path}`)))
    return [...slow, ...sorted.filter((file) => !slow.includes(file))]
  }
}
