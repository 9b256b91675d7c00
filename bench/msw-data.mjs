// What the state of this package would cost on the collections of @msw/data: docs/decisions/0002-state.md has the figures.
// Run: node bench/msw-data.mjs
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { performance } from 'node:perf_hooks'
import { Collection } from '@msw/data'

const SIZES = [1000, 10_000, 100_000]
/** Each figure is a mean of as many calls as fit into this time, at least one. */
const MILLISECONDS = 2000
const PAGE = 20

const version = JSON.parse(readFileSync(new URL('../node_modules/@msw/data/package.json', import.meta.url), 'utf8')).version
console.log(`@msw/data ${version}, Node ${process.version}, ${cpus()[0]?.model ?? 'unknown CPU'}\n`)

const table = [['', ...SIZES.map((size) => `${size.toLocaleString('en')} records`)]]
const columns = []
for (const size of SIZES) columns.push(await measured(size))
for (const name of Object.keys(columns[0])) table.push([name, ...columns.map((column) => column[name])])
table.push(['import (cold process)', importTime(), '', ''])
print(table)

/** The same deeds, on a collection of so many conversations. */
async function measured(size) {
  const conversations = new Collection({ schema: { '~standard': { version: 1, vendor: 'bench', validate: (value) => ({ value }) } } })
  const start = performance.now()
  for (let i = 0; i < size; i++) await conversations.create(conversation(i))
  const creating = (performance.now() - start) / size
  const ids = idsOf(size)
  const byId = (id) => (q) => q.where({ id })
  const open = (q) => q.where({ status: 'open', channelId: 'ch_1' })
  return {
    create: shown(creating),
    'get by id, any': await mean(() => conversations.findFirst(byId(ids()))),
    'get by id, the last': await mean(() => conversations.findFirst(byId(`conv_${size - 1}`))),
    'update by id, any': await mean(() => conversations.update(byId(ids()), { data: (draft) => void draft.unreadCount++ })),
    'update by id, the last': await mean(() =>
      conversations.update(byId(`conv_${size - 1}`), { data: (draft) => void draft.unreadCount++ }),
    ),
    // `take` applies before `orderBy`, so that a page of the newest must be cut from all that match.
    'filtered, sorted page of 20': await mean(() => conversations.findMany(open, { orderBy: { updatedAt: 'desc' } }).slice(0, PAGE)),
    'sorted page of 20': await mean(() => conversations.findMany(undefined, { orderBy: { updatedAt: 'desc' } }).slice(0, PAGE)),
    'count of those that match': await mean(() => conversations.findMany(open).length),
  }
}

function conversation(i) {
  const instant = new Date(Date.UTC(2024, 0, 1) + ((i * 7919) % 2_592_000) * 1000).toISOString()
  return {
    id: `conv_${i}`,
    status: ['open', 'pending', 'snoozed', 'closed'][i % 4],
    channelId: `ch_${(i >> 2) % 5}`,
    contactId: `contact_${i % 1000}`,
    assigneeId: `user_${i % 10}`,
    metadata: { source: 'website', campaign: 'winter_sale' },
    tags: ['vip'],
    unreadCount: i % 7,
    createdAt: instant,
    updatedAt: instant,
  }
}

/** Ids from all over the collection, always the same. */
function idsOf(size) {
  let at = 0
  return () => {
    at = (at + 7919) % size
    return `conv_${at}`
  }
}

async function mean(deed) {
  await deed()
  const start = performance.now()
  let count = 0
  do {
    await deed()
    count++
  } while (performance.now() - start < MILLISECONDS)
  return shown((performance.now() - start) / count)
}

/** How long a process of its own takes to import it, the fastest of five. */
function importTime() {
  const script = "const start = performance.now(); await import('@msw/data'); console.log(performance.now() - start)"
  const options = { cwd: new URL('..', import.meta.url), encoding: 'utf8' }
  const times = Array.from({ length: 5 }, () => Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], options)))
  return shown(Math.min(...times))
}

function shown(milliseconds) {
  if (milliseconds < 0.1) return `${(milliseconds * 1000).toPrecision(2)} µs`
  return `${milliseconds < 100 ? milliseconds.toPrecision(2) : Math.round(milliseconds)} ms`
}

function print(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  for (const row of rows) console.log(row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('   '))
}
