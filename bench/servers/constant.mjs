import { fileURLToPath } from 'node:url'
import { startServerProcess } from '../server-process.mjs'
import { HEADERS, writeJson } from './data.mjs'

/** A bare `node:http` server that sends constant buffers with the same bytes and headers, and parses the JSON of request bodies. */
export function bare(data, folder) {
  return constant('bare-process.mjs', data, folder)
}

/** An Express app that sends constant objects with `res.json`. */
export function express(data, folder) {
  return constant('express-process.mjs', data, folder)
}

async function constant(script, { responses, requests }, folder) {
  const file = writeJson(folder, 'responses.json', responses)
  const command = (port) => [process.execPath, fileURLToPath(new URL(script, import.meta.url)), String(port), file]
  const server = await startServerProcess(command, { path: '/list', headers: HEADERS })
  const constantRequests = Object.entries(requests).map(([name, { method, body, ids }]) => [
    name,
    { method, path: `/${name}`, headers: { ...HEADERS, ...(body !== undefined && { 'content-type': 'application/json' }) }, body, ids },
  ])
  return { ...server, requests: Object.fromEntries(constantRequests) }
}
