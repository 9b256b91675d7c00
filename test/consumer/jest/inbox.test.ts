import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { createMock } from 'linktor-mock'
import { handlers } from 'linktor-mock/msw'
import { setupServer } from 'msw/node'
import { finish, takeNext } from './app/inbox.js'
import { withAxios } from './app/with-axios.js'
import { withFetch } from './app/with-fetch.js'
import { withOpenapiFetch } from './app/with-openapi-fetch.js'

const BASE_URL = 'https://api.linktor.io/v1'
const HOUR = 60 * 60 * 1000
const mock = createMock({ now: '2024-01-15T11:00:00Z' })
const server = setupServer(...handlers(mock))

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }))
afterEach(() => {
  jest.useRealTimers()
  server.resetHandlers()
  mock.reset()
})
afterAll(() => server.close())

describe.each([
  ['fetch', withFetch],
  ['axios', withAxios],
  ['openapi-fetch', withOpenapiFetch],
])('an inbox with %s', (_, client) => {
  const platform = client(BASE_URL)

  test('assigns the next conversation, and closes it', async () => {
    const { id } = mock.db.conversations.create({ contact: { name: 'Ana' } })

    expect(await takeNext(platform, 'user_789')).toBe(id)
    await finish(platform, id)

    expect(await platform.status(id)).toBe('closed')
    expect(mock.events.all().map(({ event }) => event)).toEqual(['conversation.assigned', 'conversation.closed'])
    expect(mock.requests.unexpected()).toEqual([])
  })

  test('sees a snooze end with the clock of the mock', async () => {
    mock.db.conversations.update('conv_abc123', { status: 'snoozed' })
    mock.clock.advance('59m')
    expect(await platform.status('conv_abc123')).toBe('snoozed')

    mock.clock.advance('1m')

    expect(await platform.status('conv_abc123')).toBe('open')
  })

  test('sees a snooze end with the fake timers of jest', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] })
    mock.db.conversations.update('conv_abc123', { status: 'snoozed' })
    const before = mock.clock.now().getTime()
    const reopened = mock.events.next('conversation.reopened')

    jest.advanceTimersByTime(HOUR)

    expect(mock.clock.now().getTime() - before).toBe(HOUR)
    expect((await reopened).data.id).toBe('conv_abc123')
    expect(await platform.status('conv_abc123')).toBe('open')
  })

  test('moves the clock of the mock independently of fake timers', () => {
    jest.useFakeTimers()
    const called = jest.fn()
    setTimeout(called, 1000)

    mock.clock.advance('1h')
    expect(called).not.toHaveBeenCalled()
    jest.advanceTimersByTime(1000)

    expect(called).toHaveBeenCalledTimes(1)
    expect(mock.clock.now().toISOString()).toMatch(/^2024-01-15T12:00:0[1-9]/)
  })
})
