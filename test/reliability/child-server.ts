import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const SCRIPT = fileURLToPath(new URL('server.mjs', import.meta.url))

/** A server of the built package in a child process. */
export class ChildServer {
  readonly port: number
  readonly #child: ChildProcess
  #said = ''

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
    child.stderr?.on('data', (chunk) => {
      this.#said += chunk
    })
  }

  static async start(): Promise<ChildServer> {
    const child = fork(SCRIPT, [], { execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    const [{ port }] = await once(child, 'message')
    return new ChildServer(child, port)
  }

  /** Tells whether it runs. */
  get runs(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  stop(): void {
    this.#child.kill('SIGKILL')
  }

  /** Its error output: a bug in the server, for example. */
  get errors(): string {
    return this.#said
  }

  /** Used heap in bytes, after garbage collection. */
  async heapUsed(): Promise<number> {
    const told = once(this.#child, 'message')
    this.#child.send('memory')
    const [{ heapUsed }] = await told
    return heapUsed
  }
}
