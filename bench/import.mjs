// What the mock adds to the start of every test file, which loads MSW anyway: in fresh processes, the time that MSW takes to import, and
// then the handlers, and then `createMock`. Run: npm run build && npm run bench:import. Exits with 1 above the limit.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const LIMIT = 25
const ROUNDS = 21
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
importTimes() // the files are in the cache of the system from here on
const rounds = Array.from({ length: ROUNDS }, importTimes)

for (const [i, module] of MODULES.entries()) console.log(row(`import '${module}'`, (times) => times[i]))
const added = median(rounds.map(addedByTheMock))
console.log(row('the mock adds', addedByTheMock))
console.log(`\nmedians of ${ROUNDS} processes on Node ${process.version}, least and most; the mock may add ${LIMIT} ms`)
process.exitCode = added > LIMIT ? 1 : 0

function addedByTheMock([, ...times]) {
  return times.reduce((sum, time) => sum + time)
}

function importTimes() {
  return JSON.parse(execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '--eval', CODE], { cwd, encoding: 'utf8' }))
}

function row(name, figureOf) {
  const figures = rounds.map(figureOf)
  const [middle, least, most] = [median(figures), Math.min(...figures), Math.max(...figures)].map((figure) => figure.toFixed(1))
  return `${name.padEnd(28)}${middle.padStart(8)} ms  (${least} to ${most})`
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1]
}
