import { EventEmitter } from 'node:events'
import { Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { run } from '../../src/cli/run.js'

/** An output that records writes, and notifies on each write. */
export class Screen extends Writable {
  text = ''
  readonly isTTY: boolean

  constructor(isTTY = false) {
    super({ decodeStrings: false })
    this.isTTY = isTTY
  }

  override _write(chunk: unknown, _encoding: string, written: () => void): void {
    this.text += String(chunk)
    this.emit('text')
    written()
  }

  /** Resolves with the first match of a pattern. */
  async shows(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.text)
      if (match !== null) return match
      await new Promise<void>((resolve) => this.once('text', resolve))
    }
  }
}

export interface Terminal {
  readonly stdout: Screen
  readonly stderr: Screen
  readonly env: Record<string, string | undefined>
  readonly signals: EventEmitter
}

export function terminal({ isTTY = false, env = {} }: { isTTY?: boolean; env?: Record<string, string> } = {}): Terminal {
  return { stdout: new Screen(isTTY), stderr: new Screen(), env, signals: new EventEmitter() }
}

export interface CommandResult {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command to its end, without environment variables. */
export function runCommand(...args: string[]): Promise<CommandResult> {
  return runCommandWith({}, ...args)
}

/** Runs a command to its end, with these environment variables. */
export async function runCommandWith(env: Record<string, string>, ...args: string[]): Promise<CommandResult> {
  const io = terminal({ env })
  const status = await run(args, io)
  return { status, stdout: io.stdout.text, stderr: io.stderr.text }
}

/** A running `serve` on a free port, stopped after the test. */
export async function startServe(
  args: readonly string[] = [],
  io = terminal(),
): Promise<Terminal & { readonly url: string; readonly ended: Promise<number> }> {
  const port = args.includes('--port') ? [] : ['--port', '0']
  const ended = run(['serve', ...port, ...args], io)
  onTestFinished(async () => {
    io.signals.emit('SIGTERM')
    await ended
  })
  const failed = ended.then((status) => Promise.reject(new Error(`ended with ${status}: ${io.stderr.text}`)))
  const [, url = ''] = await Promise.race([io.stdout.shows(/(http:\/\/[\w.:/[\]-]+)/), failed])
  return { ...io, url, ended }
}
