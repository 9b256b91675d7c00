// What `serve --data` costs: `npm run build && node bench/data.mjs [1000 100000]`.
// Prints the table of docs/decisions/0014-persistence.md: medians in process of requests that write, with a file and without one, the
// time to open the file again, and the longest turn of a compaction.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateWorld, guideWorld } from 'linktor-mock/fixtures'
import { fromSource } from './from-source.mjs'

const { startMock } = await fromSource('src/mock/create-mock.ts')
const { DataFile } = await fromSource('src/persistence/data-file.ts')

const NOW = '2026-11-22T12:00:00Z'
const WRITES = 3000
const headers = { authorization: 'Bearer key' }
const warn = (line) => console.error(line)

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 100_000]
const columns = []
for (const size of sizes) columns.push(await measure(size))

console.log(`| | ${sizes.map((size) => size.toLocaleString('en')).join(' | ')} |`)
console.log(`|---|${sizes.map(() => '---:|').join('')}`)
for (const row of Object.keys(columns[0])) console.log(`| ${row} | ${columns.map((column) => column[row]).join(' | ')} |`)

async function measure(conversations) {
  const folder = mkdtempSync(join(tmpdir(), 'linktor-mock-bench-'))
  const path = join(folder, 'inbox.data')
  const world = generateWorld({ conversations, seed: 1, now: NOW })
  const without = medians(startMock(world, { now: NOW }), world)

  const file = new DataFile(path, { warn, compactAt: Number.POSITIVE_INFINITY })
  const beginning = performance.now()
  const mock = startMock(world, { now: NOW }, file)
  const begun = performance.now() - beginning
  const kept = medians(mock, world)
  await file.close()

  const opening = performance.now()
  const again = new DataFile(path, { warn, compactAt: 1 })
  const opened = performance.now() - opening
  const other = startMock(guideWorld, { now: NOW }, again)
  const pause = await longestTurn(other, world, path)
  await again.close()
  const row = {
    'PATCH, µs': `${without.patch} → ${kept.patch}`,
    'create, µs': `${without.create} → ${kept.create}`,
    'get one, µs': `${without.get} → ${kept.get}`,
    'snapshot, MB': (statSync(path).size / 1e6).toFixed(1),
    'first start, tables among it, ms': begun.toFixed(0),
    'open again, tables among it, ms': opened.toFixed(0),
    'longest turn of a compaction, ms': pause,
  }
  rmSync(folder, { recursive: true })
  return row
}

function medians(mock, world) {
  let n = 0
  const id = () => world.conversations[(n++ * 7919) % world.conversations.length].id
  const request = (method, path, body) => ({ method, path, headers, body: JSON.stringify(body) })
  const channelId = world.channels[0].id
  const measured = {
    patch: median(mock, () => request('PATCH', `/conversations/${id()}`, { tags: [`t${n}`] })),
    create: median(mock, () =>
      request('POST', '/conversations', { channelId, contact: { phone: `+3519${String(n++).padStart(8, '0')}` } }),
    ),
    get: median(mock, () => ({ method: 'GET', path: `/conversations/${id()}`, headers })),
  }
  return measured
}

function median(mock, request) {
  const times = Array.from({ length: WRITES }, () => {
    const made = request()
    const started = performance.now()
    const { status } = mock.handle(made)
    const time = performance.now() - started
    if (status >= 400) throw new Error(`${made.method} ${made.path} is answered ${status}`)
    return time
  })
  return (times.sort((a, b) => a - b)[WRITES >> 1] * 1000).toFixed(0)
}

/** Writes until the log is longer than the snapshot, and sees how long any turn takes from then on until the log is gone. */
async function longestTurn(mock, world, path) {
  const before = statSync(path).ino
  let longest = 0
  const body = JSON.stringify({ metadata: { long: 'x'.repeat(100_000) } })
  for (let i = 0; statSync(path).ino === before; i++) {
    mock.handle({ method: 'PATCH', path: `/conversations/${world.conversations[i % 10].id}`, headers, body })
    const started = performance.now()
    await new Promise((resolve) => setImmediate(resolve))
    longest = Math.max(longest, performance.now() - started)
  }
  return longest.toFixed(1)
}
