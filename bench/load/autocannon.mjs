import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { LOAD_CORE, onCore } from '../cores.mjs'
import { installPeers } from '../servers/peers.mjs'

const PROCESS = fileURLToPath(new URL('autocannon-process.mjs', import.meta.url))

/** Runs autocannon in a process on its own core; it is installed with the peers. @param {string} origin @param {import('./load.mjs').Repeated} request */
export async function autocannon(origin, request, { seconds, connections }) {
  installPeers()
  const [file, ...args] = onCore(LOAD_CORE, [process.execPath, PROCESS, JSON.stringify({ origin, request, seconds, connections })])
  const { stdout } = await promisify(execFile)(file, args)
  return JSON.parse(stdout)
}
