import { once } from 'node:events'
import { createServer } from 'node:http'
import * as http2 from 'node:http2'
import express from 'express'
import { describe, expect, it, onTestFinished } from 'vitest'
import { nodeListener } from '../../src/adapters/node.js'
import { createMock } from '../../src/mock/create-mock.js'
import { startHttpServer } from './wire.js'

const KEY = { authorization: 'Bearer demo-key' }
const json = { ...KEY, 'content-type': 'application/json' }

describe('the listener in Express', () => {
  it.each([
    ['at the root', '', '/v1'],
    ['under the base path', '/v1', '/v1'],
    ['above the base path', '/mock', '/v1'],
    ['under a path of its own, as the root', '/api', '/'],
  ])('works mounted %s', async (_, mount, basePath) => {
    const app = express()
    app.use(mount || '/', nodeListener(createMock(), { basePath }))
    const { origin } = await startHttpServer(createServer(app))
    const url = origin + (mount === basePath ? mount : `${mount}${basePath}`.replace(/\/$/, ''))
    const response = await fetch(`${url}/conversations/conv_abc123`, { headers: KEY })

    expect(response.status).toBe(200)
  })

  it('leaves other paths to other middleware', async () => {
    const app = express()
    app.use(nodeListener(createMock()))
    app.get('/conversations', (_, response) => void response.send('mine'))
    const { origin } = await startHttpServer(createServer(app))

    expect(await (await fetch(`${origin}/conversations`)).text()).toBe('mine')
    expect((await fetch(`${origin}/v1/none`, { headers: KEY })).headers.has('x-request-id')).toBe(true)
  })

  it.each([
    ['parsed', express.json()],
    ['as text', express.text({ type: '*/*' })],
    ['as bytes', express.raw({ type: '*/*' })],
  ])('accepts a body that was parsed before, %s', async (_, parser) => {
    const mock = createMock()
    const app = express().use(parser, nodeListener(mock))
    const { origin } = await startHttpServer(createServer(app))
    const response = await fetch(`${origin}/v1/conversations/conv_abc123`, { method: 'PATCH', headers: json, body: '{"tags":["parsed"]}' })

    expect(response.status).toBe(200)
    expect(mock.db.conversations.get('conv_abc123').tags).toEqual(['parsed'])
  })

  it('treats a body that was read and discarded as absent', async () => {
    const app = express().use((request, _, next) => void request.resume().once('end', () => next()), nodeListener(createMock()))
    const { origin } = await startHttpServer(createServer(app))
    const response = await fetch(`${origin}/v1/conversations/conv_abc123/close`, { method: 'POST', headers: json, body: '{}' })

    expect(response.status).toBe(200)
  })
})

describe('the listener in Connect', () => {
  it('works in the dev server of Vite', async () => {
    const { createServer: createVite } = await import('vite')
    const vite = await createVite({
      configFile: false,
      logLevel: 'silent',
      server: { middlewareMode: true, ws: false, hmr: false, watch: null },
      plugins: [
        {
          name: 'linktor-mock',
          configureServer({ middlewares }) {
            middlewares.use(nodeListener(createMock()))
            middlewares.use('/mounted/v1', nodeListener(createMock(), { basePath: '/mounted/v1' }))
          },
        },
      ],
    })
    onTestFinished(() => vite.close())
    const { origin } = await startHttpServer(createServer(vite.middlewares))

    expect((await fetch(`${origin}/v1/conversations`, { headers: KEY })).status).toBe(200)
    expect((await fetch(`${origin}/mounted/v1/conversations?page=1`, { headers: KEY })).status).toBe(200)
    expect((await fetch(`${origin}/elsewhere`)).headers.has('x-request-id')).toBe(false)
  })
})

describe('the listener on HTTP/2', () => {
  it('accepts bodies without a Content-Length, and requests without a body', async () => {
    const mock = createMock()
    const server = http2.createServer()
    // The requests and responses are compatible with those of HTTP/1, as Vite assumes, although their types differ.
    server.on('request', nodeListener(mock) as never)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const client = http2.connect(`http://127.0.0.1:${port}`)
    onTestFinished(() => {
      client.close()
      server.close()
    })
    const ask = async (method: string, path: string, body?: string | Uint8Array) => {
      const stream = client.request({ ':method': method, ':path': path, ...KEY }, { endStream: body === undefined })
      if (body !== undefined) stream.end(body)
      const [head] = await once(stream, 'response')
      stream.resume()
      return head[':status']
    }

    expect(await ask('GET', '/v1/conversations')).toBe(200)
    expect(await ask('POST', '/v1/conversations/conv_abc123/reopen')).toBe(200)
    expect(await ask('PATCH', '/v1/conversations/conv_abc123', '{"tags":["h2"]}')).toBe(200)
    expect(mock.db.conversations.get('conv_abc123').tags).toEqual(['h2'])
    expect(await ask('PATCH', '/v1/conversations/conv_abc123', new Uint8Array(1_100_000))).toBe(413)
  })
})
