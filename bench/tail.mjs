// How long the slowest requests for a list wait while the server also takes writes, and tells webhooks of them.
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bare } from './contestants/constant.mjs'
import { dataOf, scratchFolder } from './contestants/data.mjs'
import { linktorMock } from './contestants/linktor-mock.mjs'
import { givingWay, LOAD_CORE, onCore } from './cores.mjs'
import { load } from './load/load.mjs'
import { median } from './median.mjs'
import { significant } from './report.mjs'
import { inTurn } from './rounds.mjs'
import { ask, stop } from './server-process.mjs'

const CONVERSATIONS = 10_000
const WRITES_A_SECOND = 200
const PROCESS = fileURLToPath(new URL('tail-writer-process.mjs', import.meta.url))

export async function measure({ quick }) {
  const rounds = quick ? 3 : 15
  const seconds = quick ? 1 : 3
  const data = dataOf(CONVERSATIONS)
  const folder = scratchFolder()
  const mock = await linktorMock(data)
  const constant = await bare(data, folder)
  const writers = { mock: startWriter(), constant: startWriter() }
  let lists
  let webhook
  try {
    webhook = await prepared(writers.mock, mock, { hasWebhooks: true })
    await prepared(writers.constant, constant, { hasWebhooks: false })
    const measurements = {
      bare: () => load(constant.origin, constant.requests.list, { seconds }),
      bareBesideWrites: () => besideWrites(writers.constant, constant, seconds),
      mock: () => load(mock.origin, mock.requests.list, { seconds }),
      mockBesideWrites: () => besideWrites(writers.mock, mock, seconds),
    }
    lists = await inTurn(measurements, (measurement) => measurement(), { rounds })
  } finally {
    await Promise.all([...Object.values(writers).map(stop), mock.stop(), constant.stop()])
    rmSync(folder, { recursive: true })
  }
  const told = webhook.registered
    ? `a webhook is told ${significant(medianOf(lists.mockBesideWrites, 'delivered'))} times a second`
    : `without webhooks: POST /v1/webhooks is answered ${webhook.status}`
  return {
    title: `The tail of a list at 8 connections, ${CONVERSATIONS.toLocaleString('en')} conversations`,
    lines: [
      {
        figure: `p99 of a list, of its p50, beside ${WRITES_A_SECOND} writes/s (${told})`,
        value: tailOf(lists.mockBesideWrites),
        unit: ' ×',
        limit: { atMost: 3 },
      },
      {
        figure: 'that of bare `node:http` beside as many writes to it, of which no webhook is told',
        value: tailOf(lists.bareBesideWrites),
        unit: ' ×',
      },
      { figure: 'that of a list without writes', value: tailOf(lists.mock), unit: ' ×' },
      { figure: 'that of bare `node:http` without writes', value: tailOf(lists.bare), unit: ' ×' },
    ],
    tables: [
      {
        title: 'Lists',
        rows: [
          ['', 'requests/s', 'p50, ms', 'p99, ms'],
          row('beside writes', lists.mockBesideWrites),
          row('bare, beside writes', lists.bareBesideWrites),
          row('alone', lists.mock),
          row('bare, alone', lists.bare),
        ],
      },
    ],
    notes: [
      `${rounds} rounds of ${seconds} s in turn, medians; ${significant(medianOf(lists.mockBesideWrites, 'written'))} writes/s were answered, ${significant(leastOf(lists.mockBesideWrites, 'written'))} in the slowest round, half of them POST, half PATCH.`,
    ],
  }
}

/** The writer shares a core with what measures: it gives way, or that would wait for the writer, and not for the server. */
function startWriter() {
  const [file, ...args] = givingWay(onCore(LOAD_CORE, [process.execPath, PROCESS]))
  return spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

function prepared(writer, { origin, requests }, { hasWebhooks }) {
  return ask(writer, { start: { origin, requests, perSecond: WRITES_A_SECOND, hasWebhooks } })
}

async function besideWrites(writer, { origin, requests }, seconds) {
  await ask(writer, { write: true })
  const measured = await load(origin, requests.list, { seconds })
  const wrote = await ask(writer, { rest: true })
  if (wrote.failed > 0) throw new Error(`${wrote.failed} of ${wrote.written} writes failed: ${wrote.reason}`)
  return { ...measured, written: wrote.written / wrote.seconds, delivered: wrote.delivered / wrote.seconds }
}

function tailOf(rounds) {
  return median(rounds.map(({ p99, p50 }) => p99 / p50))
}

function medianOf(rounds, figure) {
  return median(rounds.map((round) => round[figure]))
}

function leastOf(rounds, figure) {
  return Math.min(...rounds.map((round) => round[figure]))
}

function row(name, rounds) {
  return [name, ...['perSecond', 'p50', 'p99'].map((figure) => significant(medianOf(rounds, figure)))]
}
