import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { findPrism, PRISM_VERSION, startPrism } from '../../src/proxy/prism.js'
import { startProxy } from '../../src/proxy/start.js'
import { startHttpServer } from '../adapters/wire.js'
import { type Api, childrenOf, isAlive, type Proxying, startApi, startProxying } from './start-proxy.js'
import { runCommand } from './terminal.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MAIN = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
/** Time for Prism to start. */
const timeout = 60_000
const HEADERS = { authorization: 'Bearer any-key' }
const linux = process.platform === 'linux'

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

/** The processes that a function starts and leaves running. */
async function startedBy<T>(act: () => Promise<T>): Promise<readonly [T, readonly number[]]> {
  const before = childrenOf(process.pid)
  const result = await act()
  return [result, childrenOf(process.pid).filter((pid) => !before.includes(pid))]
}

describe('linktor-mock proxy --log json', () => {
  let proxy: Proxying
  let children: readonly number[]
  beforeAll(async () => {
    ;[proxy, children] = await startedBy(() => startProxying(`${api.url}/`, '--log', 'json', '--base-path', '/api'))
  }, timeout)
  afterAll(() => proxy.stop())

  it('has an object for each request, with its violations', async () => {
    const lines = await proxy.linesOf(async () => {
      await fetch(`${proxy.url}/conversations?perPage=0`, { headers: { ...HEADERS, 'x-request-id': 'mine' } })
      await fetch(`${proxy.url}/conversations/conv_abc123`, { headers: HEADERS })
      await fetch(new URL('/other', proxy.url))
    })

    expect(JSON.parse(proxy.stdout.text.split('\n')[0] ?? '')).toEqual({
      event: 'ready',
      url: proxy.url,
      target: api.url,
      prism: PRISM_VERSION,
    })
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        event: 'request',
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        method: 'GET',
        path: '/api/conversations?perPage=0',
        status: 400,
        ms: expect.any(Number),
        errorCode: 'VALIDATION_ERROR',
        requestId: 'mine',
        violations: ['request query perPage must be >= 1'],
      },
      expect.objectContaining({ path: '/api/conversations/conv_abc123', status: 200, violations: [] }),
      expect.objectContaining({ path: '/other', status: 404, violations: [], note: `the API is below ${proxy.url}/` }),
    ])
  })

  it.runIf(linux)('restarts Prism when it has ended', { timeout }, async () => {
    const [lines, others] = await startedBy(() => {
      for (const pid of children) process.kill(pid, 'SIGKILL')
      return proxy.linesOf(async () => {
        while (!/"violations":\["/.test(proxy.stdout.text.slice(-200)))
          await fetch(`${proxy.url}/conversations?page=0`, { headers: HEADERS })
      })
    })

    expect([children.length, others.length]).toEqual([1, 1])
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ status: 400, violations: ['request query page must be >= 1'] })
  })

  it('reports when Prism fails to check a response', { timeout }, async () => {
    api.respond = (_, response) => response.writeHead(200, { 'content-type': 'nonsense' }).end('{}')
    const [line = ''] = await proxy.linesOf(() => fetch(`${proxy.url}/conversations`, { headers: HEADERS }))
    api.respond = undefined

    expect(JSON.parse(line)).toMatchObject({
      status: 200,
      violations: [],
      note: expect.stringMatching(/^not checked: Prism fails at it: /),
    })
  })
})

describe('linktor-mock proxy', () => {
  it.runIf(linux)('warns of an unreachable API; on a signal it exits, and Prism with it', { timeout }, async () => {
    const [proxy, children] = await startedBy(() => startProxying('http://127.0.0.1:1'))
    const reply = await fetch(`${proxy.url}/conversations`, { headers: HEADERS })

    expect(proxy.stderr.text).toBe('warning: http://127.0.0.1:1 cannot be reached now: connect ECONNREFUSED 127.0.0.1:1\n')
    expect(reply.status).toBe(502)
    expect(children.map(isAlive)).toEqual([true])
    expect(await proxy.stop()).toBe(0)
    expect(children.map(isAlive)).toEqual([false])
  })

  it.runIf(linux && existsSync(MAIN))('leaves no Prism process, even when killed (after npm run build)', { timeout }, async () => {
    const command = spawn(process.execPath, [MAIN, 'proxy', api.url, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
    onTestFinished(() => void command.kill('SIGKILL'))
    await once(command.stdout, 'data')
    const children = childrenOf(command.pid ?? 0)
    expect(children.map(isAlive)).toEqual([true])
    command.kill('SIGKILL')

    await vi.waitFor(() => expect(children.map(isAlive)).toEqual([false]), { timeout: 10_000 })
  })

  it('reports that the port is in use', async () => {
    const { port } = await startHttpServer(createServer())

    expect(await runCommand('proxy', api.url, '--port', String(port))).toEqual({
      status: 1,
      stdout: '',
      stderr: `error: port ${port} of 127.0.0.1 is in use: choose another, or 0 for any that is free\n`,
    })
  })

  it('rejects itself as the target', async () => {
    const free = createServer()
    const { port } = await startHttpServer(free)
    free.close()
    await once(free, 'close')
    const { status, stderr } = await runCommand('proxy', `http://127.0.0.1:${port}/v1`, '--port', String(port))

    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/error: http:\S+ is the proxy itself: give the address of the API, or another --port\n$/),
    ])
  })

  it('closes its port when Prism does not start', { timeout }, async () => {
    const options = { target: api.url, port: 0, host: '127.0.0.1', basePath: '/v1', document: `${ROOT}/none.yaml` }

    await expect(startProxy(options, findPrism([ROOT]))).rejects.toThrow(/^Prism did not start/)
  })

  it.each(['api.linktor.io/v1', 'ftp://api.linktor.io', 'v1', ''])('rejects the target %j', async (target) => {
    expect(await runCommand('proxy', target)).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error: the target must be the base URL of an API, such as https://api.linktor.io/v1\n',
    })
  })

  it.each(['https://me:secret@api.linktor.io/v1', 'https://api.linktor.io/v1?key=secret', 'https://api.linktor.io/v1#secret'])(
    'rejects the target %s without printing it',
    async (target) => {
      const { status, stderr } = await runCommand('proxy', target)

      expect(status).toBe(1)
      expect(stderr).toMatch(/^error: the target must be a base URL alone, .*\n$/)
      expect(stderr).not.toContain('secret')
    },
  )

  it('requires a target', async () => {
    expect((await runCommand('proxy')).stderr).toContain("error: missing required argument 'target'")
    expect((await runCommand('proxy', '--help')).stdout).toContain('linktor-mock proxy https://api.linktor.io/v1')
  })
})

describe('Prism', () => {
  it('is found in this package or the project, in the tested version', () => {
    const { devDependencies, peerDependencies } = JSON.parse(readFileSync(`${ROOT}/package.json`, 'utf8'))

    expect(findPrism([tmpdir(), ROOT]).version).toBe(PRISM_VERSION)
    expect(devDependencies['@stoplight/prism-cli']).toBe(PRISM_VERSION)
    expect(peerDependencies['@stoplight/prism-cli']).toBe(`~${PRISM_VERSION}`)
  })

  it('is reported in one line when it is not installed', () => {
    expect(() => findPrism([tmpdir()])).toThrow('proxy needs Prism, which is not installed: npm i -D @stoplight/prism-cli@5.14.2')
  })

  it('is reported in one line when it does not start', { timeout }, async () => {
    const options = { document: `${ROOT}/none.yaml`, upstream: api.url }

    await expect(startPrism(findPrism([ROOT]), options)).rejects.toThrow(/^Prism did not start: it ended with the exit status 1$/)
    await expect(startPrism({ path: `${ROOT}/none.js`, version: '' }, options)).rejects.toThrow(/^Prism did not start/)
  })
})
