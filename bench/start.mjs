// How long `linktor-mock serve` takes from its start to its ready line, beside the start of Node with Express, and that of Prism.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { installPeers, peer } from './contestants/peers.mjs'
import { median } from './median.mjs'
import { significant } from './report.mjs'
import { inTurn, ratioOf } from './rounds.mjs'
import { freePort, stop } from './server-process.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

const STARTS = {
  'linktor-mock': { command: (port) => ['dist/cli.js', 'serve', '--port', `${port}`, '--log', 'json'], ready: /"event":"ready"/ },
  'import express': { command: () => ['--input-type=module', '-e', "await import('express')"] },
  prism: {
    command: (port) => [peer('@stoplight/prism-cli/dist/index.js'), 'mock', 'spec/openapi.yaml', '-p', `${port}`],
    ready: /listening on/,
  },
}

export async function measure({ quick }) {
  installPeers()
  const rounds = quick ? 3 : 21
  const times = await inTurn(STARTS, timeOf, { rounds })
  const ours = times['linktor-mock']
  return {
    title: 'From the start of the process to ready, with the default data',
    lines: [
      {
        figure: 'of `node -e "await import(\'express\')"`',
        value: ratioOf(ours, times['import express']),
        unit: ' ×',
        limit: { atMost: 2.5 },
      },
      { figure: "of Prism's start", value: ratioOf(ours, times.prism), unit: ' ×', limit: { atMost: 0.25 } },
    ],
    tables: [{ title: 'Starts', rows: [['', 'ms'], ...Object.entries(times).map(([name, each]) => [name, significant(median(each))])] }],
    notes: [`${rounds} rounds in turn, medians.`],
  }
}

/** Milliseconds until it prints that it is ready, or else until it has ended. */
async function timeOf({ command, ready }) {
  const args = command(await freePort())
  const start = performance.now()
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  if (ready === undefined) {
    const [status] = await once(child, 'exit')
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`)
    return performance.now() - start
  }
  let said = ''
  for await (const text of child.stdout.setEncoding('utf8')) {
    said += text
    if (ready.test(said)) break
  }
  const time = performance.now() - start
  if (!ready.test(said)) throw new Error(`node ${args.join(' ')} ended before it was ready: ${said}`)
  await stop(child)
  return time
}
