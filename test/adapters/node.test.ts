import { once } from 'node:events'
import { request } from 'node:http'
import { describe, expect, it, vi } from 'vitest'
import { nodeListener } from '../../src/adapters/node.js'
import { createMock } from '../../src/mock/create-mock.js'
import { deferred, exchange, http, openConnection, readAll, startHttpServer } from './wire.js'

const KEY = { authorization: 'Bearer demo-key' }
const json = { ...KEY, 'content-type': 'application/json' }

describe('the listener on node:http', () => {
  it('serves the API under its base path', async () => {
    const { origin } = await startHttpServer(nodeListener(createMock()))
    const response = await fetch(`${origin}/v1/conversations?status=open`, { headers: KEY })

    expect(response.status).toBe(200)
    expect(response.headers.get('content-length')).toBe(String(Buffer.byteLength(await response.clone().text())))
    expect(await response.json()).toMatchObject({ data: [{ id: 'conv_abc123' }] })
  })

  it.each(['/api/v1', '/api/v1/', '/', ''])('serves it under the base path %j', async (basePath) => {
    const { origin } = await startHttpServer(nodeListener(createMock(), { basePath }))

    expect((await fetch(`${origin}${basePath.replace(/\/$/, '')}/conversations`, { headers: KEY })).status).toBe(200)
  })

  it('returns an error that names the base path when it is missing', async () => {
    const { origin } = await startHttpServer(nodeListener(createMock()))
    const response = await fetch(`${origin}/conversations?status=open`, { headers: KEY })

    expect(response.status).toBe(404)
    expect((await response.json()).error).toEqual({
      code: 'RESOURCE_NOT_FOUND',
      message: `There is no GET ${origin}/conversations, which is not below the base path /v1: below its base URL, the API has /conversations, /webhooks and what is below those`,
    })
  })

  it.each(['v1', '/v1?x', '/v 1', 'http://h/v1', '/../..//'])('rejects the base path %j', (basePath) => {
    expect(() => nodeListener(createMock(), { basePath })).toThrow(`basePath: ${JSON.stringify(basePath)} must be a path such as "/v1"`)
  })

  it.each(['/conversations', '/v10/conversations', '/', '/v1', '/v1?status=open'])('returns 404 at %s', async (path) => {
    const { origin } = await startHttpServer(nodeListener(createMock()))
    const response = await fetch(origin + path, { headers: KEY })
    const answer = await response.json()

    expect(response.status).toBe(404)
    expect(answer).toMatchObject({ error: { code: 'RESOURCE_NOT_FOUND' }, meta: { requestId: response.headers.get('x-request-id') } })
  })

  it('applies the changes of requests', async () => {
    const mock = createMock()
    const { origin } = await startHttpServer(nodeListener(mock))
    const body = JSON.stringify({ tags: ['Ação', '東京'] })
    const response = await fetch(`${origin}/v1/conversations/conv_abc123`, { method: 'PATCH', headers: json, body })

    expect(response.status).toBe(200)
    expect(mock.db.conversations.get('conv_abc123').tags).toEqual(['Ação', '東京'])
  })

  it('accepts a body in chunks that split characters', async () => {
    const mock = createMock()
    const { port } = await startHttpServer(nodeListener(mock))
    const call = request({ port, method: 'PATCH', path: '/v1/conversations/conv_abc123', headers: json })
    const bytes = Buffer.from('{"tags":["東京"]}')
    call.write(bytes.subarray(0, 11))
    call.write(bytes.subarray(11))
    call.end()
    const [response] = await once(call, 'response')
    response.resume()

    expect(response.statusCode).toBe(200)
    expect(mock.db.conversations.get('conv_abc123').tags).toEqual(['東京'])
  })

  it('responds to HEAD with the length of GET and no body', async () => {
    const { port, origin } = await startHttpServer(nodeListener(createMock()))
    const got = await fetch(`${origin}/v1/conversations`, { headers: KEY })
    const raw = await exchange(port, http('HEAD /v1/conversations HTTP/1.1', 'Host: h', 'Authorization: Bearer k', 'Connection: close'))

    expect(raw).toMatch(/^HTTP\/1.1 200 OK\r\n/)
    expect(raw).toContain(`content-length: ${(await got.arrayBuffer()).byteLength}\r\n`)
    expect(raw.endsWith('\r\n\r\n')).toBe(true)
  })

  it("responds to a browser's preflight", async () => {
    const { origin } = await startHttpServer(nodeListener(createMock()))
    const response = await fetch(`${origin}/v1/conversations/conv_abc123`, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:5173', 'access-control-request-method': 'PATCH' },
    })

    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:5173')
    expect(response.headers.get('access-control-allow-methods')).toContain('PATCH')
    expect(response.headers.has('content-length')).toBe(false)
  })

  it('responds to pipelined requests in order, and keeps the connection open', async () => {
    const { port } = await startHttpServer(nodeListener(createMock()))
    const get = (id: string, ...more: string[]) =>
      http(`GET /v1/conversations/${id} HTTP/1.1`, 'Host: h', 'Authorization: Bearer k', ...more)
    const raw = await exchange(port, get('conv_abc123') + get('conv_none') + get('conv_abc123', 'Connection: close'))

    expect([...raw.matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '404', '200'])
  })

  it('accepts `Expect: 100-continue`', async () => {
    const { port } = await startHttpServer(nodeListener(createMock()))
    const socket = await openConnection(port)
    const head = ['POST /v1/conversations/conv_abc123/close HTTP/1.1', 'Host: h', 'Authorization: Bearer k', 'Content-Length: 2']
    socket.write(http(...head, 'Expect: 100-continue', 'Connection: close'))
    socket.once('data', () => socket.write('{}'))

    expect(await readAll(socket)).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK/)
  })

  it('accepts absolute URLs, as clients send to a proxy', async () => {
    const { port } = await startHttpServer(nodeListener(createMock()))
    const ask = (target: string) =>
      exchange(port, http(`GET ${target} HTTP/1.1`, 'Host: h', 'Authorization: Bearer k', 'Connection: close'))

    expect(await ask('http://linktor.test/v1/conversations')).toMatch(/^HTTP\/1.1 200/)
    expect(await ask('http://linktor.test')).toMatch(/^HTTP\/1.1 404/)
  })

  it('accepts HTTP/1.0 requests without a Host header', async () => {
    const { port } = await startHttpServer(nodeListener(createMock()))

    expect(await exchange(port, http('GET /v1/conversations HTTP/1.0', 'Authorization: Bearer k'))).toMatch(/^HTTP\/1.1 200/)
    expect(await exchange(port, http('GET /conversations HTTP/1.0'))).toMatch(/^HTTP\/1.1 404/)
  })

  it('joins repeated headers', async () => {
    const seen = deferred<Readonly<Record<string, string | undefined>>>()
    const mock = createMock()
    const { port } = await startHttpServer(
      nodeListener({
        delayFor: () => 0,
        handle: (api) => {
          seen.resolve(api.headers ?? {})
          return mock.handle(api)
        },
      }),
    )
    await exchange(
      port,
      http('GET /v1/conversations HTTP/1.1', 'Host: h', 'Connection: close', 'X-A: 1', 'X-A: 2', 'Set-Cookie: a', 'Set-Cookie: b'),
    )

    expect(await seen.promise).toMatchObject({ 'x-a': '1, 2', 'set-cookie': 'a, b', host: 'h' })
  })

  it('drops a request whose client disconnects before it is complete', async () => {
    const mock = createMock()
    const handle = vi.spyOn(mock, 'handle')
    const gone = deferred<void>()
    const listener = nodeListener(mock)
    const { port, origin } = await startHttpServer((req, res) => {
      req.once('close', gone.resolve)
      listener(req, res)
    })
    const socket = await openConnection(port)
    socket.write(`${http('POST /v1/conversations HTTP/1.1', 'Host: h', 'Authorization: Bearer k', 'Content-Length: 100')}{"channelId":`)
    socket.end()
    await gone.promise

    expect(handle).not.toHaveBeenCalled()
    expect((await fetch(`${origin}/v1/conversations`, { headers: KEY })).status).toBe(200)
  })
})
