// node bench/profile.mjs [list|get|create|update]: loads a server under the profiler of V8, and prints the functions that take the most
// time. The profile stays in a temporary folder, for DevTools.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load } from './load/load.mjs'
import { printTable } from './report.mjs'
import { dataOf } from './servers/data.mjs'
import { linktorMock } from './servers/linktor-mock.mjs'

const SECONDS = 4
const SHOWN = 30

const kinds = process.argv.length > 2 ? process.argv.slice(2) : ['list', 'get', 'create', 'update']
const data = dataOf(10_000)
for (const kind of kinds) await profile(kind)

async function profile(kind) {
  const folder = mkdtempSync(join(tmpdir(), `linktor-mock-${kind}-`))
  const server = await linktorMock(data, { node: ['--cpu-prof', '--cpu-prof-interval', '200', '--cpu-prof-dir', folder] })
  try {
    const before = server.cpuSeconds() ?? 0
    const { requests, perSecond } = await load(server.origin, server.requests[kind], { seconds: SECONDS })
    const used = (server.cpuSeconds() ?? 0) - before
    await server.ask('end')
    await server.ended // V8 writes the profile at exit
    const [name] = readdirSync(folder)
    const rows = timesIn(JSON.parse(readFileSync(join(folder, name), 'utf8')))
    console.log(
      `\n${kind}: ${Math.round(perSecond)} requests/s, ${((used / requests) * 1e6).toFixed(1)} µs of processor time each; ${join(folder, name)}\n`,
    )
    printTable([['function', 'self, %', 'total, %'], ...rows])
  } finally {
    await server.stop()
  }
}

/** Returns times of the second half of the load, when hot functions have been compiled. */
function timesIn({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])))
  const times = new Map()
  let all = 0
  for (let i = middleOfTheLoad(byId, samples); i < samples.length; i++) {
    if (nameOf(byId.get(samples[i])) === '(idle)') continue
    all += timeDeltas[i]
    const seen = new Set()
    for (let id = samples[i]; id !== undefined; id = parents.get(id)) {
      const name = nameOf(byId.get(id))
      const time = times.get(name) ?? { self: 0, total: 0 }
      if (id === samples[i]) time.self += timeDeltas[i]
      if (!seen.has(name)) time.total += timeDeltas[i]
      seen.add(name)
      times.set(name, time)
    }
  }
  const percent = (time) => ((time / all) * 100).toFixed(1)
  const sorted = [...times].filter(([name]) => name !== '(root)').sort(([, a], [, b]) => b.self - a.self)
  return sorted.slice(0, SHOWN).map(([name, { self, total }]) => [name, percent(self), percent(total)])
}

/** Returns the index of the sample in the middle of the load, which begins when the first request is parsed. */
function middleOfTheLoad(byId, samples) {
  const first = samples.findIndex((id) => byId.get(id).callFrame.functionName === 'parserOnHeadersComplete')
  return Math.floor((Math.max(first, 0) + samples.length) / 2)
}

function nameOf({ callFrame: { functionName, url, lineNumber } }) {
  const file = url.replace(/^.*\/(dist|node_modules)\//, '$1/')
  return `${functionName || '(anonymous)'} ${file}${lineNumber >= 0 ? `:${lineNumber + 1}` : ''}`.trim()
}
