import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import type { ServerOptions } from '../../src/server.js'
import { exchange, http } from '../adapters/wire.js'
import { type ControlServer, startControlServer } from './control-server.js'

const TOKEN = 'let-me-in-0123456789'

/** Sends a reset over a raw connection, as a browser or a tool would; returns whether it was executed. */
async function attempt(
  options: ServerOptions,
  ...headers: readonly string[]
): Promise<{ readonly response: string; readonly done: boolean }> {
  const { server, mock } = await startControlServer(options)
  mock.db.conversations.create({})
  const response = await sent(server, 'POST /_mock/reset', ...headers)
  return { response, done: mock.db.conversations.count() === 1 }
}

function sent({ port }: ControlServer['server'], call: string, ...headers: readonly string[]): Promise<string> {
  return exchange(port, http(`${call} HTTP/1.1`, ...headers, 'Content-Length: 0', 'Connection: close'))
}

describe('the control plane accepts', () => {
  it.each([
    ['a tool by the address', ['Host: 127.0.0.1:4010']],
    ['a tool by the name', ['Host: localhost:4010']],
    ['a tool by the name in capitals', ['Host: LOCALHOST']],
    ['a tool by IPv6', ['Host: [::1]:4010']],
    ['another address of loopback', ['Host: 127.8.9.10']],
    ['a page of its own', ['Host: localhost:4010', 'Origin: http://localhost:4010', 'Sec-Fetch-Site: same-origin']],
    ['an address that a person has typed in', ['Host: localhost:4010', 'Sec-Fetch-Site: none']],
  ])('%s', async (_, headers) => {
    expect(await attempt({}, ...headers)).toMatchObject({ done: true, response: expect.stringMatching(/^HTTP\/1.1 200 /) })
  })
})

describe('the control plane rejects', () => {
  it.each([
    ['a page on the internet', ['Host: localhost:4010', 'Origin: https://evil.example'], 'Origin is'],
    ['a page without an origin of its own, such as a file', ['Host: localhost:4010', 'Origin: null'], 'Origin is'],
    ['a page of another port', ['Host: localhost:4010', 'Origin: http://localhost:3000'], 'Origin is'],
    ['a page that has its name lead here', ['Host: evil.example:4010', 'Origin: http://evil.example:4010'], 'Host is'],
    ['that page, when the browser names no origin', ['Host: evil.example:4010', 'Sec-Fetch-Site: same-origin'], 'Host is'],
    ['a name that only begins like this machine', ['Host: localhost.evil.example'], 'Host is'],
    ['a name that only looks like loopback', ['Host: 127.0.0.1.evil.example'], 'Host is'],
    ['a name with a user before it', ['Host: localhost@evil.example'], 'Host must be'],
    ['two names', ['Host: localhost', 'Host: evil.example'], ''],
    ['a request across sites that names no origin', ['Host: localhost:4010', 'Sec-Fetch-Site: cross-site'], 'another origin'],
    ['a page of the same site, on another port', ['Host: localhost:4010', 'Sec-Fetch-Site: same-site'], 'another origin'],
    ['a site that is said twice', ['Host: localhost:4010', 'Sec-Fetch-Site: none', 'Sec-Fetch-Site: cross-site'], 'another origin'],
  ])('%s', async (_, headers, why) => {
    const { response, done } = await attempt({}, ...headers)

    expect(done).toBe(false)
    expect(response).toMatch(/^HTTP\/1.1 (403|400) /)
    expect(response).toContain(why)
    expect(response.toLowerCase()).not.toContain('access-control-')
  })

  it('a preflight, so that no page can send requests that need one', async () => {
    const { server } = await startControlServer()
    const response = await sent(
      server,
      'OPTIONS /_mock/reset',
      'Host: localhost',
      'Origin: https://evil.example',
      'Access-Control-Request-Method: POST',
    )

    expect(response).toMatch(/^HTTP\/1.1 403 /)
    expect(response.toLowerCase()).not.toContain('access-control-')
  })

  it('reads by a page on the internet', async () => {
    const { server, mock } = await startControlServer()
    for (const path of [
      '/_mock',
      '/_mock/state',
      '/_mock/webhooks',
      '/_mock/events',
      '/_mock/openapi.yaml',
      '/_MOCK/state',
      '/_mock/nope',
    ]) {
      const response = await sent(server, `GET ${path}`, 'Host: localhost', 'Origin: https://evil.example')

      expect(response, path).toMatch(/^HTTP\/1.1 403 /)
      expect(response).not.toContain(mock.db.users.findMany()[0]?.name)
    }
  })

  it('the delivery of a webhook, which a page can make the server send to itself', async () => {
    const { server, mock, ask } = await startControlServer()
    const headers = { 'x-linktor-delivery-id': '', host: 'localhost' }
    const hook = { url: `http://127.0.0.1:${server.port}/_mock/conversations/conv_abc123/read`, events: ['test.ping'] }
    expect((await ask('POST', '/webhooks', { ...hook, headers })).status).toBe(400)
    const { id } = mock.webhooks.create(hook)
    const unread = mock.db.conversations.get('conv_abc123').unreadCount
    expect(unread).toBeGreaterThan(0)
    await ask('POST', `/webhooks/${id}/test`)

    expect(mock.webhooks.deliveries).toMatchObject([{ statusCode: 403, responseBody: expect.stringMatching(/webhook/) }])
    expect(mock.db.conversations.get('conv_abc123').unreadCount).toBe(unread)
  })

  it('a call with an absolute URL, as to a proxy', async () => {
    const { server } = await startControlServer()

    expect(await sent(server, 'GET http://evil.example/_mock/state', 'Host: localhost')).toMatch(/^HTTP\/1.1 403 /)
  })

  it('no page of its public pages', async () => {
    const { server } = await startControlServer()

    expect(await sent(server, 'GET /openapi.json', 'Host: evil.example', 'Origin: https://evil.example')).toMatch(/^HTTP\/1.1 200 /)
  })
})

describe('with a token, the control plane', () => {
  it('accepts callers with the token, under any host name of the server', async () => {
    const { response, done } = await attempt({ controlToken: TOKEN }, 'Host: mock.test', `X-Mock-Token: ${TOKEN}`)

    expect(response).toMatch(/^HTTP\/1.1 200 /)
    expect(done).toBe(true)
  })

  it.each([
    ['nobody without it', ['Host: localhost']],
    ['nobody with another', ['Host: localhost', 'X-Mock-Token: let-me-in-0123456788']],
    ['nobody with a part of it', ['Host: localhost', 'X-Mock-Token: let-me-in']],
    ['nobody who gives it as a key', ['Host: localhost', `Authorization: Bearer ${TOKEN}`]],
  ])('accepts %s', async (_, headers) => {
    const { response, done } = await attempt({ controlToken: TOKEN }, ...headers)

    expect(response).toMatch(/^HTTP\/1.1 401 /)
    expect(response).toContain('X-Mock-Token')
    expect(response).not.toContain(TOKEN)
    expect(done).toBe(false)
  })

  it('rejects pages of other origins', async () => {
    const { response, done } = await attempt(
      { controlToken: TOKEN },
      'Host: localhost',
      `X-Mock-Token: ${TOKEN}`,
      'Origin: https://evil.example',
    )

    expect(response).toMatch(/^HTTP\/1.1 403 /)
    expect(done).toBe(false)
  })

  it('never logs the token', async () => {
    const entries: object[] = []
    const { server } = await startControlServer({ controlToken: TOKEN, log: (entry) => entries.push(entry) })
    await sent(server, `GET /_mock/clock?token=${TOKEN}`, 'Host: localhost')
    await sent(server, `GET /v1/${TOKEN}`, 'Host: localhost')

    expect(entries).toHaveLength(2)
    expect(JSON.stringify(entries)).not.toContain(TOKEN)
  })

  it('does not start with a token that is not a valid header value', async () => {
    await expect(startControlServer({ controlToken: 'a b' })).rejects.toThrow('controlToken: a token must be text without white space')
    await expect(startControlServer({ controlToken: '' })).rejects.toThrow(TypeError)
  })
})

describe('on a server that listens to other machines, the control plane', () => {
  const own = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)?.address

  it('rejects callers without a token, and says how to start with one', async () => {
    for (const headers of [['Host: localhost'], ['Host: 127.0.0.1'], [`Host: ${own ?? '0.0.0.0'}`]]) {
      const { response, done } = await attempt({ host: '0.0.0.0' }, ...headers)

      expect(response).toMatch(/^HTTP\/1.1 403 /)
      expect(response).toContain('--control-token')
      expect(done).toBe(false)
    }
  })

  it('accepts callers with its token', async () => {
    const { done } = await attempt({ host: '0.0.0.0', controlToken: TOKEN }, 'Host: mock.test:4010', `X-Mock-Token: ${TOKEN}`)

    expect(done).toBe(true)
  })
})
