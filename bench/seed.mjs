// How long it takes to generate a world, and a mock of it, each in a fresh process.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from './median.mjs'
import { significant } from './report.mjs'

const CONVERSATIONS = 10_000
const cwd = fileURLToPath(new URL('..', import.meta.url))

const CODE = `import { createMock } from 'linktor-mock'
import { generateWorld } from 'linktor-mock/fixtures'
const start = performance.now()
const world = generateWorld({ conversations: ${CONVERSATIONS}, seed: 1 })
const generated = performance.now()
createMock({ world })
console.log(JSON.stringify({ generating: generated - start, mocking: performance.now() - generated, messages: world.messages.length }))`

export async function measure({ quick }) {
  const rounds = quick ? 2 : 7
  const times = Array.from({ length: rounds }, () =>
    JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', CODE], { cwd, encoding: 'utf8' })),
  )
  const generating = median(times.map((time) => time.generating))
  const mocking = median(times.map((time) => time.mocking))
  const figure = `generating ${CONVERSATIONS.toLocaleString('en')} conversations, ${times[0].messages.toLocaleString('en')} messages`
  return {
    title: 'Seed',
    lines: [
      { figure, value: generating / 1000, unit: ' s', limit: { atMost: 3 } },
      { figure: '`createMock` of them, each record looked through', value: mocking / 1000, unit: ' s' },
    ],
    tables: [
      {
        title: 'A conversation',
        rows: [
          ['', 'µs'],
          ['generated', significant((generating * 1000) / CONVERSATIONS)],
        ],
      },
    ],
    notes: [`${rounds} fresh processes, medians.`],
  }
}
