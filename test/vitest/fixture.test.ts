import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { HttpResponse, http } from 'msw'
import { afterAll, describe, onTestFinished, vi } from 'vitest'
import { expect, test } from '../../src/vitest.js'

const headers = { authorization: 'Bearer key' }

describe('the fixture', () => {
  const ids: string[] = []

  test('has a mock that responds at the URL of the platform', async ({ mock, baseUrl }) => {
    const { id } = mock.db.conversations.create({ contact: { name: 'Ana' }, messages: ['Hi', 'Still there?'] })
    ids.push(id)

    expect(baseUrl).toBe('https://api.linktor.io/v1')
    expect((await fetch(`${baseUrl}/conversations/${id}/close`, { method: 'POST', headers })).status).toBe(200)
    expect(mock.db.conversations.get(id).status).toBe('closed')
  })

  test('has another mock in each test', async ({ mock, baseUrl }) => {
    expect(mock.db.conversations.count()).toBe(1)
    expect((await fetch(`${baseUrl}/conversations/${ids[0]}`, { headers })).status).toBe(404)
  })

  test('sets up the mock of a test that does not use it', async () => {
    expect((await fetch('https://api.linktor.io/v1/conversations', { headers })).status).toBe(200)
  })

  test('rejects a call to another machine before it is made, and says which', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {})
    const address = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === 'IPv4' && !one.internal)?.address
    let calls = 0
    const server = createServer((_, response) => response.end(String(++calls))).listen(0, address ?? '127.0.0.2')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    onTestFinished(() => void server.close())

    await expect(fetch(`http://${address ?? 'elsewhere.test'}:${port}/me`)).rejects.toThrow(TypeError)
    expect(calls).toBe(0)
    expect(told).toHaveBeenCalledWith(expect.stringMatching(/^GET http:.*\/me: no handler matches this call/))
    vi.restoreAllMocks()
  })

  test('passes calls to this machine through', async () => {
    const server = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())

    expect(await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).text()).toBe('here')
  })

  const strict = test.extend({ mockOptions: { strict: true } })

  strict('accepts the options of its mocks', async ({ baseUrl }) => {
    expect((await fetch(`${baseUrl}/conversations?limit=1`, { headers })).status).toBe(400)
  })

  describe('server', () => {
    test('overrides one call by plain MSW', async ({ server, baseUrl }) => {
      server.use(http.get(`${baseUrl}/conversations/conv_abc123`, () => HttpResponse.text('Not today', { status: 503 })))

      expect((await fetch(`${baseUrl}/conversations/conv_abc123`, { headers })).status).toBe(503)
      expect((await fetch(`${baseUrl}/conversations`, { headers })).status).toBe(200)
    })

    test('removes that override after the test', async ({ baseUrl }) => {
      expect((await fetch(`${baseUrl}/conversations/conv_abc123`, { headers })).status).toBe(200)
    })
  })
})

describe.concurrent('concurrent tests', () => {
  const urls = new Set<string>()
  let running = 0
  let most = 0

  for (const count of [1, 2, 3]) {
    test(`have a mock and a URL each (${count})`, async ({ mock, baseUrl, server, expect }) => {
      onTestFinished(() => void running--)
      most = Math.max(most, ++running)
      urls.add(baseUrl)
      server.use(http.get(`${baseUrl}/me`, () => HttpResponse.json({ count })))
      for (let made = 0; made < count; made++) {
        mock.db.conversations.create()
        await fetch(`${baseUrl}/conversations`, { headers }) // the others get on meanwhile
      }
      const response = await fetch(`${baseUrl}/conversations`, { headers })

      expect(await response.json()).toMatchObject({ meta: { pagination: { totalCount: 1 + count } } })
      expect(await (await fetch(`${baseUrl}/me`)).json()).toEqual({ count })
    })
  }

  afterAll(() => {
    expect(urls.size).toBe(3)
    expect(most, 'tests that ran at the same time').toBeGreaterThan(1)
  })
})
