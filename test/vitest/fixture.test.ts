import { HttpResponse, http } from 'msw'
import { afterAll, describe, onTestFinished } from 'vitest'
import { expect, test } from '../../src/vitest.js'

const headers = { authorization: 'Bearer key' }

describe('the fixture', () => {
  const ids: string[] = []

  test('gives a mock that answers at the URL of the platform', async ({ mock, baseUrl }) => {
    const { id } = mock.db.conversations.create({ contact: { name: 'Ana' }, messages: ['Hi', 'Still there?'] })
    ids.push(id)

    expect(baseUrl).toBe('https://api.linktor.io/v1')
    expect((await fetch(`${baseUrl}/conversations/${id}/close`, { method: 'POST', headers })).status).toBe(200)
    expect(mock.db.conversations.get(id).status).toBe('closed')
  })

  test('gives each test another mock', async ({ mock, baseUrl }) => {
    expect(mock.db.conversations.count()).toBe(1)
    expect((await fetch(`${baseUrl}/conversations/${ids[0]}`, { headers })).status).toBe(404)
  })

  test('wires the mock of a test that does not ask for it', async () => {
    expect((await fetch('https://api.linktor.io/v1/conversations', { headers })).status).toBe(200)
  })

  test('lets a call to no mock fail', async () => {
    await expect(fetch('https://api.example.test/')).rejects.toThrow(TypeError)
  })

  const strict = test.extend({ mockOptions: { strict: true } })

  strict('takes the options of its mocks', async ({ baseUrl }) => {
    expect((await fetch(`${baseUrl}/conversations?limit=1`, { headers })).status).toBe(400)
  })

  describe('server', () => {
    test('overrides one call by plain MSW', async ({ server, baseUrl }) => {
      server.use(http.get(`${baseUrl}/conversations/conv_abc123`, () => HttpResponse.text('Not today', { status: 503 })))

      expect((await fetch(`${baseUrl}/conversations/conv_abc123`, { headers })).status).toBe(503)
      expect((await fetch(`${baseUrl}/conversations`, { headers })).status).toBe(200)
    })

    test('forgets that with the test', async ({ baseUrl }) => {
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
