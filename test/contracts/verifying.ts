import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Mock } from '../../src/index.js'
import { type CommandResult, runCommandWith } from '../cli/terminal.js'

/** Text that no output may show. */
export const KEY = 'a-very-secret-key'

/** A `verify` that is run to its end, with {@link KEY}. */
export function verified(...args: readonly string[]): Promise<CommandResult> {
  return runCommandWith({ LINKTOR_API_KEY: KEY }, 'verify', ...args)
}

/** A request that a server was sent, with its answer. */
export interface Seen {
  readonly method: string
  /** Below the base path, with the query. */
  readonly path: string
  readonly status: number
  readonly answer: string
  /** When it came, in milliseconds. */
  readonly at: number
}

export interface ServedOptions {
  /** Changes an answer on its way; with the status 0 there is none. */
  readonly twist?: (answer: { status: number; body: string }, request: { readonly method: string; readonly path: string }) => void
  /** Called with each request after its response. */
  readonly seen?: (seen: Seen) => void
}

/** A mock over HTTP on a free port, closed with the test, and the requests that it received. */
export async function served(
  mock: Mock,
  { twist, seen }: ServedOptions = {},
): Promise<{ readonly url: string; readonly requests: Seen[] }> {
  const requests: Seen[] = []
  const url = await listening(async (request, response) => {
    const at = performance.now()
    const { method = 'GET', url: path = '' } = request
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk)
    const requested = { method, path: path.replace(/^\/v1/, '') }
    const soon = mock.handle({ ...requested, headers: headersOf(request.headers), body: Buffer.concat(chunks) })
    const answer = (await soon.later) ?? soon
    const twisted = { status: answer.status, body: answer.body }
    twist?.(twisted, requested)
    if (twisted.status === 0) return void response.destroy()
    response.writeHead(twisted.status, { ...answer.headers, 'content-length': Buffer.byteLength(twisted.body) }).end(twisted.body)
    const one = { ...requested, status: twisted.status, answer: twisted.body, at }
    requests.push(one)
    seen?.(one)
  })
  return { url: `${url}/v1`, requests }
}

/** A server on a free port, closed with the test, whatever it is still doing. */
export function listening(listener: RequestListener): Promise<string> {
  return opened(createServer(listener), 'http')
}

/** The origin of a server, once it listens. */
export async function opened(server: Server, scheme: 'http' | 'https'): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A folder of its own, gone with the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'linktor-mock-verify-'))
  onTestFinished(() => rmSync(path, { recursive: true }))
  return path
}

function headersOf(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value = '']) => [name, String(value)]))
}
