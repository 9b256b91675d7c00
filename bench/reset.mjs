// What `mock.reset()` takes after a test that has written, and what the first write after it takes, which copies what it changes.
import { median } from './median.mjs'
import { createMock, generateWorld } from './product.mjs'
import { significant } from './report.mjs'

const LIMITS = { 1000: 1, 10000: 5 }
const WRITES = 100
const headers = { authorization: 'Bearer key' }

export async function measure({ quick }) {
  const rounds = quick ? 20 : 200
  const lines = []
  const rows = [['conversations', 'reset, µs', 'most', 'the next PATCH, µs']]
  for (const [size, atMost] of Object.entries(LIMITS)) {
    const { resets, writes } = timesOf(Number(size), rounds)
    const shown = Number(size).toLocaleString('en')
    lines.push({ figure: `\`mock.reset()\` at ${shown} conversations`, value: median(resets), unit: ' ms', limit: { atMost } })
    rows.push([shown, ...[median(resets), Math.max(...resets), median(writes)].map((time) => significant(time * 1000))])
  }
  const notes = [`After ${WRITES} requests that wrote, ${rounds} rounds, medians.`]
  return { title: 'Reset', lines, tables: [{ title: 'Times', rows }], notes }
}

function timesOf(conversations, rounds) {
  const world = generateWorld({ conversations, seed: 1 })
  const mock = createMock({ world })
  const resets = []
  const writes = []
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < WRITES; i++) patch(i)
    resets.push(timeOf(() => mock.reset()))
    writes.push(timeOf(() => patch(round)))
  }
  return { resets, writes }

  function patch(i) {
    const { id } = world.conversations[(i * 7919) % conversations]
    const { status, body } = mock.handle({ method: 'PATCH', path: `/conversations/${id}`, headers, body: '{"priority":"high"}' })
    if (status !== 200) throw new Error(body)
  }
}

function timeOf(deed) {
  const start = performance.now()
  deed()
  return performance.now() - start
}
