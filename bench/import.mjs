// What the mock adds to the start of every test file, which loads MSW anyway: in fresh processes, the time that MSW takes to import, and
// then the handlers, and then `createMock`.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from './median.mjs'

const LIMIT = { atMost: 25 }
const MODULES = ['msw', 'linktor-mock/msw', 'linktor-mock']

// Within a process, so that neither the start of Node nor what else the machine does between two of them is part of the difference. What
// garbage MSW leaves is cleared away first, which takes 10 ms and comes at any time else.
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
  importTimes() // the files are in the cache of the system from here on
  const rounds = Array.from({ length: count }, importTimes)
  const rows = MODULES.map((module, i) =>
    row(
      `import '${module}'`,
      rounds.map((times) => times[i]),
    ),
  )
  const added = rounds.map(([, ...times]) => times.reduce((sum, time) => sum + time))
  return {
    title: 'What it adds to the import of MSW',
    lines: [{ figure: "`import 'linktor-mock/msw'` and `createMock`, beside msw", value: median(added), unit: ' ms', limit: LIMIT }],
    tables: [{ title: 'Imports', rows: [['', 'median, ms', 'least', 'most'], ...rows, row('the mock adds', added)] }],
    notes: [`${count} fresh processes.`],
  }
}

function importTimes() {
  return JSON.parse(execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '--eval', CODE], { cwd, encoding: 'utf8' }))
}

function row(name, times) {
  return [name, ...[median(times), Math.min(...times), Math.max(...times)].map((time) => time.toFixed(1))]
}
