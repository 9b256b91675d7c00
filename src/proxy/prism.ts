import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** Prism as it is installed somewhere. */
export interface InstalledPrism {
  /** Its program. */
  readonly path: string
  readonly version: string
}

/** Prism as it runs: a process of its own, which ends with this one however that ends. */
export interface RunningPrism {
  readonly url: string
  /** Is there once it has ended, with how it did. */
  readonly ended: Promise<string>
  stop(): Promise<void>
}

export interface PrismOptions {
  /** The OpenAPI document. */
  readonly document: string
  /** Where it sends what it is sent. */
  readonly upstream: string
  /** Answers what breaks the document with an error, instead of telling of it in a header. */
  readonly errors?: boolean
}

/** The version that this package is tested with. */
export const PRISM_VERSION = '5.14.2'

/** There is no Prism, or none that runs: the message says so in one line. */
export class NoPrism extends Error {}

const PACKAGE = '@stoplight/prism-cli'
const LONGEST_START = 60_000
/**
 * Goes before Prism in its process. A Ctrl-C, which reaches all processes of a terminal, is ours to deal with, after requests that are
 * under way; and when the pipe from us is closed, nobody needs this process any more: so none is left behind, not even by `kill -9`.
 */
const PRELUDE = 'process.on("SIGINT", () => {}); process.stdin.on("end", () => process.exit()).resume()'

/**
 * Looks for Prism in what these folders have installed, or those above them.
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
 * Starts Prism as a proxy, on a free port that only this machine can reach.
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
  // Without being told, it starts a process of its own where NODE_ENV is production, and adds headers to each answer.
  const settings = ['--port', '0', '--host', '127.0.0.1', '--no-multiprocess', '--no-cors', errors ? '--errors' : '--no-errors']
  return [...prelude, path, 'proxy', document, upstream, ...settings]
}

/** The address that Prism says it listens on. What it prints later is thrown away: it tells of every request, at length. */
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
