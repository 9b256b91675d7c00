import { fileURLToPath } from 'node:url'
import { startServerProcess } from '../server-process.mjs'
import { HEADERS } from './data.mjs'

const PROCESS = fileURLToPath(new URL('linktor-mock-process.mjs', import.meta.url))

/** This package, as `linktor-mock serve` runs it. */
export async function linktorMock({ conversations, requests }, { node = [] } = {}) {
  const command = (port) => [process.execPath, ...node, PROCESS, String(port), String(conversations)]
  const server = await startServerProcess(command, { path: `/v1${requests.list.path}`, headers: HEADERS }, { ipc: true })
  return { ...server, reset: () => server.ask('reset'), requests: withPrefix(requests) }
}

/** Adds the base path and the API key. */
function withPrefix(requests) {
  return Object.fromEntries(
    Object.entries(requests).map(([name, request]) => [
      name,
      {
        ...request,
        path: `/v1${request.path}`,
        headers: { ...HEADERS, ...(request.body !== undefined && { 'content-type': 'application/json' }) },
      },
    ]),
  )
}
