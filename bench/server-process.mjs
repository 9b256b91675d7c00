import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { onCore, SERVER_CORE } from './cores.mjs'

const PATIENCE_MILLISECONDS = 60_000
const TICKS_A_SECOND = 100

/**
 * @typedef {object} ServerProcess
 * @property {string} origin
 * @property {() => number | undefined} cpuSeconds what it has used of its core since it was started; unknown outside Linux
 * @property {(message: unknown) => Promise<any>} ask sends a message to a process of ours, and gives its answer
 * @property {() => Promise<void>} stop
 * @property {Promise<unknown>} ended
 */

/**
 * Starts a server in a process on its core, and waits until it answers.
 *
 * @param {(port: number) => readonly string[]} command
 * @param {{ path: string, headers?: Record<string, string> }} ready what is asked for until it is answered 200
 * @param {{ ipc?: boolean, cwd?: string }} options
 * @returns {Promise<ServerProcess>}
 */
export async function startServerProcess(command, ready, { ipc = false, cwd } = {}) {
  const port = await freePort()
  const [file, ...args] = onCore(SERVER_CORE, command(port))
  const child = spawn(file, args, { cwd, stdio: ['ignore', 'ignore', 'pipe', ...(ipc ? ['ipc'] : [])], env: quietEnv() })
  let complaints = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaints = (complaints + text).slice(-2000)
  })
  const ended = once(child, 'exit')
  const origin = `http://127.0.0.1:${port}`
  try {
    await answers(child, origin + ready.path, ready.headers)
  } catch (error) {
    child.kill('SIGKILL')
    throw new Error(`${command(port).join(' ')} does not serve: ${complaints || error.message}`)
  }
  return { origin, cpuSeconds: () => cpuSeconds(child.pid), ask: (message) => ask(child, message), stop: () => stop(child), ended }
}

/** A port that was free a moment ago. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}

/** Sends a message over IPC; one answer comes for each. */
export async function ask(child, message) {
  const answer = once(child, 'message')
  child.send(message)
  const [value] = await answer
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

async function answers(child, url, headers) {
  const until = performance.now() + PATIENCE_MILLISECONDS
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    const status = await statusOf(url, headers)
    if (status === 200) return
    if (performance.now() > until) throw new Error(`${url} was answered ${status}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** 0 while nobody answers. */
async function statusOf(url, headers) {
  try {
    const response = await fetch(url, { headers })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}

/** User and system time of a process, which /proc tells in hundredths of a second. */
function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
  } catch {
    return undefined
  }
}

/** No server of these may call home. */
function quietEnv() {
  return { ...process.env, DO_NOT_TRACK: '1', SCARF_ANALYTICS: 'false', NO_UPDATE_NOTIFIER: '1', NO_COLOR: '1' }
}
