import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from './persisted-mock.js'
import { idsAt, Writer } from './writer.js'

const MAIN = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LINKTOR_MOCK_')))

/** A new data file, and the number of times its server is killed. */
const FILES = 10
const KILLS = 10
const WRITERS = 4
/** Maximum number of writes before a kill. */
const WRITES = 60
/** Every other kill comes at a random moment up to this many milliseconds later, not just after a response. */
const LATEST_MILLISECONDS = 20

interface Served {
  readonly child: ChildProcess
  readonly url: string
  readonly complaints: () => string
}

async function serving(path: string): Promise<Served> {
  const args = ['serve', '--data', path, '--compact-at', '1', '--world', 'guide', '--port', '0', '--log', 'json']
  const child = spawn(process.execPath, [MAIN, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  let complaints = ''
  child.stderr.on('data', (text) => {
    complaints += text
  })
  const [line] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error(`it does not start: ${complaints}`))),
  ])
  child.stdout.resume()
  return { child, url: JSON.parse(String(line).split('\n')[0] ?? '').url, complaints: () => complaints }
}

async function kill({ child }: Served): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
}

/** Repeatedly kills the process that serves a data file while it is being written. */
async function killedAgain(file: number): Promise<{ readonly writes: number; readonly amidCompactions: number }> {
  const path = `${temporaryFolder()}/inbox.data`
  let writes = 0
  let amidCompactions = 0
  let served = await serving(path)
  onTestFinished(() => kill(served))
  const writers = await Promise.all(Array.from({ length: WRITERS }, (_, i) => Writer.at(served.url, `${file}-${i}`)))
  for (let round = 0; round < KILLS; round++) {
    let left = Math.floor(Math.random() * WRITES)
    const acknowledged = (): void => {
      writes++
      if (left-- !== 0) return
      if (round % 2 === 0) served.child.kill('SIGKILL')
      else setTimeout(() => served.child.kill('SIGKILL'), Math.random() * LATEST_MILLISECONDS)
    }
    await Promise.all(writers.map((writer) => writer.writeUntilCut(served.url, acknowledged)))
    await kill(served)
    if (readdirSync(dirname(path)).filter((name) => name.endsWith('.log')).length > 1) amidCompactions++
    served = await serving(path)
    expect(served.complaints().replace(/^warning: .*(cut off is dropped|goes back to).*\n/gm, '')).toBe('')
    for (const writer of writers) await writer.expectKept(served.url)
    const known = ['conv_abc123', ...writers.flatMap(({ ids }) => ids)]
    expect((await idsAt(served.url)).sort()).toEqual(known.sort())
  }
  await kill(served)
  return { writes, amidCompactions }
}

describe.skipIf(!existsSync(MAIN))('serve --data (after npm run build)', () => {
  it(`loses no acknowledged write, and leaves none half there, killed under load at ${FILES * KILLS} moments`, {
    timeout: 180_000,
  }, async () => {
    let writes = 0
    let amidCompactions = 0
    for (let file = 0; file < FILES; file += 2) {
      for (const killed of await Promise.all([killedAgain(file), killedAgain(file + 1)])) {
        writes += killed.writes
        amidCompactions += killed.amidCompactions
      }
    }
    expect(writes).toBeGreaterThan(FILES * KILLS)
    expect(amidCompactions).toBeGreaterThan(0)
  })
})
