import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** An installed Prism. */
export interface InstalledPrism {
  /** Path of its program. */
  readonly path: string
  readonly version: string
}

/** A running Prism: a process that ends with this one, however that ends. */
export interface RunningPrism {
  readonly url: string
  /** Resolves once it has ended, with the reason. */
  readonly ended: Promise<string>
  stop(): Promise<void>
}

export interface PrismOptions {
  /** Path of the OpenAPI document. */
  readonly document: string
  /** URL that it forwards to. */
  readonly upstream: string
  /** Responds to violations with an error, in place of a header. */
  readonly errors?: boolean
}

/** Version that this package is tested with. */
export const PRISM_VERSION = '5.14.2'

/** Prism is missing or does not run; the message says so in one line. */
export class NoPrism extends Error {}

const PACKAGE = '@stoplight/prism-cli'
const LONGEST_START = 60_000
/**
 * Code that runs before Prism in its process. A Ctrl-C reaches all processes of a terminal, and is handled by this one after the requests
 * under way; and the process ends when the pipe to this one closes, even by `kill -9`.
 */
const PRELUDE = 'process.on("SIGINT", () => {}); process.stdin.on("end", () => process.exit()).resume()'

/**
 * Finds Prism in the packages of these folders, or of those above them.
 *
 * @throws NoPrism
 */
export function findPrism(folders: readonly string[]): InstalledPrism {
  for (const folder of folders) {
    const found = resolved(`${PACKAGE}/package.json`, folder)
    if (found === undefined) continue
    const { bin, version }: { readonly bin: { readonly prism: string }; readonly version: string } = JSON.parse(readFileSync(found, 'utf8'))
    const path = join(dirname(found), bin.prism)
    if (existsSync(path)) return { path, version }
  }
  throw new NoPrism(`proxy needs Prism, which is not installed: npm i -D ${PACKAGE}@${PRISM_VERSION}`)
}

function resolved(specifier: string, folder: string): string | undefined {
  try {
    return createRequire(join(folder, 'any.js')).resolve(specifier)
  } catch {
    return undefined
  }
}

/**
 * Starts Prism as a proxy on a free loopback port.
 *
 * @throws NoPrism when it does not start
 */
export async function startPrism({ path }: InstalledPrism, options: PrismOptions): Promise<RunningPrism> {
  const child = spawn(process.execPath, [...argumentsOf(path, options)], { stdio: ['pipe', 'pipe', 'pipe'] })
  child.stdin.on('error', () => {}) // it may be gone before its pipe is closed
  const ended = endOf(child)
  const overdue = setTimeout(() => child.kill(), LONGEST_START)
  const start = await Promise.race([listening(child), ended])
  clearTimeout(overdue)
  if (!start.startsWith('http')) throw new NoPrism(`Prism did not start: it ended ${start}`)
  return {
    url: start,
    ended,
    stop: async () => {
      child.kill()
      await ended
    },
  }
}

function argumentsOf(path: string, { document, upstream, errors = false }: PrismOptions): readonly string[] {
  const prelude = ['--import', `data:text/javascript,${encodeURIComponent(PRELUDE)}`]
  // Without these flags it forks where NODE_ENV is production, and adds headers to each response.
  const settings = ['--port', '0', '--host', '127.0.0.1', '--no-multiprocess', '--no-cors', errors ? '--errors' : '--no-errors']
  return [...prelude, path, 'proxy', document, upstream, ...settings]
}

/** Address that Prism prints. Its later output, several lines a request, is discarded. */
function listening({ stdout, stderr }: ChildProcessByStdio<Writable, Readable, Readable>): Promise<string> {
  stderr.resume()
  return new Promise((resolve) => {
    let text = ''
    stdout.on('data', function look(chunk) {
      text += String(chunk)
      const [, url] = /Prism is listening on (http:\/\/[\w.:]+)/.exec(text) ?? []
      if (url === undefined) return
      stdout.off('data', look).resume()
      resolve(url)
    })
  })
}

async function endOf(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = await once(child, 'exit')
    return signal === null ? `with the exit status ${code}` : `by ${signal}`
  } catch (error) {
    return `before it began: ${error instanceof Error ? error.message : error}`
  }
}
