// Where the time of a request goes: node bench/profile.mjs [list|get|create|update]. Loads a server that is profiled by V8, and prints
// which functions the samples fell into, by themselves, of the package as it is built; the profile itself is kept, for DevTools.
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dataOf } from './contestants/data.mjs'
import { linktorMock } from './contestants/linktor-mock.mjs'
import { load } from './load/load.mjs'
import { printTable } from './table.mjs'

const SECONDS = 4
const SHOWN = 30

const kinds = process.argv.length > 2 ? process.argv.slice(2) : ['list', 'get', 'create', 'update']
const data = dataOf(10_000)
for (const kind of kinds) await profiled(kind)

async function profiled(kind) {
  const folder = mkdtempSync(join(tmpdir(), `linktor-mock-${kind}-`))
  const server = await linktorMock(data, { node: ['--cpu-prof', '--cpu-prof-interval', '200', '--cpu-prof-dir', folder] })
  try {
    const before = server.cpuSeconds() ?? 0
    const { requests, perSecond } = await load(server.origin, server.requests[kind], { seconds: SECONDS })
    const used = (server.cpuSeconds() ?? 0) - before
    await server.ask('end')
    await server.ended // which is when the profile is written
    const [name] = readdirSync(folder)
    const rows = timesIn(JSON.parse(readFileSync(join(folder, name), 'utf8')))
    console.log(
      `\n${kind}: ${Math.round(perSecond)} requests/s, ${((used / requests) * 1e6).toFixed(1)} µs of processor each; ${join(folder, name)}\n`,
    )
    printTable([['function', 'itself, %', 'with what it calls, %'], ...rows])
  } finally {
    await server.stop()
  }
}

/** Of the second half of the load, when what is hot has been compiled. */
function timesIn({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])))
  const times = new Map()
  let all = 0
  for (let i = halfOfTheLoad(byId, samples); i < samples.length; i++) {
    if (nameOf(byId.get(samples[i])) === '(idle)') continue
    all += timeDeltas[i]
    const met = new Set()
    for (let id = samples[i]; id !== undefined; id = parents.get(id)) {
      const name = nameOf(byId.get(id))
      const time = times.get(name) ?? { self: 0, total: 0 }
      if (id === samples[i]) time.self += timeDeltas[i]
      if (!met.has(name)) time.total += timeDeltas[i]
      met.add(name)
      times.set(name, time)
    }
  }
  const percent = (time) => ((time / all) * 100).toFixed(1)
  const sorted = [...times].filter(([name]) => name !== '(root)').sort(([, a], [, b]) => b.self - a.self)
  return sorted.slice(0, SHOWN).map(([name, { self, total }]) => [name, percent(self), percent(total)])
}

/** The load begins with the first request that was parsed. */
function halfOfTheLoad(byId, samples) {
  const first = samples.findIndex((id) => byId.get(id).callFrame.functionName === 'parserOnHeadersComplete')
  return Math.floor((Math.max(first, 0) + samples.length) / 2)
}

function nameOf({ callFrame: { functionName, url, lineNumber } }) {
  const file = url.replace(/^.*\/(dist|node_modules)\//, '$1/')
  return `${functionName || '(anonymous)'} ${file}${lineNumber >= 0 ? `:${lineNumber + 1}` : ''}`.trim()
}
