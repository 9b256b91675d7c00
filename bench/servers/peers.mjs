import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startServerProcess } from '../server-process.mjs'
import { HEADERS, writeJson } from './data.mjs'
import { mockoonEnvironment } from './mockoon-environment.mjs'

const BENCH = fileURLToPath(new URL('..', import.meta.url))
const SPEC = fileURLToPath(new URL('../../spec/openapi.yaml', import.meta.url))

/** Returns the path of a file of an installed peer. */
export const peer = (path) => `${BENCH}node_modules/${path}`

/** Installs the peers from the lockfile of bench/, unless they are installed, without running their scripts (bench/.npmrc). */
export function installPeers() {
  const installed = `${BENCH}node_modules/.package-lock.json`
  if (existsSync(installed) && isEveryPeerInstalled()) return
  console.error('installing the peers into bench/node_modules …')
  execFileSync('npm', ['ci', '--prefix', BENCH], { cwd: BENCH, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Prism: returns the example of the document, and stores nothing. */
export async function prism({ id }) {
  const command = (port) => [process.execPath, peer('@stoplight/prism-cli/dist/index.js'), 'mock', SPEC, '-p', `${port}`, '-v', 'error']
  return serverWith(command, '/conversations?status=open&perPage=20', `/conversations/${id}`)
}

/** json-server: filters and pages a file of plain objects. */
export async function jsonServer({ id, items }, folder) {
  const file = writeJson(folder, 'json-server.json', { conversations: items() })
  const bin = peer('json-server/lib/cli/bin.js')
  const command = (port) => [process.execPath, bin, file, '--host', '127.0.0.1', '--port', `${port}`, '--quiet']
  return serverWith(command, '/conversations?status=open&_page=1&_limit=20', `/conversations/${id}`)
}

/** MSW handlers over an array, served by Express: a fake that is written by hand. */
export async function httpMiddleware({ id, items }, folder) {
  const file = writeJson(folder, 'http-middleware.json', items())
  const command = (port) => [process.execPath, script('http-middleware-process.mjs'), `${port}`, file]
  return serverWith(command, '/conversations?status=open&perPage=20', `/conversations/${id}`)
}

/** Mockoon: a CRUD route over a data bucket, which filters and pages. */
export async function mockoon({ id, items }, folder) {
  const file = writeJson(folder, 'mockoon.json', mockoonEnvironment(items()))
  const flags = ['-l', '127.0.0.1', '-X', '--disable-admin-api', '--disable-external-refs', '--proxy', 'disabled']
  const command = (port) => [process.execPath, peer('@mockoon/cli/bin/run.js'), 'start', '-d', file, '-p', `${port}`, ...flags]
  return serverWith(command, '/conversations?status_eq=open&page=1&limit=20', `/conversations/${id}`)
}

/** emulate's Stripe: pages by a cursor, without filter or total. A key is limited to 5,000 requests per hour, so the keys change. */
export async function emulate({ conversations }, folder) {
  const customers = Array.from({ length: conversations }, (_, i) => ({
    id: `cus_${i}`,
    name: `Customer ${i}`,
    description: 'Benchmark',
  }))
  const file = writeJson(folder, 'emulate.json', { stripe: { customers } })
  const command = (port) => [process.execPath, script('emulate-process.mjs'), `${port}`, file]
  const headers = { authorization: 'Bearer sk_test_{load}_{thousand}' }
  return serverWith(command, '/v1/customers?limit=20', `/v1/customers/cus_${conversations >> 1}`, headers)
}

async function serverWith(command, list, get, headers = HEADERS) {
  const server = await startServerProcess(command, { path: list, headers })
  const request = (path) => ({ method: 'GET', path, headers })
  return { ...server, requests: { list: request(list), get: request(get) } }
}

function isEveryPeerInstalled() {
  const { dependencies } = JSON.parse(readFileSync(`${BENCH}package.json`, 'utf8'))
  return Object.entries(dependencies).every(([name, version]) => {
    const file = peer(`${name}/package.json`)
    return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === version
  })
}

function script(name) {
  return fileURLToPath(new URL(name, import.meta.url))
}
