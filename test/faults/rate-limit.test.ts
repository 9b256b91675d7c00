import { expect } from 'vitest'
import type { Client } from '../api/client.js'
import { describeApi, NOW } from '../api/mock-test.js'

const CONVERSATION = '/conversations/conv_abc123'
const SECONDS = Date.parse(NOW) / 1000

async function statuses(api: Client, count: number, key?: string): Promise<number[]> {
  const answered: number[] = []
  for (let i = 0; i < count; i++) answered.push((await api.call('GET', CONVERSATION, key === undefined ? {} : { key })).status)
  return answered
}

describeApi('a rate limit that is set', (test) => {
  test('accepts n requests, and rejects the next one', async ({ api }) => {
    api.mock.faults.rateLimit({ after: 3 })
    expect(await statuses(api, 5)).toEqual([200, 200, 200, 429, 429])
  })

  test('matches the headers of each response', async ({ api }) => {
    api.mock.faults.rateLimit({ after: 2 })
    for (const remaining of ['1', '0', '0']) {
      expect((await api.call('GET', CONVERSATION)).headers).toMatchObject({
        'x-ratelimit-limit': '2',
        'x-ratelimit-remaining': remaining,
        'x-ratelimit-reset': String(SECONDS + 60),
      })
    }
  })

  test('returns 429 with Retry-After, which passes on the clock of the mock, and changes nothing', async ({ api }) => {
    api.mock.faults.rateLimit({ after: 1, retryAfter: 20 })
    await statuses(api, 1)
    const close = () => api.call('POST', `${CONVERSATION}/close`)
    expect(await close()).toMatchObject({
      status: 429,
      headers: { 'retry-after': '20', 'x-ratelimit-reset': String(SECONDS + 20) },
      body: { error: { code: 'RATE_LIMIT_EXCEEDED', retryAfter: 20 } },
    })
    api.mock.clock.advance('15s')
    expect(await close()).toMatchObject({ status: 429, headers: { 'retry-after': '5' }, body: { error: { retryAfter: 5 } } })
    api.mock.clock.advance({ seconds: 4 })
    expect(await close()).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
    expect(api.mock.db.conversations.get('conv_abc123').status).toBe('open')
    expect(api.events()).toEqual([])
    api.mock.clock.advance('1s')
    expect(await close()).toMatchObject({ status: 200, headers: { 'x-ratelimit-remaining': '0' } })
  })

  test('accepts n again each period, counted from when it was set', async ({ api }) => {
    api.mock.clock.advance('50s')
    api.mock.faults.rateLimit({ after: 2 })
    expect(await statuses(api, 3)).toEqual([200, 200, 429])
    api.mock.clock.advance('59s')
    expect(await statuses(api, 1)).toEqual([429])
    api.mock.clock.advance('1s')
    expect(await statuses(api, 3)).toEqual([200, 200, 429])
    api.mock.clock.advance('1h')
    expect(await statuses(api, 3)).toEqual([200, 200, 429])
  })

  test('of 0 rejects every request, at any time', async ({ api }) => {
    api.mock.faults.rateLimit({ after: 0, retryAfter: 10 })
    for (let i = 0; i < 2; i++) {
      const { status, headers } = await api.call('GET', CONVERSATION)
      expect(status).toBe(429)
      expect(headers).toMatchObject({ 'x-ratelimit-limit': '0', 'x-ratelimit-remaining': '0', 'retry-after': '10' })
      api.mock.clock.advance('10s')
    }
  })

  test('counts each key separately', async ({ api }) => {
    api.mock.faults.rateLimit({ after: 1 })
    expect(await statuses(api, 2, 'key-a')).toEqual([200, 429])
    expect(await statuses(api, 2, 'key-b')).toEqual([200, 429])
  })

  test('does not count earlier requests', async ({ api }) => {
    await statuses(api, 5)
    api.mock.faults.rateLimit({ after: 1 })
    expect(await statuses(api, 2)).toEqual([200, 429])
  })

  test('counts rejected requests, and no OPTIONS', async ({ api }) => {
    api.mock.faults.rateLimit({ after: 3 })
    await api.call('GET', '/nope')
    await api.call('GET', '/conversations/conv_nope')
    await api.call('OPTIONS', CONVERSATION)
    expect(await statuses(api, 2)).toEqual([200, 429])
    expect(await api.call('OPTIONS', CONVERSATION)).toMatchObject({ status: 204 })
  })

  test('replaces the previous one, and that of createMock', async ({ start }) => {
    const api = await start({ rateLimit: 1 })
    expect(await statuses(api, 2)).toEqual([200, 429])
    api.mock.faults.rateLimit({ after: 3 })
    expect(await statuses(api, 1)).toEqual([200])
    api.mock.faults.rateLimit({ after: 2 })
    expect(await statuses(api, 3)).toEqual([200, 200, 429])
  })

  test('is removed by reset, which restores that of createMock, counted per minute', async ({ start }) => {
    const api = await start({ rateLimit: 1, now: '2024-01-15T11:00:40Z' })
    api.mock.faults.rateLimit({ after: 5, retryAfter: 600 })
    api.mock.reset()
    api.mock.clock.freeze()
    expect(await statuses(api, 1)).toEqual([200])
    expect((await api.call('GET', CONVERSATION)).headers).toMatchObject({ 'x-ratelimit-limit': '1', 'retry-after': '20' })
  })

  test('restarts its count when the clock is set back', async ({ api }) => {
    api.mock.faults.rateLimit({ after: 1 })
    expect(await statuses(api, 2)).toEqual([200, 429])
    api.mock.clock.set('2024-01-15T10:30:30Z')
    expect(await statuses(api, 1)).toEqual([200])
    expect((await api.call('GET', CONVERSATION)).headers['retry-after']).toBe('30')
  })
})
