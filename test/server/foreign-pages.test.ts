import { describe, expect, it } from 'vitest'
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
