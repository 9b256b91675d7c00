import { execFileSync } from 'node:child_process'
import { autocannon } from './autocannon.mjs'
import { wrk } from './wrk.mjs'

/** wrk where it is installed: autocannon needs ten times its processor time, and is slower than the fastest servers here. */
export const GENERATOR = hasWrk() ? 'wrk' : 'autocannon'

let loads = 0

/**
 * A request that is repeated. Placeholders in its path, headers and body: `{n}` is the number of the request, `{thousand}` that number in
 * thousands, `{id}` the next of the ids, and in a header, `{load}` the number of the load.
 *
 * @typedef {object} Repeated
 * @property {string} method
 * @property {string} path
 * @property {Record<string, string>} headers
 * @property {string} [body]
 * @property {readonly string[]} [ids]
 *
 * @typedef {object} Loaded
 * @property {number} requests
 * @property {number} perSecond
 * @property {number} p50 milliseconds
 * @property {number} p99
 */

/**
 * Sends requests as fast as the server responds, over several connections.
 *
 * @param {string} origin
 * @param {Repeated} template
 * @param {{ seconds: number, connections?: number }} options
 * @returns {Promise<Loaded>}
 * @throws Error when a request fails or its status is an error
 */
export async function load(origin, template, { seconds, connections = 8 }) {
  loads++
  const headers = Object.entries(template.headers).map(([name, value]) => [name, value.replaceAll('{load}', `${loads}`)])
  const request = { ...template, headers: Object.fromEntries(headers) }
  const { failed, ...loaded } = await (GENERATOR === 'wrk' ? wrk : autocannon)(origin, request, { seconds, connections })
  if (failed > 0 || loaded.requests === 0) {
    throw new Error(`${failed} of ${loaded.requests} failed: ${request.method} ${origin}${request.path}`)
  }
  return loaded
}

function hasWrk() {
  try {
    return execFileSync('sh', ['-c', 'command -v wrk'], { encoding: 'utf8' }) !== ''
  } catch {
    return false
  }
}
