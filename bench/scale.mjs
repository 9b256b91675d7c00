// Times in process by the number of conversations: without HTTP, which would make growth look smaller. Each size has its own process, and
// the sizes are measured in turn.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { significant } from './report.mjs'
import { inTurn, median, ratioOf } from './rounds.mjs'
import { REQUESTS } from './scale-requests.mjs'
import { ask, stop } from './server-process.mjs'

const SIZES = [1000, 10_000, 100_000]
const PROCESS = fileURLToPath(new URL('scale-process.mjs', import.meta.url))
const MEASUREMENTS = { ...REQUESTS, reset: { limit: { atMost: 1 } } }
const MAX_HEAP = { atMost: 1 }

export async function measure({ quick }) {
  const sizes = (quick ? SIZES.slice(0, 2) : SIZES).map((size) => size.toLocaleString('en'))
  const options = quick ? { rounds: 3, warmups: 1 } : { rounds: 15, warmups: 5 }
  const [smallest, largest] = [sizes[0], sizes.at(-1)]
  const processes = Object.fromEntries(sizes.map((size) => [size, fork(PROCESS, [size.replaceAll(',', '')])]))
  try {
    const builds = {}
    for (const [size, child] of Object.entries(processes)) builds[size] = await ask(child, { name: 'build' })
    const lines = []
    const rows = [['', ...sizes]]
    for (const [name, { limit, growth }] of Object.entries(MEASUREMENTS)) {
      const times = await inTurn(processes, async (child) => (await ask(child, { name })).milliseconds, options)
      rows.push([name, ...Object.values(times).map((each) => significant(median(each) * 1000))])
      if (limit !== undefined) lines.push({ figure: `${name} at ${largest}`, value: median(times[largest]), unit: ' ms', limit })
      if (growth === undefined) continue
      const value = ratioOf(times[largest], times[smallest])
      lines.push({ figure: `${name} at ${largest}, of that at ${smallest}`, value, unit: ' ×', limit: growth })
    }
    lines.push({ figure: `heap at ${largest}`, value: builds[largest].heap / 1e9, unit: ' GB', limit: MAX_HEAP })
    return {
      title: 'Scale, in process',
      lines,
      tables: [
        { title: 'Microseconds', rows },
        { title: 'Preparation', rows: buildRows(builds) },
      ],
      notes: [`${options.rounds} rounds in turn, medians.`],
    }
  } finally {
    await Promise.all(Object.values(processes).map(stop))
  }
}

function buildRows(builds) {
  const all = Object.values(builds)
  return [
    ['', ...Object.keys(builds)],
    ['messages', ...all.map(({ messages }) => messages.toLocaleString('en'))],
    ['`generateWorld`, ms', ...all.map(({ generating }) => significant(generating))],
    ['`createMock`, ms', ...all.map(({ creating }) => significant(creating))],
    ['the first search, ms', ...all.map(({ firstSearch }) => significant(firstSearch))],
    ['heap with all indexes, MB', ...all.map(({ heap }) => significant(heap / 1e6))],
  ]
}
