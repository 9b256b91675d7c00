// How long the slowest requests for a list wait while the server also takes writes, and tells webhooks of them.
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bare } from './contestants/constant.mjs'
import { dataOf, scratchFolder } from './contestants/data.mjs'
import { linktorMock } from './contestants/linktor-mock.mjs'
import { LOAD_CORE, onCore } from './cores.mjs'
import { load } from './load/load.mjs'
import { median } from './median.mjs'
import { significant } from './report.mjs'
import { ask, stop } from './server-process.mjs'

const CONVERSATIONS = 10_000
const WRITES_A_SECOND = 200
const PROCESS = fileURLToPath(new URL('tail-writer-process.mjs', import.meta.url))

export async function measure({ quick }) {
  const rounds = quick ? 3 : 15
  const seconds = quick ? 1 : 3
  const data = dataOf(CONVERSATIONS)
  const folder = scratchFolder()
  const server = await linktorMock(data)
  const constant = await bare(data, folder)
  const [file, ...args] = onCore(LOAD_CORE, [process.execPath, PROCESS])
  const writer = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const machine = []
  const quiet = []
  const busy = []
  let webhook
  try {
    webhook = await ask(writer, { start: { origin: server.origin, requests: server.requests, perSecond: WRITES_A_SECOND } })
    for (let round = -1; round < rounds; round++) {
      const still = await load(constant.origin, constant.requests.list, { seconds })
      const alone = await load(server.origin, server.requests.list, { seconds })
      await ask(writer, { write: true })
      const beside = await load(server.origin, server.requests.list, { seconds })
      const wrote = await ask(writer, { rest: true })
      if (wrote.failed > 0) throw new Error(`${wrote.failed} of ${wrote.written} writes failed: ${wrote.reason}`)
      if (round < 0) continue
      machine.push(still)
      quiet.push(alone)
      busy.push({ ...beside, written: wrote.written / wrote.seconds, delivered: wrote.delivered / wrote.seconds })
    }
  } finally {
    await Promise.all([stop(writer), server.stop(), constant.stop()])
    rmSync(folder, { recursive: true })
  }
  const told = webhook.registered
    ? `a webhook is told ${significant(median(busy.map(({ delivered }) => delivered)))} times a second`
    : `without webhooks: POST /v1/webhooks is answered ${webhook.status}`
  return {
    title: `The tail of a list at 8 connections, ${CONVERSATIONS.toLocaleString('en')} conversations`,
    lines: [
      {
        figure: `p99 of a list, of its p50, beside ${WRITES_A_SECOND} writes/s (${told})`,
        value: median(busy.map(({ p99, p50 }) => p99 / p50)),
        unit: ' ×',
        limit: { atMost: 3 },
      },
      { figure: 'the same without writes', value: median(quiet.map(({ p99, p50 }) => p99 / p50)), unit: ' ×' },
      {
        figure: 'that of bare `node:http`, which is what the machine does to any server',
        value: median(machine.map(({ p99, p50 }) => p99 / p50)),
        unit: ' ×',
      },
    ],
    tables: [
      {
        title: 'Lists',
        rows: [['', 'requests/s', 'p50, ms', 'p99, ms'], row('alone', quiet), row('beside writes', busy), row('bare', machine)],
      },
    ],
    notes: [
      `${rounds} rounds of ${seconds} s in turn, medians; ${significant(median(busy.map(({ written }) => written)))} writes/s were answered, half of them POST, half PATCH.`,
    ],
  }
}

function row(name, rounds) {
  return [name, ...['perSecond', 'p50', 'p99'].map((figure) => significant(median(rounds.map((round) => round[figure]))))]
}
