import { describe, expect, it } from 'vitest'
import type { Mock, RecordedRequest } from '../../src/index.js'
import { KEY } from '../api/client.js'
import { describeApi, frozenMock, mockTest, NOW } from '../api/mock-test.js'
import { transports } from '../api/transports.js'

const CONVERSATION = '/conversations/conv_abc123'

/** The latest request. */
function last({ requests }: Mock): RecordedRequest {
  const recorded = requests.all().at(-1)
  if (recorded === undefined) throw new Error('there was no request')
  return recorded
}

describeApi('a recorded request', (test) => {
  test('has the request and the response', async ({ api }) => {
    const body = { assigneeId: 'user_789', note: 'Ação' }
    const answer = await api.call('POST', `${CONVERSATION}/assign`, { body, headers: { 'X-Request-ID': 'mine-1' } })
    expect(last(api.mock)).toMatchObject({
      operation: 'assignConversation',
      method: 'POST',
      path: `${CONVERSATION}/assign`,
      query: {},
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', 'x-request-id': 'mine-1' },
      body,
      status: 200,
      response: { headers: { 'x-request-id': 'mine-1', 'x-ratelimit-limit': '1000' }, body: answer.body },
      unknown: [],
      at: NOW,
    })
    expect(last(api.mock)).not.toHaveProperty('errorCode')
    expect(last(api.mock)).not.toHaveProperty('fault')
  })

  test('has its own headers, though most equal those of the previous one', async ({ api }) => {
    const ask = (...names: string[]) => api.call('GET', CONVERSATION, { headers: Object.fromEntries(names.map((name) => [name, 'yes'])) })
    const requested = [['x-a'], ['x-a'], [], ['x-b'], ['x-b', 'x-c'], ['x-b']]
    for (const names of requested) await ask(...names)
    const recorded = api.mock.requests.all().map(({ headers }) => ['x-a', 'x-b', 'x-c'].filter((name) => headers[name] === 'yes'))
    expect(recorded.slice(-requested.length)).toEqual(requested)
  })

  test('has the query separately, decoded', async ({ api }) => {
    await api.call('GET', '/conversations?status=open&search=a%20b%2Bc+d%3F%C3%A7&assigneeId=')
    expect(last(api.mock)).toMatchObject({ path: '/conversations', query: { status: 'open', search: 'a b+c d?ç', assigneeId: '' } })
  })

  test('has no body if none was sent', async ({ api }) => {
    await api.call('POST', `${CONVERSATION}/close`)
    expect(last(api.mock).body).toBeUndefined()
    await api.call('GET', CONVERSATION)
    expect(last(api.mock).body).toBeUndefined()
  })

  test('has a body as text if it is not JSON', async ({ api }) => {
    for (const body of ['{"priority": low}', 'priority=low', ' ']) {
      await api.call('PATCH', CONVERSATION, { body })
      expect(last(api.mock)).toMatchObject({ body, status: 400, errorCode: 'VALIDATION_ERROR' })
    }
  })

  test('has JSON that is not an object unchanged', async ({ api }) => {
    for (const body of [[1, 2], 'text', 7]) {
      await api.call('PATCH', CONVERSATION, { body: JSON.stringify(body) })
      expect(last(api.mock).body).toEqual(body)
    }
  })

  test('has a body of bytes as JSON or text', async ({ api }) => {
    await api.call('PATCH', CONVERSATION, { body: new TextEncoder().encode('{"tags":["東京"]}') })
    expect(last(api.mock).body).toEqual({ tags: ['東京'] })
    await api.call('PATCH', CONVERSATION, { body: new Uint8Array([0x7b, 0xe9]) })
    expect(last(api.mock).body).toBe('{\ufffd')
  })

  test('has the reason of an error', async ({ api }) => {
    await api.call('GET', '/conversations/conv_nope')
    expect(last(api.mock)).toMatchObject({
      operation: 'getConversation',
      status: 404,
      errorCode: 'CONVERSATION_NOT_FOUND',
      response: { body: { error: { code: 'CONVERSATION_NOT_FOUND' } } },
    })
  })

  test('has the unknown parameters and fields', async ({ api }) => {
    await api.call('PATCH', `${CONVERSATION}?dry=1`, { body: { priority: 'low', colour: 'red' } })
    expect(last(api.mock)).toMatchObject({ status: 200, unknown: ['?dry', 'colour'] })
  })

  test('records that the key was missing, and never contains a key', async ({ api }) => {
    await api.call('GET', CONVERSATION, { key: null })
    expect(last(api.mock)).toMatchObject({ status: 401, errorCode: 'AUTHENTICATION_REQUIRED' })
    expect(last(api.mock).headers).not.toHaveProperty('authorization')
  })

  test('has no operation if the spec has none', async ({ api }) => {
    await api.call('GET', '/nope?x=1')
    expect(last(api.mock)).toMatchObject({ method: 'GET', path: '/nope', query: { x: '1' }, status: 404, errorCode: 'RESOURCE_NOT_FOUND' })
    expect(last(api.mock)).not.toHaveProperty('operation')
    await api.call('DELETE', CONVERSATION)
    expect(last(api.mock)).toMatchObject({ method: 'DELETE', path: CONVERSATION, status: 405 })
    expect(last(api.mock)).not.toHaveProperty('operation')
  })

  test('of HEAD has the operation of GET, and no response body', async ({ api }) => {
    await api.call('HEAD', CONVERSATION)
    expect(last(api.mock)).toMatchObject({ operation: 'getConversation', method: 'HEAD', status: 200 })
    expect(last(api.mock).response.body).toBeUndefined()
  })

  test('of OPTIONS has no operation', async ({ api }) => {
    await api.call('OPTIONS', CONVERSATION)
    expect(last(api.mock)).toMatchObject({ method: 'OPTIONS', path: CONVERSATION, status: 204 })
    expect(last(api.mock)).not.toHaveProperty('operation')
    expect(last(api.mock).response.body).toBeUndefined()
  })

  test('names the applied fault', async ({ api }) => {
    api.mock.faults.fail('closeConversation', { status: 503, times: 1 })
    await api.call('POST', `${CONVERSATION}/close`, { body: { reason: 'done' } })
    expect(last(api.mock)).toMatchObject({ fault: 'fail', status: 503, errorCode: 'INTERNAL_ERROR', body: { reason: 'done' } })
    api.mock.faults.drop('closeConversation', { times: 1 })
    await api.call('POST', `${CONVERSATION}/close`).catch(() => {})
    expect(last(api.mock)).toMatchObject({ fault: 'drop', status: 0, response: { headers: {} }, operation: 'closeConversation' })
    expect(last(api.mock).response.body).toBeUndefined()
  })

  test("has the mock's time, and a duration", async ({ api }) => {
    await api.call('GET', CONVERSATION)
    api.mock.clock.advance('2h')
    await api.call('GET', CONVERSATION)
    expect(api.mock.requests.all().map(({ at }) => at)).toEqual([NOW, '2024-01-15T13:00:00Z'])
    for (const { duration } of api.mock.requests.all()) {
      expect(duration).toBeGreaterThanOrEqual(0)
      expect(duration).toBeLessThan(30_000)
    }
  })
})

for (const transport of transports.filter(({ name }) => name !== 'in process')) {
  describe(`the duration of a recorded request, ${transport.name}`, () => {
    const test = mockTest(transport)

    test("includes the delay of a fault, and is independent of the mock's clock", async ({ api }) => {
      api.mock.faults.delay('closeConversation', 60)
      api.mock.events.on('conversation.closed', () => api.mock.clock.advance('1h'))
      await api.call('POST', `${CONVERSATION}/close`)
      expect(last(api.mock).duration).toBeGreaterThanOrEqual(59) // a timer counts full milliseconds
      expect(last(api.mock)).toMatchObject({ duration: expect.any(Number), at: NOW })
      expect(last(api.mock).duration).toBeLessThan(30_000)
    })
  })
}

describe('a recorded request, in process', () => {
  it('has headers in lower case, without those that have no value', () => {
    const mock = frozenMock()
    mock.handle({ method: 'get', path: CONVERSATION, headers: { Authorization: 'Bearer any', 'X-Trace': 'T1', Accept: undefined } })
    expect(last(mock).headers).toStrictEqual({ authorization: 'Bearer any', 'x-trace': 'T1' })
    expect(last(mock).method).toBe('GET')
  })

  it('has a copy of its headers', () => {
    const mock = frozenMock()
    const headers: Record<string, string> = { authorization: 'Bearer any' }
    for (const trace of ['T1', 'T1', 'T2']) {
      headers['x-trace'] = trace
      mock.handle({ method: 'GET', path: CONVERSATION, headers })
    }
    headers['x-trace'] = 'T3'
    expect(mock.requests.all().map((request) => request.headers['x-trace'])).toEqual(['T1', 'T1', 'T2'])
  })

  it('has its own path, though its response was cached', () => {
    const mock = frozenMock()
    const paths = [CONVERSATION, '/conversations?page=1', CONVERSATION, '/conversations?page=1', '/conversations?page=2']
    for (const path of paths) mock.handle({ method: 'GET', path, headers: { authorization: 'Bearer any' } })
    const recorded = mock.requests.all().map(({ path, query }) => [path, query['page']].filter((part) => part !== undefined).join('?page='))
    expect(recorded).toEqual(paths)
  })

  it('has no headers, no query and no body when there are none', () => {
    const mock = frozenMock()
    mock.handle({ method: 'GET', path: CONVERSATION, body: null })
    expect(last(mock)).toMatchObject({ headers: {}, query: {}, status: 401 })
    expect(last(mock).body).toBeUndefined()
  })

  it('has the last value of a parameter that was given twice', () => {
    const mock = frozenMock()
    mock.handle({ method: 'GET', path: '/conversations?page=1&page=2', headers: { authorization: 'Bearer any' } })
    expect(last(mock)).toMatchObject({ query: { page: '2' }, status: 400 })
  })
})
