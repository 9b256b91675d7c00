import { execFileSync } from 'node:child_process'
import { autocannon } from './autocannon.mjs'
import { wrk } from './wrk.mjs'

/** wrk where it is installed: it takes a tenth of the time of a load written in JavaScript, which is slower than the fastest server here. */
export const GENERATOR = hasWrk() ? 'wrk' : 'autocannon'

let loads = 0

/**
 * A request that is made again and again. In its path, headers and body `{n}` stands for its number, `{id}` for one of the ids after the
 * other, and `{thousand}` for its number in thousands; in a header, `{load}` for the number of the load.
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
 * Asks a server as fast as it answers, over some connections.
 *
 * @param {string} origin
 * @param {Repeated} given
 * @param {{ seconds: number, connections?: number }} options
 * @returns {Promise<Loaded>}
 * @throws Error when a request fails or is refused
 */
export async function load(origin, given, { seconds, connections = 8 }) {
  loads++
  const headers = Object.entries(given.headers).map(([name, value]) => [name, value.replaceAll('{load}', `${loads}`)])
  const request = { ...given, headers: Object.fromEntries(headers) }
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
