import { fileURLToPath } from 'node:url'
import { startServerProcess } from '../server-process.mjs'
import { HEADERS, writeJson } from './data.mjs'

export const BUSY_MICROSECONDS = 30

/** A bare `node:http` server that writes buffers of the same bytes with the same headers; of what is sent to it, it parses the JSON. */
export function bare(data, folder) {
  return constant('bare-process.mjs', data, folder)
}

/** The same, busy for so many microseconds of each request that has a body. */
export function busy(data, folder) {
  return constant('bare-process.mjs', data, folder, [String(BUSY_MICROSECONDS)])
}

/** An Express app that answers constant objects with `res.json`. */
export function express(data, folder) {
  return constant('express-process.mjs', data, folder)
}

async function constant(script, { answers, requests }, folder, options = []) {
  const file = writeJson(folder, 'answers.json', answers)
  const command = (port) => [process.execPath, fileURLToPath(new URL(script, import.meta.url)), String(port), file, ...options]
  const server = await startServerProcess(command, { path: '/list', headers: HEADERS })
  const asked = Object.entries(requests).map(([name, { method, body, ids }]) => [
    name,
    { method, path: `/${name}`, headers: { ...HEADERS, ...(body !== undefined && { 'content-type': 'application/json' }) }, body, ids },
  ])
  return { ...server, requests: Object.fromEntries(asked) }
}
