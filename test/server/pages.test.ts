import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { parse } from 'yaml'
import { createMock, type Mock } from '../../src/mock/create-mock.js'
import { createApp } from '../../src/server/app.js'
import { docs } from '../../src/server/docs.js'
import { type LogEntry, nodeListener, type RunningServer, type ServerOptions, startServer } from '../../src/server.js'
import { deferred, startHttpServer } from '../adapters/wire.js'

const spec = fileURLToPath(new URL('../../spec/openapi.yaml', import.meta.url))

async function started(options: ServerOptions = {}, mock: Mock = createMock()): Promise<RunningServer & { readonly root: string }> {
  const server = await startServer(mock, { port: 0, ...options })
  onTestFinished(() => server.close({ force: true }))
  return { ...server, root: `http://127.0.0.1:${server.port}` }
}

describe('in addition to its API, a server has', () => {
  it('its health', async () => {
    const { root } = await started({}, createMock({ now: '2024-01-15T10:00:00.000Z' }))
    const response = await fetch(`${root}/health`)

    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.has('x-powered-by')).toBe(false)
    expect(await response.json()).toEqual({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      now: expect.stringMatching(/^2024-01-15T10:0/),
      conversations: 1,
    })
  })

  it('the OpenAPI document unchanged, with itself as the first server', async () => {
    const { root } = await started()
    const response = await fetch(`${root}/openapi.yaml`)
    const text = await response.text()
    const [head, tail] = readFileSync(spec, 'utf8').split(/^servers:\n(?: .*\n)+/m)

    expect(response.headers.get('content-type')).toMatch(/^application\/yaml/)
    expect(text.startsWith(`${head}servers:\n  - {"url":"${root}/v1",`)).toBe(true)
    expect(text.endsWith(`}\n${tail}`)).toBe(true)
  })

  it.each(['/v1', '/api/v2', '/'])('with the base path %s, the same document as YAML and as JSON', async (basePath) => {
    const { root, port } = await started({ basePath })
    for (const origin of [root, `http://localhost:${port}`]) {
      const json = await (await fetch(`${origin}/openapi.json`)).json()
      const yaml = parse(await (await fetch(`${origin}/openapi.yaml`)).text())

      expect(yaml.servers[0].url).toBe(origin + basePath.replace(/\/$/, ''))
      expect(yaml).toEqual(json)
    }
  })

  it('the OpenAPI document as JSON, with itself as the first server', async () => {
    const { root, port, url } = await started({ basePath: '/api/v1' })
    const here = await (await fetch(`${root}/openapi.json`)).json()
    const elsewhere = await (await fetch(`http://localhost:${port}/openapi.json`)).json()

    expect(here.servers.map((server: { url: string }) => server.url)).toEqual([url, 'https://api.linktor.io/v1', 'https://{host}/api/v1'])
    expect(elsewhere.servers[0].url).toBe(`http://localhost:${port}/api/v1`)
    expect(Object.keys(here.paths)).toContain('/conversations/{id}/close')
  })

  it('a start page, as JSON or as links', async () => {
    const { root, url } = await started()
    const page = await fetch(root, { headers: { accept: 'text/html' } })

    expect(await (await fetch(root)).json()).toMatchObject({
      name: 'linktor-mock',
      baseUrl: url,
      docs: `${root}/docs`,
      health: `${root}/health`,
    })
    expect(page.headers.get('content-security-policy')).toBe("default-src 'none'")
    expect(await page.text()).toContain(`<a href="docs">${root}/docs</a>`)
  })

  it('no trust in an invalid Host header', async () => {
    const { port } = await started()
    const call = request({ port, path: '/', headers: { host: '"><script>', accept: 'text/html' } }).end()
    const [response] = await once(call, 'response')
    let text = ''
    for await (const part of response) text += part

    expect(response.statusCode).toBe(400)
    expect(text).not.toContain('<script>')
  })

  it.each([
    ['an invalid one', { host: 'a_b' }, 'http://a_b'],
    [
      'a forwarded one',
      { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'mock.example', 'x-forwarded-prefix': '/linktor/' },
      'https://mock.example/linktor',
    ],
    ['several proxies', { 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'mock.example, inner' }, 'https://mock.example'],
    ['Forwarded', { forwarded: 'for=1.2.3.4;proto=https;host="mock.example:8443", for=10.0.0.1' }, 'https://mock.example:8443'],
    [
      'a forged one',
      { 'x-forwarded-proto': 'javascript', 'x-forwarded-host': '"><script>', 'x-forwarded-prefix': '/"><script>' },
      'http://a',
    ],
  ])('links by its public address: %s', async (_, headers, address) => {
    const named = { host: 'a', ...headers }
    for (const trustProxy of [true, false]) {
      const { port } = await started({ trustProxy })
      const bodyOf = async (path: string): Promise<string> => {
        const [response] = await once(request({ port, path, headers: { ...named, accept: 'text/html' } }).end(), 'response')
        let text = ''
        for await (const part of response) text += part
        return text
      }
      const expected = trustProxy ? address : `http://${named.host}`

      expect(JSON.parse(await bodyOf('/openapi.json')).servers[0].url).toBe(`${expected}/v1`)
      expect(parse(await bodyOf('/openapi.yaml')).servers[0].url).toBe(`${expected}/v1`)
      expect(await bodyOf('/')).toContain(`<a href="docs">${expected}/docs</a>`)
    }
  })

  it.each(['/none', '/docs/none.js', '/docs/LICENSE', '/healthy'])('nothing at %s, in the error envelope', async (path) => {
    const { root } = await started()
    const response = await fetch(root + path)

    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({
      error: { code: 'RESOURCE_NOT_FOUND' },
      meta: { requestId: response.headers.get('x-request-id') },
    })
  })

  it('one log entry for each page, and for unknown ones', async () => {
    const entries: LogEntry[] = []
    const last = deferred<void>()
    const { root } = await started({
      log(entry) {
        entries.push(entry)
        if (entries.length === 3) last.resolve()
      },
    })
    for (const path of ['/health?token=abc', '/none', '/v1/conversations']) await (await fetch(root + path)).text()
    await last.promise

    expect(entries.map(({ path, status, errorCode }) => [path, status, errorCode])).toEqual([
      ['/health?token=***', 200, undefined],
      ['/none', 404, 'RESOURCE_NOT_FOUND'],
      ['/v1/conversations', 401, 'AUTHENTICATION_REQUIRED'],
    ])
  })
})

describe('the reference', () => {
  it.skipIf(!existsSync(new URL('../../dist/docs/index.html', import.meta.url)))('can connect only to its own server', async () => {
    const { root } = await started()
    const response = await fetch(`${root}/docs`)
    const policy = response.headers.get('content-security-policy')

    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; .*connect-src 'self'/)
    expect(policy).not.toMatch(/unsafe|http/)
    expect(await response.text()).toContain('<script type="module" src="docs/docs.js">')
    expect((await fetch(`${root}/docs/swagger-ui-bundle.js`)).headers.get('content-type')).toMatch(/javascript/)
  })

  async function servedFrom(folder: string): Promise<string> {
    const app = express()
    for (const [path, handler] of Object.entries(docs(folder))) app.get(path, handler)
    return (await startHttpServer(app)).origin
  }

  it('says so when it is not built', async () => {
    const origin = await servedFrom(join(tmpdir(), 'linktor-mock-nowhere'))
    const response = await fetch(`${origin}/docs`)

    expect(response.status).toBe(503)
    expect(await response.text()).toBe('The API reference is not built yet: run "npm run build".\n')
  })

  it('is served from below a hidden folder too, such as that of npx', async () => {
    const folder = await mkdtemp(join(tmpdir(), '.linktor-mock-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await mkdir(join(folder, 'dist/docs'), { recursive: true })
    await writeFile(join(folder, 'dist/docs/index.html'), 'here')

    expect(await (await fetch(`${await servedFrom(folder)}/docs`)).text()).toBe('here')
  })
})

describe('a page that fails', () => {
  async function failing(thrown: unknown): Promise<Response> {
    const mock = createMock()
    vi.spyOn(mock.clock, 'now').mockImplementation(() => {
      throw thrown
    })
    const { signal } = new AbortController()
    const app = createApp({
      mock,
      base: '/v1',
      origin: 'http://h',
      host: '127.0.0.1',
      api: nodeListener(mock),
      control: true,
      closing: signal,
    })
    return fetch(`${(await startHttpServer(app)).origin}/health`)
  }

  it('returns the error envelope, and prints the reason', async () => {
    const print = vi.spyOn(console, 'error').mockImplementation(() => {})
    onTestFinished(() => print.mockRestore())
    const response = await failing(new Error('secret detail'))

    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({
      error: { code: 'INTERNAL_ERROR', message: 'linktor-mock failed to handle this request: this is a defect in it' },
      meta: { requestId: response.headers.get('x-request-id') },
    })
    expect(print).toHaveBeenCalledOnce()
  })

  it.each([
    [416, 'Range Not Satisfiable', 'VALIDATION_ERROR'],
    [404, 'Not Found', 'RESOURCE_NOT_FOUND'],
  ])('because of the request returns %i', async (status, message, code) => {
    const response = await failing(Object.assign(new Error(message), { status }))

    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error: { code, message } })
  })
})
