import { describe, expect, it, onTestFinished } from 'vitest'
import { createMock, type Mock } from '../../src/index.js'
import { startServer } from '../../src/server.js'
import { exchange, http } from '../adapters/wire.js'
import { startControlServer } from '../control/control-server.js'

const FOREIGN = ['https://evil.example', 'http://localhost.evil.example', 'http://127.0.0.1.evil.example:4010', 'null', 'file://']
const OWN = ['http://localhost:5173', 'https://app.localhost', 'http://127.0.0.1:3000', 'http://[::1]:8080']

describe('a page of another machine', () => {
  it.each(FOREIGN)('as %s can neither call nor read the webhooks API', async (origin) => {
    const { ask, mock } = await heads()
    const { id } = mock.webhooks.create({ url: 'http://127.0.0.1:9/hooks', events: ['test.ping'] })
    const requests = [
      ...['/webhooks', `/webhooks/${id}`, `/webhooks/${id}/test`, `/webhooks/${id}/deliveries?page=1`, '/webhooks?page=1'].map((path) =>
        ask('OPTIONS', path, origin),
      ),
      ask('GET', '/webhooks', origin),
      ask('GET', `/webhooks/${id}/deliveries`, origin),
      ask('GET', '/webhooks/wh_nope', origin),
    ]

    for (const response of await Promise.all(requests)) expect(response).not.toContain('access-control-')
  })

  it('can read conversations', async () => {
    const { ask } = await heads()

    expect(await ask('GET', '/conversations', 'https://evil.example')).toContain('access-control-allow-origin: https://evil.example')
    expect(await ask('OPTIONS', '/conversations', 'https://evil.example')).toContain('access-control-allow-methods: get')
  })
})

it.each(OWN)('a page of this machine, such as %s, can call and read the webhooks API', async (origin) => {
  const { ask } = await heads()

  const preflight = await ask('OPTIONS', '/webhooks', origin)
  expect(preflight).toContain('access-control-allow-origin: *')
  expect(preflight).toContain('access-control-allow-headers: authorization')
  expect(await ask('GET', '/webhooks', origin)).toContain('access-control-allow-origin: *')
})

async function heads() {
  const { server, mock } = await startControlServer()
  return {
    mock,
    /** The head of a response, in lower case. */
    async ask(method: string, path: string, origin: string): Promise<string> {
      const headers = ['Host: 127.0.0.1', `Origin: ${origin}`, 'Authorization: Bearer k', 'Connection: close']
      const response = await exchange(server.port, http(`${method} /v1${path} HTTP/1.1`, ...headers))
      return (response.split('\r\n\r\n')[0] ?? '').toLowerCase()
    },
  }
}

describe('a page whose host name points to this machine by now', () => {
  it.each([
    ['127.0.0.1', 'evil.example', 403],
    ['127.0.0.1', 'evil.example:4010', 403],
    ['127.0.0.1', 'localhost.evil.example', 403],
    ['127.0.0.1', 'localhost:4010', 200],
    ['127.0.0.1', '[::1]:4010', 200],
    ['0.0.0.0', 'my-laptop.local', 200],
  ])('of a server on %s, as %s gets %i', async (host, named, status) => {
    const server = await startServer(createMock(), { port: 0, host })
    onTestFinished(() => server.close({ force: true }))
    const get = (path: string) =>
      exchange(server.port, http(`GET /v1${path} HTTP/1.1`, `Host: ${named}`, 'Authorization: Bearer any', 'Connection: close'))

    expect(await get('/webhooks')).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(await get('/webhooks/wh_none/deliveries')).toMatch(new RegExp(`^HTTP/1.1 ${status === 403 ? 403 : 404} `))
    expect(await get('/conversations')).toMatch(/^HTTP\/1.1 200 /)
  })
})

describe('a caller on another machine', () => {
  const post = (mock: Mock, url: string, isRemote: boolean) =>
    mock.handle({
      method: 'POST',
      path: '/webhooks',
      headers: { authorization: 'Bearer any' },
      body: JSON.stringify({ url, events: ['test.ping'] }),
      isRemote,
    })

  it.each(['http://127.0.0.1:9/', 'http://localhost:9/', 'https://localhost/', 'http://[::1]:9/'])(
    'may not register the receiver %s',
    (url) => {
      const mock = createMock()

      expect(post(mock, url, true)).toMatchObject({ status: 400, body: expect.stringContaining('another machine') })
      expect(mock.webhooks.all()).toEqual([])
      expect(post(mock, url, false).status).toBe(201)
      const { id } = mock.webhooks.create({ url: 'https://a.example/', events: ['test.ping'] })
      const patch = { method: 'PATCH', path: `/webhooks/${id}`, headers: { authorization: 'Bearer any' }, body: JSON.stringify({ url }) }
      expect(mock.handle({ ...patch, isRemote: true }).status).toBe(400)
    },
  )

  it('may register other receivers, and hosts that are allowed', () => {
    const mock = createMock({ allowHttpHosts: ['localhost'] })

    expect(post(mock, 'https://a.example/', true).status).toBe(201)
    expect(post(mock, 'http://localhost:9/', true).status).toBe(201)
  })
})
