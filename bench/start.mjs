// The time of `linktor-mock serve` from its start to its ready line, in proportion to the start of Node with Express, and of Prism.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { significant } from './report.mjs'
import { inTurn, median, ratioOf } from './rounds.mjs'
import { freePort, stop } from './server-process.mjs'
import { installPeers, peer } from './servers/peers.mjs'

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
    title: 'Start, with the default data',
    lines: [
      {
        figure: 'time to the ready line, of `node -e "await import(\'express\')"`',
        value: ratioOf(ours, times['import express']),
        unit: ' ×',
        limit: { atMost: 2.5 },
      },
      { figure: "time to the ready line, of Prism's", value: ratioOf(ours, times.prism), unit: ' ×', limit: { atMost: 0.25 } },
    ],
    tables: [{ title: 'Starts', rows: [['', 'ms'], ...Object.entries(times).map(([name, each]) => [name, significant(median(each))])] }],
    notes: [`${rounds} rounds in turn, medians.`],
  }
}

/** Returns the milliseconds until a process prints that it is ready, or else until it ends. */
async function timeOf({ command, ready }) {
  const args = command(await freePort())
  const start = performance.now()
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  if (ready === undefined) {
    const [status] = await once(child, 'exit')
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`)
    return performance.now() - start
  }
  let output = ''
  for await (const text of child.stdout.setEncoding('utf8')) {
    output += text
    if (ready.test(output)) break
  }
  const time = performance.now() - start
  if (!ready.test(output)) throw new Error(`node ${args.join(' ')} ended before it was ready: ${output}`)
  await stop(child)
  return time
}
