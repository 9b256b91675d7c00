// How the work of a request grows with the data, in process: no HTTP beside it makes the growth look smaller. Each size has a process of
// its own, and they are measured in turn.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { CAN_PIN } from './cores.mjs'
import { median } from './median.mjs'
import { significant } from './report.mjs'
import { inTurn, ratioOf } from './rounds.mjs'
import { DEEDS } from './scale-deeds.mjs'
import { ask, stop } from './server-process.mjs'

const SIZES = [1000, 10_000, 100_000]
const PROCESS = fileURLToPath(new URL('scale-process.mjs', import.meta.url))
const GROWTH = { atMost: 1.5 }

export async function measure({ quick }) {
  const sizes = quick ? [1000, 10_000] : SIZES
  const options = quick ? { rounds: 3, warmups: 1 } : { rounds: 15, warmups: 5 }
  const [smallest, largest] = [sizes[0], sizes.at(-1)].map((size) => size.toLocaleString('en'))
  const children = Object.fromEntries(sizes.map((size) => [size.toLocaleString('en'), fork(PROCESS, [String(size)])]))
  try {
    const builds = {}
    for (const [size, child] of Object.entries(children)) builds[size] = await ask(child, { build: true })
    const lines = []
    const rows = [['', ...Object.keys(children)]]
    for (const [name, { limited, most }] of Object.entries(DEEDS)) {
      const times = await inTurn(children, async (child) => (await ask(child, { deed: name })).microseconds, options)
      rows.push([name, ...Object.values(times).map((each) => significant(median(each)))])
      if (limited) {
        const figure = `${name}: ${largest} conversations of ${smallest}`
        lines.push({ figure, value: ratioOf(times[largest], times[smallest]), unit: ' ×', limit: GROWTH })
      }
      if (most !== undefined) {
        lines.push({ figure: `${name} at ${largest}`, value: median(times[largest]) / 1000, unit: ' ms', limit: { atMost: most } })
      }
    }
    const { resident, messages, conversations, ...built } = builds[largest]
    const what = `${largest} conversations with ${messages.toLocaleString('en')} messages`
    lines.push({ figure: `memory of the process at ${what}`, value: resident / 1e9, unit: ' GB', limit: { atMost: 1.2 } })
    lines.push({ figure: 'the same, for each conversation', value: resident / conversations / 1000, unit: ' kB' })
    lines.push({ figure: 'of that in the heap of JavaScript and beside it', value: built.heap / 1e9, unit: ' GB' })
    lines.push({ figure: 'at its most, while the world is made', value: built.peak / 1e9, unit: ' GB' })
    const notes = [`${options.rounds} rounds in turn, medians${CAN_PIN ? '' : ', not held to a core'}.`]
    const building = { title: 'Until the mock is there', rows: buildRows(builds) }
    return { title: 'Scale, in process', lines, tables: [{ title: 'Microseconds of a request', rows }, building], notes }
  } finally {
    await Promise.all(Object.values(children).map(stop))
  }
}

function buildRows(builds) {
  const all = Object.values(builds)
  return [
    ['', ...Object.keys(builds)],
    ['messages', ...all.map(({ messages }) => messages.toLocaleString('en'))],
    ['the world generated, ms', ...all.map(({ generating }) => significant(generating))],
    ['tables and indexes, ms', ...all.map(({ tables }) => significant(tables))],
    ['the first search, which reads all texts, ms', ...all.map(({ firstSearch }) => significant(firstSearch))],
    ['heap before it, MB', ...all.map(({ heapBefore }) => significant(heapBefore / 1e6))],
    ['heap after it, MB', ...all.map(({ heap }) => significant(heap / 1e6))],
  ]
}
