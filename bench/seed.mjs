// The time to generate a world, and to create a mock of it, each in a fresh process.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from './rounds.mjs'

const CONVERSATIONS = 10_000
const cwd = fileURLToPath(new URL('..', import.meta.url))

const CODE = `import { createMock } from 'linktor-mock'
import { generateWorld } from 'linktor-mock/fixtures'
const start = performance.now()
const world = generateWorld({ conversations: ${CONVERSATIONS}, seed: 1 })
const generated = performance.now()
createMock({ world })
console.log(JSON.stringify({ generating: generated - start, creating: performance.now() - generated, messages: world.messages.length }))`

export async function measure({ quick }) {
  const rounds = quick ? 2 : 7
  const times = Array.from({ length: rounds }, () =>
    JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', CODE], { cwd, encoding: 'utf8' })),
  )
  const data = `${CONVERSATIONS.toLocaleString('en')} conversations, ${times[0].messages.toLocaleString('en')} messages`
  const generating = median(times.map((time) => time.generating)) / 1000
  const creating = median(times.map((time) => time.creating)) / 1000
  return {
    title: 'Seed',
    lines: [
      { figure: `\`generateWorld\`: ${data}`, value: generating, unit: ' s', limit: { atMost: 3 } },
      { figure: '`createMock` of them, with validation', value: creating, unit: ' s' },
    ],
    notes: [`${rounds} fresh processes, medians.`],
  }
}
