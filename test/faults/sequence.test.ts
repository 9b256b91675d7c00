import { expect } from 'vitest'
import type { Client } from '../api/client.js'
import { describeApi } from '../api/mock-test.js'

const CONVERSATION = '/conversations/conv_abc123'
const GET = { method: 'GET', path: CONVERSATION }
const LIST = { method: 'GET', path: '/conversations' }
const CLOSE = { method: 'POST', path: `${CONVERSATION}/close` }

/** The responses to consecutive requests. */
async function statuses(api: Client, ...requests: readonly { readonly method: string; readonly path: string }[]): Promise<number[]> {
  const answered: number[] = []
  for (const { method, path } of requests) answered.push((await api.call(method, path)).status)
  return answered
}

describeApi('faults', (test) => {
  test('without times last until they are removed', async ({ api }) => {
    const stop = api.mock.faults.fail('getConversation')
    expect(await statuses(api, GET, GET, GET)).toEqual([500, 500, 500])
    stop()
    expect(await statuses(api, GET)).toEqual([200])
  })

  test('with times apply to exactly that many requests', async ({ api }) => {
    api.mock.faults.fail('getConversation', { times: 2 })
    expect(await statuses(api, GET, GET, GET, GET)).toEqual([500, 500, 200, 200])
  })

  test('count only the requests that they apply to', async ({ api }) => {
    api.mock.faults.fail('getConversation', { times: 1 })
    expect(await statuses(api, LIST, CLOSE, LIST, GET, GET)).toEqual([200, 200, 200, 500, 200])
  })

  test('with times come first, in the order in which they were set; then the latest permanent one', async ({ api }) => {
    const { faults } = api.mock
    faults.fail('getConversation', { status: 404 })
    faults.fail('getConversation', { status: 503, times: 2 })
    faults.fail('getConversation', { status: 401 })
    faults.fail('getConversation', { status: 429, times: 1 })
    expect(await statuses(api, GET, GET, GET, GET, GET)).toEqual([503, 503, 429, 401, 401])
  })

  test('for one operation and for * share one queue', async ({ api }) => {
    const { faults } = api.mock
    faults.fail('*', { status: 503, times: 1 })
    faults.fail('getConversation', { status: 429, times: 1 })
    faults.fail('*', { status: 401, times: 1 })
    expect(await statuses(api, GET, GET, GET, GET)).toEqual([503, 429, 401, 200])

    faults.fail('getConversation', { status: 404 })
    faults.fail('*', { status: 503 })
    expect(await statuses(api, GET, LIST)).toEqual([503, 503])
    faults.fail('getConversation', { status: 404 })
    expect(await statuses(api, GET, LIST)).toEqual([404, 503])
  })

  test('of one kind that were set twice are removed one by one', async ({ api }) => {
    const stop = api.mock.faults.fail('getConversation', { status: 503 })
    const stopOther = api.mock.faults.fail('getConversation', { status: 503 })
    stop()
    stop()
    expect(await statuses(api, GET)).toEqual([503])
    stopOther()
    expect(await statuses(api, GET)).toEqual([200])
  })

  test('that were permanent before apply again when the latest is removed', async ({ api }) => {
    api.mock.faults.fail('getConversation', { status: 404 })
    const stop = api.mock.faults.fail('getConversation', { status: 503 })
    expect(await statuses(api, GET)).toEqual([503])
    stop()
    expect(await statuses(api, GET)).toEqual([404])
  })

  test('with times are removed with their remaining times', async ({ api }) => {
    const stop = api.mock.faults.fail('getConversation', { times: 3 })
    expect(await statuses(api, GET)).toEqual([500])
    stop()
    expect(await statuses(api, GET)).toEqual([200])
    api.mock.faults.fail('getConversation', { times: 1 })
    stop()
    expect(await statuses(api, GET, GET)).toEqual([500, 200])
  })

  test('are all removed by clear, except for a rate limit', async ({ api }) => {
    const { faults } = api.mock
    faults.fail('*')
    faults.fail('getConversation', { times: 5 })
    faults.drop('listConversations')
    faults.delay('*', '10m')
    faults.rateLimit({ after: 2 })
    faults.clear()
    expect(await statuses(api, GET, LIST, LIST)).toEqual([200, 200, 429])
  })

  test('can be set again after clear', async ({ api }) => {
    api.mock.faults.fail('*')
    api.mock.faults.clear()
    api.mock.faults.fail('getConversation', { status: 503, times: 1 })
    expect(await statuses(api, GET, GET)).toEqual([503, 200])
  })

  test('do not apply to requests that a rate limit has rejected', async ({ api }) => {
    api.mock.faults.rateLimit({ after: 1 })
    api.mock.faults.fail('getConversation', { status: 503, times: 1 })
    expect(await statuses(api, LIST, GET)).toEqual([200, 429])
    api.mock.clock.advance('1m')
    expect(await statuses(api, GET)).toEqual([503])
  })
})

describeApi('reset and restore', (test) => {
  test('reset removes all faults, including a rate limit', async ({ api }) => {
    const { faults } = api.mock
    faults.rateLimit({ after: 1 })
    faults.fail('*')
    faults.fail('getConversation', { times: 5 })
    faults.drop('listConversations')
    faults.delay('*', '10m')
    api.mock.reset()
    expect(await statuses(api, GET, GET, LIST, CLOSE)).toEqual([200, 200, 200, 200])
  })

  test('a snapshot restores its faults, with their remaining times', async ({ api }) => {
    const { faults } = api.mock
    faults.fail('getConversation', { status: 503, times: 3 })
    faults.fail('listConversations', { status: 401 })
    expect(await statuses(api, GET)).toEqual([503])
    const snapshot = api.mock.snapshot()
    for (let i = 0; i < 2; i++) {
      expect(await statuses(api, GET, GET, GET, LIST)).toEqual([503, 503, 200, 401])
      faults.clear()
      faults.fail('closeConversation')
      api.mock.restore(snapshot)
    }
    expect(await statuses(api, CLOSE)).toEqual([200])
  })

  test('faults set before a snapshot can be removed after it is restored', async ({ api }) => {
    const stop = api.mock.faults.fail('getConversation')
    const snapshot = api.mock.snapshot()
    stop()
    api.mock.restore(snapshot)
    expect(await statuses(api, GET)).toEqual([500])
    stop()
    expect(await statuses(api, GET)).toEqual([200])
  })

  test('a snapshot restores the rate limit and its count', async ({ api }) => {
    api.mock.faults.rateLimit({ after: 2, retryAfter: 10 })
    expect(await statuses(api, GET)).toEqual([200])
    const snapshot = api.mock.snapshot()
    expect(await statuses(api, GET, GET)).toEqual([200, 429])
    api.mock.faults.rateLimit({ after: 100 })
    api.mock.restore(snapshot)
    expect(await statuses(api, GET, GET)).toEqual([200, 429])
    api.mock.clock.advance('10s')
    expect(await statuses(api, GET)).toEqual([200])
  })
})
