// The time that importing this package adds to a test file that imports MSW: in fresh processes, MSW first, then the handlers, then `createMock`.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from './rounds.mjs'

/** 25 ms where MSW takes 200 ms, and a fifth for the noise of a busy machine, whose speed must not matter. */
const LIMIT = { atMost: 0.15 }
const MODULES = ['msw', 'linktor-mock/msw', 'linktor-mock']

// Measured within one process, so that the start of Node is not part of it. The garbage that MSW leaves is collected first: it takes 10 ms,
// and would otherwise be collected at any time.
const CODE = `const times = []
for (const module of ${JSON.stringify(MODULES)}) {
  const start = performance.now()
  await import(module)
  times.push(performance.now() - start)
  gc()
}
console.log(JSON.stringify(times))`

const cwd = fileURLToPath(new URL('..', import.meta.url))

export async function measure({ quick }) {
  const count = quick ? 5 : 21
  importTimes() // fills the file cache of the system
  const rounds = Array.from({ length: count }, importTimes)
  const rows = MODULES.map((module, i) =>
    row(
      `import '${module}'`,
      rounds.map((times) => times[i]),
    ),
  )
  const added = rounds.map(([, ...times]) => times.reduce((sum, time) => sum + time))
  const ratios = rounds.map(([msw], i) => added[i] / msw)
  return {
    title: 'Import, in addition to MSW',
    lines: [
      {
        figure: "`import 'linktor-mock/msw'` and `'linktor-mock'`: time, of `import 'msw'`",
        value: median(ratios),
        unit: ' ×',
        limit: LIMIT,
      },
    ],
    tables: [{ title: 'Imports', rows: [['', 'median, ms', 'min', 'max'], ...rows, row('both', added)] }],
    notes: [`${count} fresh processes.`],
  }
}

function importTimes() {
  return JSON.parse(execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '--eval', CODE], { cwd, encoding: 'utf8' }))
}

function row(name, times) {
  return [name, ...[median(times), Math.min(...times), Math.max(...times)].map((time) => time.toFixed(1))]
}
