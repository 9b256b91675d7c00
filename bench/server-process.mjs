import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { onCore, SERVER_CORE } from './cores.mjs'

const READY_TIMEOUT_MILLISECONDS = 60_000
const TICKS_PER_SECOND = 100

/**
 * @typedef {object} ServerProcess
 * @property {string} origin
 * @property {() => number | undefined} cpuSeconds processor time since its start; undefined outside Linux
 * @property {(message: unknown) => Promise<any>} ask sends a message over IPC, and returns the reply
 * @property {() => Promise<void>} stop
 * @property {Promise<unknown>} ended
 */

/**
 * Starts a server on its core, and waits until it responds.
 *
 * @param {(port: number) => readonly string[]} command
 * @param {{ path: string, headers?: Record<string, string> }} ready request that is repeated until its status is 200
 * @param {{ ipc?: boolean, cwd?: string }} options
 * @returns {Promise<ServerProcess>}
 */
export async function startServerProcess(command, ready, { ipc = false, cwd } = {}) {
  const port = await freePort()
  const [file, ...args] = onCore(SERVER_CORE, command(port))
  const child = spawn(file, args, { cwd, stdio: ['ignore', 'ignore', 'pipe', ...(ipc ? ['ipc'] : [])], env: quietEnv() })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors = (errors + text).slice(-2000)
  })
  const ended = once(child, 'exit')
  const origin = `http://127.0.0.1:${port}`
  try {
    await waitUntilReady(child, origin + ready.path, ready.headers)
  } catch (error) {
    child.kill('SIGKILL')
    throw new Error(`${command(port).join(' ')} does not start: ${errors || error.message}`)
  }
  return { origin, cpuSeconds: () => cpuSeconds(child.pid), ask: (message) => ask(child, message), stop: () => stop(child), ended }
}

/** Returns a port that is free at the moment. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}

/** Sends a message over IPC, and returns the reply. */
export async function ask(child, message) {
  const reply = once(child, 'message')
  child.send(message)
  const [value] = await reply
  if (value?.error !== undefined) throw new Error(value.error)
  return value
}

export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
  await ended
  clearTimeout(timer)
}

async function waitUntilReady(child, url, headers) {
  const until = performance.now() + READY_TIMEOUT_MILLISECONDS
  for (;;) {
    if (child.exitCode !== null) throw new Error(`exit code ${child.exitCode}`)
    const status = await statusOf(url, headers)
    if (status === 200) return
    if (performance.now() > until) throw new Error(`${url} responds with status ${status}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Returns 0 while the server does not listen. */
async function statusOf(url, headers) {
  try {
    const response = await fetch(url, { headers })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}

/** Returns user and system time of a process: fields 14 and 15 of /proc/<pid>/stat, in hundredths of a second. */
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
  } catch {
    return undefined
  }
}

/** Turns off telemetry and update checks of the servers. */
function quietEnv() {
  return { ...process.env, DO_NOT_TRACK: '1', SCARF_ANALYTICS: 'false', NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1' }
}
