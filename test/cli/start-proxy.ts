import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { run } from '../../src/cli/run.js'
import { createMock } from '../../src/index.js'
import { nodeListener } from '../../src/server.js'
import { type Terminal, terminal } from './terminal.js'

/** An API that responds like the mock, or temporarily in another way. */
export interface Api {
  readonly port: number
  readonly url: string
  /** Responds in place of the mock. */
  respond: RequestListener | undefined
  close(): void
}

export async function startApi(): Promise<Api> {
  const mock = nodeListener(createMock())
  const server = createServer((request, response) => (api.respond ?? mock)(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const api: Api = {
    port,
    url: `http://127.0.0.1:${port}/v1`,
    respond: undefined,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
  return api
}

/** A `proxy` on a free port. Prism takes some seconds to start, so tests share one. */
export interface Proxying extends Terminal {
  readonly url: string
  readonly port: number
  readonly ended: Promise<number>
  stop(): Promise<number>
  /** The lines printed while a function runs. */
  linesOf(act: () => Promise<unknown>): Promise<readonly string[]>
}

export async function startProxying(target: string, ...args: readonly string[]): Promise<Proxying> {
  const io = terminal()
  const ended = run(['proxy', target, '--port', '0', ...args], io)
  const failed = ended.then((status) => Promise.reject(new Error(`ended with ${status}: ${io.stderr.text}`)))
  const [, url = ''] = await Promise.race([io.stdout.shows(/(http:\/\/[\w.:/-]+)/), failed])
  return {
    ...io,
    url,
    port: Number(new URL(url).port),
    ended,
    stop() {
      io.signals.emit('SIGTERM')
      return ended
    },
    async linesOf(act) {
      const before = io.stdout.text.length
      await act()
      return io.stdout.text.slice(before).trimEnd().split('\n')
    },
  }
}

/** Running child processes of a process (Linux only). */
export function childrenOf(pid: number): readonly number[] {
  const tasks = readdirSync(`/proc/${pid}/task`)
  return tasks.flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number))
}

export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}
