// npm run bench -- [names] [--quick] [--record]: measures, prints the figures with their limits, and writes bench/results/<name>.json.
// Without names, it runs every benchmark. --quick takes few and short rounds: enough to see that a benchmark works, not for its figures.
// --record writes the figures to bench/README.md. The exit status is 1 when a figure misses its limit.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { missed, print, record } from './report.mjs'

const BENCHMARKS = {
  guard: () => import('./guard.mjs'),
  http: () => import('./http.mjs'),
  scale: () => import('./scale.mjs'),
  msw: () => import('./msw.mjs'),
  start: () => import('./start.mjs'),
  import: () => import('./import.mjs'),
  bundle: () => import('./bundle.mjs'),
  seed: () => import('./seed.mjs'),
}

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'))
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const names = named.length > 0 ? named : Object.keys(BENCHMARKS)
const unknown = [...names.filter((name) => !Object.hasOwn(BENCHMARKS, name)), ...flags.filter((flag) => !/^--(quick|record)$/.test(flag))]
if (unknown.length > 0) {
  console.error(`bench: unknown ${unknown.join(', ')}; valid are ${Object.keys(BENCHMARKS).join(', ')}, --quick and --record`)
  process.exit(2)
}

const [name] = names
if (names.length === 1 && name !== undefined) await run(name)
else {
  // A process for each benchmark, so that none of them affects the next one.
  const failed = names.filter((each) => spawnSync(process.execPath, [process.argv[1], each, ...flags], { stdio: 'inherit' }).status !== 0)
  console.log(
    failed.length === 0 ? '\nall limits are reached' : `\nnot all limits are reached, or an error occurred, in: ${failed.join(', ')}`,
  )
  process.exitCode = failed.length === 0 ? 0 : 1
}

async function run(benchmark) {
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
