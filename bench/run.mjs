// npm run bench -- [names] [--quick] [--record]: measures, prints tables, and writes bench/results/<name>.json. Without names, all.
// --quick takes few and short rounds, to see that a benchmark works. --record writes the tables into bench/README.md.
// Exits with 1 when a line is not reached.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { record } from './record.mjs'
import { missed, print } from './report.mjs'

const BENCHMARKS = {
  guard: () => import('./guard.mjs'),
  http: () => import('./http.mjs'),
  tail: () => import('./tail.mjs'),
  scale: () => import('./scale.mjs'),
  msw: () => import('./msw.mjs'),
  start: () => import('./start.mjs'),
  import: () => import('./import.mjs'),
  bundle: () => import('./bundle.mjs'),
  reset: () => import('./reset.mjs'),
  seed: () => import('./seed.mjs'),
  verify: () => import('./verify.mjs'),
}

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const names = given.length > 0 ? given : Object.keys(BENCHMARKS)
const strange = [...names.filter((name) => !Object.hasOwn(BENCHMARKS, name)), ...flags.filter((flag) => !/^--(quick|record)$/.test(flag))]
if (strange.length > 0) {
  console.error(`bench: there is no ${strange.join(', ')}; there are ${Object.keys(BENCHMARKS).join(', ')}, --quick and --record`)
  process.exit(2)
}

const [name] = names
if (names.length === 1 && name !== undefined) await one(name)
else {
  // Each in a process of its own: what one leaves behind, no other one meets.
  const failed = names.filter((each) => spawnSync(process.execPath, [process.argv[1], each, ...flags], { stdio: 'inherit' }).status !== 0)
  console.log(
    failed.length === 0 ? '\nevery line is reached' : `\nnot every line is reached, or could be measured, in ${failed.join(', ')}`,
  )
  process.exitCode = failed.length === 0 ? 0 : 1
}

async function one(benchmark) {
  const { measure } = await BENCHMARKS[benchmark]()
  const start = performance.now()
  const report = await measure({ quick: flags.includes('--quick') })
  const seconds = Math.round((performance.now() - start) / 1000)
  const conditions = `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${seconds} s.`
  print(report)
  console.log(`\n${conditions}`)
  const folder = fileURLToPath(new URL('results/', import.meta.url))
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}${benchmark}.json`, `${JSON.stringify({ at: new Date().toISOString(), conditions, ...report }, null, 2)}\n`)
  if (flags.includes('--record')) record(benchmark, report, conditions)
  process.exitCode = missed(report).length === 0 ? 0 : 1
}
