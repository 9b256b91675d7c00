import { describe, expect, test as plainTest, vi } from 'vitest'
import { createMock } from '../../src/index.js'
import { type Client, idOf, KEY } from './client.js'
import { describeApi, frozenMock } from './mock-test.js'

const CONVERSATION = '/conversations/conv_abc123'
const MEBIBYTE = 1024 * 1024
const PATHS = [
  '/conversations',
  CONVERSATION,
  `${CONVERSATION}/close`,
  `${CONVERSATION}/reopen`,
  `${CONVERSATION}/assign`,
  `${CONVERSATION}/transfer`,
  `${CONVERSATION}/participants`,
]
const OPERATIONS = [
  ['GET', '/conversations'],
  ['POST', '/conversations'],
  ['GET', CONVERSATION],
  ['PATCH', CONVERSATION],
  ['POST', `${CONVERSATION}/close`],
  ['POST', `${CONVERSATION}/reopen`],
  ['POST', `${CONVERSATION}/assign`],
  ['POST', `${CONVERSATION}/transfer`],
  ['GET', `${CONVERSATION}/participants`],
] as const
const WITH_BODY = OPERATIONS.filter(([method, path]) => method !== 'GET' && !path.endsWith('/reopen'))

describeApi('API keys', (test) => {
  test.for(OPERATIONS)('%s %s returns 401 without a key, and changes nothing', async ([method, path], { api }) => {
    expect(await api.rejected(method, path, { key: null })).toEqual({ status: 401, code: 'AUTHENTICATION_REQUIRED', fields: [] })
    expect(api.events()).toEqual([])
  })

  test.for(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer two words', 'YOUR_API_KEY', 'Token YOUR_API_KEY'])(
    'the header "Authorization: %s" is treated as no key',
    async (authorization, { api }) => {
      expect(await api.rejected('GET', CONVERSATION, { key: null, headers: { authorization } })).toMatchObject({
        status: 401,
        code: 'AUTHENTICATION_REQUIRED',
      })
    },
  )

  test.for(['Bearer any', 'bearer any', 'BEARER any', 'Bearer   any'])(
    'the header "Authorization: %s" is accepted',
    async (authorization, { api }) => {
      expect(await api.call('GET', CONVERSATION, { key: null, headers: { authorization } })).toMatchObject({ status: 200 })
    },
  )

  test.for(['invalid', 'invalid_key', 'invalid-2024'])('the key %s is rejected', async (key, { api }) => {
    expect(await api.rejected('GET', CONVERSATION, { key })).toEqual({ status: 401, code: 'INVALID_API_KEY', fields: [] })
  })

  test('with configured keys, only those are accepted', async ({ start }) => {
    const api = await start({ apiKeys: ['key-a', 'key-b'] })
    expect(await api.call('GET', CONVERSATION, { key: 'key-a' })).toMatchObject({ status: 200 })
    expect(await api.call('GET', CONVERSATION, { key: 'key-b' })).toMatchObject({ status: 200 })
    for (const key of ['key-c', 'KEY-A', 'key-', 'key-ab', 'invalid']) {
      expect(await api.rejected('GET', CONVERSATION, { key })).toMatchObject({ status: 401, code: 'INVALID_API_KEY' })
    }
  })

  test('a rejected key ends the validation of the request', async ({ api }) => {
    expect(await api.rejected('POST', `${CONVERSATION}/assign`, { key: null, body: '{' })).toMatchObject({ status: 401 })
    expect(await api.rejected('GET', '/conversations/conv_nope', { key: 'invalid' })).toMatchObject({ status: 401 })
    expect(await api.rejected('GET', '/conversations?page=0', { key: 'invalid' })).toMatchObject({ status: 401 })
  })
})

describeApi('paths and methods', (test) => {
  test.for([
    '/',
    '/conversation',
    '/conversations/',
    '/conversations/conv_abc123/',
    '/conversations/conv_abc123/open',
    '/conversations/conv_abc123/close/now',
    '/conversations//close',
    '/Conversations',
    '/contacts',
    '/conversations/conv_abc123/__proto__',
  ])('%s returns 404', async (path, { api }) => {
    for (const method of ['GET', 'POST', 'DELETE', 'PUT']) {
      expect(await api.rejected(method, path)).toEqual({ status: 404, code: 'RESOURCE_NOT_FOUND', fields: [] })
    }
  })

  test.for([
    { path: '/conversations', allow: 'GET, HEAD, POST, OPTIONS', wrong: ['PUT', 'PATCH', 'DELETE'] },
    { path: CONVERSATION, allow: 'GET, HEAD, PATCH, OPTIONS', wrong: ['POST', 'PUT', 'DELETE'] },
    { path: `${CONVERSATION}/close`, allow: 'POST, OPTIONS', wrong: ['GET', 'PATCH', 'PUT', 'DELETE'] },
    { path: `${CONVERSATION}/reopen`, allow: 'POST, OPTIONS', wrong: ['GET', 'PATCH', 'DELETE'] },
    { path: `${CONVERSATION}/assign`, allow: 'POST, OPTIONS', wrong: ['GET', 'PUT'] },
    { path: `${CONVERSATION}/transfer`, allow: 'POST, OPTIONS', wrong: ['GET', 'PUT'] },
    { path: `${CONVERSATION}/participants`, allow: 'GET, HEAD, OPTIONS', wrong: ['POST', 'PATCH', 'DELETE'] },
  ])('$path allows $allow, and lists them for other methods', async ({ path, allow, wrong }, { api }) => {
    for (const method of wrong) {
      const response = await api.call(method, path)
      expect(response).toMatchObject({ status: 405, headers: { allow }, body: { error: { code: 'VALIDATION_ERROR' } } })
    }
    expect((await api.call('OPTIONS', path)).headers).toMatchObject({ allow, 'access-control-allow-methods': allow })
  })

  test('HEAD of a path that only has POST returns 405', async ({ api }) => {
    const response = await api.call('HEAD', `${CONVERSATION}/close`)
    expect(response).toMatchObject({ status: 405, headers: { allow: 'POST, OPTIONS' }, body: undefined })
  })

  test.for(['/conversations?status=open', CONVERSATION, `${CONVERSATION}?includeMessages=true`, `${CONVERSATION}/participants`])(
    'HEAD %s responds like GET, without a body',
    async (path, { api }) => {
      const get = await api.call('GET', path)
      const head = await api.call('HEAD', path)
      expect(head.body).toBeUndefined()
      expect(head.status).toBe(200)
      const names = Object.keys(get.headers).filter((name) => name !== 'keep-alive') // fetch itself ends a connection after HEAD
      expect(Object.keys(head.headers)).toEqual(expect.arrayContaining(names))
      expect(head.headers['content-length']).toBe(String(new TextEncoder().encode(JSON.stringify(get.body)).length))
    },
  )

  test('HEAD is rejected like GET, without a body', async ({ api }) => {
    expect(await api.call('HEAD', '/conversations/conv_nope')).toMatchObject({ status: 404, body: undefined })
    expect(await api.call('HEAD', '/conversations?page=0')).toMatchObject({ status: 400, body: undefined })
    expect(await api.call('HEAD', CONVERSATION, { key: null })).toMatchObject({ status: 401, body: undefined })
  })
})

// Not over every transport: browsers set these headers themselves.
describe('CORS of a page', () => {
  const ORIGIN = 'http://localhost:5173'

  function headersOf(method: string, path: string, headers: Readonly<Record<string, string>>) {
    return frozenMock().handle({ method, path, headers: { authorization: `Bearer ${KEY}`, ...headers } }).headers
  }

  plainTest.for(['GET', 'DELETE', 'OPTIONS'])('%s repeats its origin, and allows credentials', (method) => {
    expect(headersOf(method, CONVERSATION, { Origin: ORIGIN })).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
      vary: expect.stringMatching(/^Origin\b/),
    })
  })

  plainTest('a preflight may name any request headers', () => {
    const names = 'x-requested-with, traceparent, sentry-trace, x-xsrf-token, cache-control, if-none-match, x-anything'
    const preflight = { Origin: ORIGIN, 'Access-Control-Request-Method': 'GET' }
    const named = { ...preflight, 'Access-Control-Request-Headers': names }
    expect(headersOf('OPTIONS', '/conversations', named)['access-control-allow-headers']).toBe(names)
    expect(headersOf('OPTIONS', '/conversations', preflight)['access-control-allow-headers']).toMatch(/^Authorization, Content-Type/)
  })

  plainTest('without an origin, any page may read a response, without credentials', () => {
    const headers = headersOf('GET', CONVERSATION, {})
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*', vary: 'Origin' })
    expect(headers).not.toHaveProperty('access-control-allow-credentials')
  })

  plainTest('webhooks allow no credentials, and only pages of this machine', () => {
    const headers = headersOf('GET', '/webhooks', { Origin: ORIGIN })
    expect(headers).toMatchObject({ 'access-control-allow-origin': '*', vary: 'Origin' })
    expect(headers).not.toHaveProperty('access-control-allow-credentials')
    const foreign = headersOf('GET', '/webhooks', { Origin: 'https://app.example.com' })
    expect(foreign).not.toHaveProperty('access-control-allow-origin')
    expect(foreign).toMatchObject({ vary: 'Origin' })
  })
})

describeApi('CORS', (test) => {
  const ORIGIN = { Origin: 'https://app.example.com' }
  const PREFLIGHT = {
    ...ORIGIN,
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization,content-type,idempotency-key,x-request-id,x-mock-fault,x-mock-delay',
  }

  test.for(PATHS)('a preflight of %s needs no key', async (path, { api }) => {
    const { status, headers, body } = await api.call('OPTIONS', path, { key: null, headers: PREFLIGHT })
    expect(status).toBe(204)
    expect(body).toBeUndefined()
    expect(headers['access-control-allow-origin']).toBeDefined()
    expect(headers['vary']).toBe('Origin, Access-Control-Request-Headers')
    for (const name of ['authorization', 'content-type', 'idempotency-key', 'x-request-id', 'x-mock-fault', 'x-mock-delay']) {
      expect(headers['access-control-allow-headers']?.toLowerCase()).toContain(name)
    }
  })

  test('a preflight of an unknown path succeeds, so that the browser shows the 404 of the request', async ({ api }) => {
    const { headers } = await api.call('OPTIONS', '/nope', { key: null, headers: PREFLIGHT })
    expect(headers['access-control-allow-methods']).toBe('GET, HEAD, POST, PATCH, DELETE, OPTIONS')
  })

  test('responses and errors can be read from every origin, with the headers of limits and request ids', async ({ api }) => {
    const responses = [
      await api.call('GET', CONVERSATION, { headers: ORIGIN }),
      await api.call('GET', '/conversations/conv_nope', { headers: ORIGIN }),
      await api.call('GET', '/nope', { headers: ORIGIN }),
      await api.call('GET', CONVERSATION, { headers: ORIGIN, key: null }),
      await api.call('DELETE', CONVERSATION, { headers: ORIGIN }),
    ]
    for (const { headers } of responses) {
      expect(headers['access-control-allow-origin']).toBeDefined()
      for (const name of ['x-request-id', 'x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after']) {
        expect(headers['access-control-expose-headers']?.toLowerCase()).toContain(name)
      }
    }
  })
})

describeApi('request ids', (test) => {
  test('a given request id is returned in the header and in meta of every response', async ({ api }) => {
    const headers = { 'X-Request-ID': 'my-request/42' }
    const responses = [
      await api.call('GET', CONVERSATION, { headers }),
      await api.call('GET', '/conversations', { headers }),
      await api.call('GET', `${CONVERSATION}/participants`, { headers }),
      await api.call('POST', `${CONVERSATION}/close`, { headers }),
      await api.call('GET', '/conversations/conv_nope', { headers }),
      await api.call('GET', '/nope', { headers }),
      await api.call('GET', CONVERSATION, { headers, key: null }),
    ]
    for (const response of responses) {
      expect(response).toMatchObject({ headers: { 'x-request-id': 'my-request/42' }, body: { meta: { requestId: 'my-request/42' } } })
    }
    expect(await api.call('GET', '/conversations', { headers })).toMatchObject({ body: { meta: { pagination: { page: 1 } } } })
  })

  test('without one, a generated id is returned in the header, and in meta of errors', async ({ api }) => {
    const first = await api.call('GET', CONVERSATION)
    const second = await api.call('GET', '/conversations/conv_nope')
    expect(first.headers['x-request-id']).toMatch(/^req_[a-z0-9]{12}$/)
    expect(first.body).not.toHaveProperty('meta')
    expect(second.headers['x-request-id']).toMatch(/^req_[a-z0-9]{12}$/)
    expect(second.body).toMatchObject({ meta: { requestId: second.headers['x-request-id'] } })
    expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id'])
  })

  test.for([
    { what: 'of 200 characters', id: 'x'.repeat(200), taken: true },
    { what: 'of 201 characters', id: 'x'.repeat(201), taken: false },
    { what: 'with markup', id: '<script>alert(1)</script>', taken: true },
    { what: 'with white space in it', id: 'a b', taken: false },
    { what: 'outside ASCII', id: 'caf\u00e9', taken: false },
    { what: 'that is empty', id: '', taken: false },
  ])('a request id with $what is accepted: $taken', async ({ id, taken }, { api }) => {
    const { headers, status } = await api.call('GET', '/conversations/conv_nope', { headers: { 'X-Request-ID': id } })
    expect(status).toBe(404)
    if (taken) expect(headers['x-request-id']).toBe(id)
    else expect(headers['x-request-id']).toMatch(/^req_[a-z0-9]{12}$/)
  })
})

describeApi('rate limits', (test) => {
  test('are returned in headers, counted down, those of the Pro tier by default', async ({ api }) => {
    const first = await api.call('GET', CONVERSATION)
    const second = await api.call('GET', CONVERSATION)
    expect(first.headers).toMatchObject({
      'x-ratelimit-limit': '1000',
      'x-ratelimit-remaining': '999',
      'x-ratelimit-reset': String(Date.parse('2024-01-15T11:01:00Z') / 1000),
    })
    expect(second.headers['x-ratelimit-remaining']).toBe('998')
  })

  test('count rejected requests too, and no preflights', async ({ start }) => {
    const api = await start({ rateLimit: 10 })
    await api.call('GET', '/conversations/conv_nope')
    await api.call('GET', '/nope')
    await api.call('DELETE', CONVERSATION)
    await api.call('GET', '/conversations?page=0')
    await api.call('OPTIONS', CONVERSATION)
    expect((await api.call('GET', CONVERSATION)).headers['x-ratelimit-remaining']).toBe('5')
  })

  test('return 429 with Retry-After once exceeded, and the request changes nothing', async ({ start }) => {
    const api = await start({ rateLimit: 3, now: '2024-01-15T11:00:20Z' })
    for (const remaining of ['2', '1', '0']) {
      expect((await api.call('GET', CONVERSATION)).headers['x-ratelimit-remaining']).toBe(remaining)
    }
    const { status, headers, body } = await api.call('POST', `${CONVERSATION}/close`)
    expect(status).toBe(429)
    expect(headers).toMatchObject({ 'x-ratelimit-limit': '3', 'x-ratelimit-remaining': '0', 'retry-after': '40' })
    expect(body).toMatchObject({ error: { code: 'RATE_LIMIT_EXCEEDED', retryAfter: 40 } })
    expect(api.mock.db.conversations.get('conv_abc123').status).toBe('open')
    expect(api.events()).toEqual([])
  })

  test('start again with every minute of the clock', async ({ start }) => {
    const api = await start({ rateLimit: 1, now: '2024-01-15T11:00:59Z' })
    await api.call('GET', CONVERSATION)
    expect(await api.call('GET', CONVERSATION)).toMatchObject({ status: 429, body: { error: { retryAfter: 1 } } })
    api.mock.clock.advance({ seconds: 1 })
    expect(await api.call('GET', CONVERSATION)).toMatchObject({
      status: 200,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.parse('2024-01-15T11:02:00Z') / 1000) },
    })
    expect(await api.call('GET', CONVERSATION)).toMatchObject({ status: 429 })
  })

  test('count each key separately, and requests without a key together', async ({ start }) => {
    const api = await start({ rateLimit: 1 })
    expect(await api.call('GET', CONVERSATION, { key: 'a' })).toMatchObject({ status: 200 })
    expect(await api.call('GET', CONVERSATION, { key: 'b' })).toMatchObject({ status: 200 })
    expect(await api.call('GET', CONVERSATION, { key: 'a' })).toMatchObject({ status: 429 })
    expect(await api.call('GET', CONVERSATION, { key: null })).toMatchObject({ status: 401 })
    expect(await api.call('GET', CONVERSATION, { key: 'invalid' })).toMatchObject({ status: 429 })
  })

  test('reject nothing when no limit is set, after any number of requests', async ({ api }) => {
    for (let i = 0; i < 1005; i++) api.mock.handle({ method: 'GET', path: CONVERSATION, headers: { authorization: `Bearer ${KEY}` } })
    expect(await api.call('GET', CONVERSATION)).toMatchObject({ status: 200, headers: { 'x-ratelimit-remaining': '1' } })
  })
})

describeApi('Idempotency-Key', (test) => {
  const BODY = { channelId: 'ch_xyz789', contact: { phone: '+351911111111' } }
  const create = (api: Client, key: string, body: object = BODY, apiKey = KEY) =>
    api.call('POST', '/conversations', { body, key: apiKey, headers: { 'Idempotency-Key': key } })

  test('returns the first response again, and executes once', async ({ api }) => {
    const first = await create(api, 'order-1')
    api.mock.clock.advance({ hours: 1 })
    await api.call('POST', `/conversations/${idOf(first)}/close`)
    const again = await create(api, 'order-1')
    expect(again.status).toBe(201)
    expect(again.body).toEqual(first.body)
    expect(first.headers).not.toHaveProperty('idempotent-replayed')
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(api.mock.db.conversations.count()).toBe(2)
    expect(api.mock.events.all('conversation.created')).toHaveLength(1)
  })

  test('returns the first response with the current request id', async ({ api }) => {
    const send = (id: string) => api.call('POST', `${CONVERSATION}/close`, { headers: { 'Idempotency-Key': 'k', 'X-Request-ID': id } })
    expect(await send('one')).toMatchObject({ body: { meta: { requestId: 'one' } } })
    expect(await send('two')).toMatchObject({ body: { meta: { requestId: 'two' } }, headers: { 'idempotent-replayed': 'true' } })
  })

  test.for(OPERATIONS.filter(([method]) => method === 'POST'))('works for %s %s', async ([method, path], { api }) => {
    if (path.endsWith('/reopen')) await api.call('POST', `${CONVERSATION}/close`)
    const body = path === '/conversations' ? BODY : { assigneeId: 'user_789', toAssigneeId: 'user_789', notifyContact: true }
    const first = await api.call(method, path, { body, headers: { 'Idempotency-Key': 'k' } })
    const events = api.events()
    api.mock.clock.advance({ minutes: 1 })
    const again = await api.call(method, path, { body, headers: { 'Idempotency-Key': 'k' } })
    expect(again.body).toEqual(first.body)
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(api.events()).toEqual(events)
  })

  test('treats equal JSON and equivalent paths as the same request', async ({ api }) => {
    const send = (path: string, body: string) =>
      api.call('POST', path, { body, headers: { 'Idempotency-Key': 'k', 'Content-Type': 'text/plain' } })
    await send(
      '/conversations?a=1&b=2',
      '{"channelId":"ch_xyz789","contact":{"phone":"+351911111111","name":"Zo\u00e9"},"metadata":{"n":1}}',
    )
    const again = await send(
      '/conversations?b=2&a=1',
      ' {"metadata":{"n":1.0},"contact":{"name":"Zoé","phone":"+351911111111"},"channelId":"ch_xyz789"}',
    )
    expect(again).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' } })
    for (const path of ['/conversations?a=1&b=2', '/conversations'])
      expect((await send(path, '{"channelId":"ch_xyz789"}')).status).toBe(409)
  })

  test('is the same for an encoded path', async ({ api }) => {
    const headers = { 'Idempotency-Key': 'k' }
    await api.call('POST', '/conversations/conv_abc123/close', { headers })
    const again = await api.call('POST', '/conversations/conv%5Fabc123/close', { headers })
    expect(again.headers['idempotent-replayed']).toBe('true')
  })

  test('may have 255 characters', async ({ api }) => {
    expect(await create(api, 'k'.repeat(255))).toMatchObject({ status: 201 })
    const headers = { 'Idempotency-Key': 'k'.repeat(256) }
    expect(await api.rejected('POST', '/conversations', { body: BODY, headers })).toMatchObject({
      status: 400,
      fields: ['Idempotency-Key'],
    })
  })

  test('with another key executes again', async ({ api }) => {
    await create(api, 'order-1')
    expect(await create(api, 'order-2')).toMatchObject({ status: 409, body: { error: { code: 'CONVERSATION_EXISTS' } } })
    expect(await create(api, 'order-2', { ...BODY, contact: { phone: '+351922222222' } })).toMatchObject({ status: 201 })
  })

  test('returns 409 with another body, and changes nothing', async ({ api }) => {
    await create(api, 'order-1')
    const other = { ...BODY, tags: ['other'] }
    expect(await api.rejected('POST', '/conversations', { body: other, headers: { 'Idempotency-Key': 'order-1' } })).toEqual({
      status: 409,
      code: 'RESOURCE_ALREADY_EXISTS',
      fields: ['Idempotency-Key'],
    })
    expect(api.mock.db.conversations.count()).toBe(2)
  })

  test('returns 409 with another path', async ({ api }) => {
    const headers = { 'Idempotency-Key': 'k' }
    await api.call('POST', `${CONVERSATION}/close`, { headers })
    expect(await api.rejected('POST', `${CONVERSATION}/reopen`, { headers })).toMatchObject({ code: 'RESOURCE_ALREADY_EXISTS' })
    expect((await api.conversation('conv_abc123')).attributes.status).toBe('closed')
  })

  test('ignores differences in white space of the body', async ({ api }) => {
    await create(api, 'order-1')
    const body = JSON.stringify(BODY, null, 4)
    const response = await api.call('POST', '/conversations', { body, headers: { 'Idempotency-Key': 'order-1' } })
    expect(response.headers['idempotent-replayed']).toBe('true')
  })

  test('of a rejected request can be reused for the corrected one', async ({ api }) => {
    expect(await create(api, 'order-1', { channelId: 'ch_nope', contact: BODY.contact })).toMatchObject({ status: 404 })
    expect(await create(api, 'order-1', { channelId: 'ch_xyz789' })).toMatchObject({ status: 400 })
    expect(await create(api, 'order-1', { channelId: 'ch_xyz789', contactId: 'contact_123' })).toMatchObject({ status: 409 })
    const created = await create(api, 'order-1')
    expect(created.status).toBe(201)
    expect(created.headers).not.toHaveProperty('idempotent-replayed')
  })

  test('expires after 24 hours, and not a second before', async ({ api }) => {
    const close = () => api.call('POST', `${CONVERSATION}/close`, { headers: { 'Idempotency-Key': 'k' } })
    await close()
    api.mock.clock.advance({ hours: 23, minutes: 59, seconds: 59 })
    expect((await close()).headers['idempotent-replayed']).toBe('true')
    api.mock.clock.advance({ seconds: 1 })
    expect((await close()).headers).not.toHaveProperty('idempotent-replayed')
  })

  test('expires one by one, the oldest first', async ({ api }) => {
    const close = (key: string) => api.call('POST', `${CONVERSATION}/close`, { headers: { 'Idempotency-Key': key } })
    await close('a')
    api.mock.clock.advance({ hours: 12 })
    await close('b')
    api.mock.clock.advance({ hours: 12 })
    expect((await close('b')).headers).toHaveProperty('idempotent-replayed')
    expect((await close('a')).headers).not.toHaveProperty('idempotent-replayed')
  })

  test('is separate for each API key', async ({ api }) => {
    await create(api, 'order-1', BODY, 'key-a')
    expect(await create(api, 'order-1', { ...BODY, contact: { phone: '+351922222222' } }, 'key-b')).toMatchObject({ status: 201 })
  })

  test('is ignored for methods other than POST', async ({ api }) => {
    const headers = { 'Idempotency-Key': 'k' }
    await api.call('PATCH', CONVERSATION, { headers, body: { priority: 'low' } })
    await api.call('PATCH', CONVERSATION, { headers, body: { priority: 'high' } })
    expect((await api.conversation('conv_abc123')).attributes.priority).toBe('high')
  })

  test('is ignored when empty', async ({ api }) => {
    const close = () => api.call('POST', `${CONVERSATION}/close`, { headers: { 'Idempotency-Key': '' } })
    await close()
    expect((await close()).headers).not.toHaveProperty('idempotent-replayed')
  })

  test('conflicts with any other request, even an invalid one', async ({ api }) => {
    await create(api, 'order-1')
    expect(await create(api, 'order-1', { channelId: '' })).toMatchObject({ status: 409 })
    expect(await create(api, 'order-2', { channelId: '' })).toMatchObject({ status: 400 })
  })
})

describeApi('bodies', (test) => {
  test.for(WITH_BODY)('%s %s rejects a body that is not a JSON object', async ([method, path], { api }) => {
    const bodies = ['{', '{"a":1,}', "{'a':1}", 'undefined', '[]', '[{}]', 'null', 'true', '1', '"text"', '{}{}', '\u0000']
    for (const body of bodies) {
      expect({ body, ...(await api.rejected(method, path, { body })) }).toEqual({
        body,
        status: 400,
        code: 'VALIDATION_ERROR',
        fields: ['body'],
      })
    }
    expect(api.events()).toEqual([])
  })

  test.for(WITH_BODY.filter(([, path]) => !path.endsWith('/close')))('%s %s rejects a missing body', async ([method, path], { api }) => {
    for (const body of [undefined, '', '  \n']) {
      expect(await api.rejected(method, path, { body })).toEqual({ status: 400, code: 'VALIDATION_ERROR', fields: ['body'] })
    }
  })

  test('white space around the object is ignored', async ({ api }) => {
    expect(await api.call('PATCH', CONVERSATION, { body: ' \r\n{"priority":"low"}\n\t ' })).toMatchObject({ status: 200 })
  })

  test('are parsed as JSON whatever the Content-Type', async ({ api }) => {
    for (const type of ['text/plain', 'application/vnd.api+json', 'application/json; charset=utf-8']) {
      const options = { body: { priority: 'low' }, headers: { 'Content-Type': type } }
      expect(await api.call('PATCH', CONVERSATION, options)).toMatchObject({ status: 200 })
    }
  })

  test('errors say where the JSON is malformed', async ({ api }) => {
    expect((await api.reasons('PATCH', CONVERSATION, { body: '{"priority": low}' }))['body']).toMatch(/^body must be JSON: .+/)
    expect(await api.reasons('PATCH', CONVERSATION, { body: [] })).toEqual({ body: 'body must be a JSON object; got an array' })
    expect(await api.reasons('PATCH', CONVERSATION, { body: 'null' })).toEqual({ body: 'body must be a JSON object; got null' })
    expect(await api.reasons('PATCH', CONVERSATION, { body: '"x"' })).toEqual({ body: 'body must be a JSON object; got a string' })
  })

  test('must be UTF-8', async ({ api }) => {
    const latin1 = new Uint8Array([...'{"reason":"caf'].map((char) => char.charCodeAt(0)).concat(0xe9, 0x22, 0x7d))
    expect(await api.reasons('POST', `${CONVERSATION}/close`, { body: latin1 })).toEqual({ body: 'body must be text in UTF-8' })
    const utf8 = new TextEncoder().encode('{"reason":"café ☕"}')
    await api.call('POST', `${CONVERSATION}/close`, { body: utf8 })
    expect((await api.conversation('conv_abc123')).attributes.closureReason).toBe('café ☕')
  })

  test('may begin with a byte order mark', async ({ api }) => {
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode('{"priority":"low"}')])
    expect(await api.call('PATCH', CONVERSATION, { body: marked })).toMatchObject({ status: 200 })
    expect((await api.conversation('conv_abc123')).attributes.priority).toBe('low')
  })

  test('may have 1 MiB and not one byte more, as text and as bytes', async ({ api }) => {
    const largest = padded(MEBIBYTE)
    const tooLarge = padded(MEBIBYTE + 1)
    for (const body of [largest, new TextEncoder().encode(largest)]) {
      expect(await api.call('PATCH', CONVERSATION, { body })).toMatchObject({ status: 200 })
    }
    for (const body of [tooLarge, new TextEncoder().encode(tooLarge)]) {
      expect(await api.rejected('PATCH', CONVERSATION, { body })).toEqual({ status: 413, code: 'VALIDATION_ERROR', fields: ['body'] })
    }
  })

  test('are measured in bytes, not characters', async ({ api }) => {
    const empty = '{"metadata":{"ab":""}}'
    const body = `{"metadata":{"ab":"${'é'.repeat((MEBIBYTE - empty.length) / 2)}"}}`
    expect(new TextEncoder().encode(body)).toHaveLength(MEBIBYTE)
    expect(await api.call('PATCH', CONVERSATION, { body })).toMatchObject({ status: 200 })
    expect(await api.rejected('PATCH', CONVERSATION, { body: `${body} ` })).toMatchObject({ status: 413 })
  })

  test('that are too large are rejected even where no body is needed', async ({ api }) => {
    const options = { body: padded(MEBIBYTE + 1), undocumented: true }
    expect(await api.rejected('POST', `${CONVERSATION}/reopen`, options)).toMatchObject({ status: 413 })
  })

  test('may be nested 64 levels deep and not one more', async ({ api }) => {
    expect(await api.call('PATCH', CONVERSATION, { body: nested(64) })).toMatchObject({ status: 200 })
    expect(await api.reasons('PATCH', CONVERSATION, { body: nested(65) })).toEqual({ body: 'body may be nested 64 levels deep at most' })
    const valueAt65 = `${'{"metadata":'.repeat(64)}1${'}'.repeat(64)}`
    expect(await api.rejected('PATCH', CONVERSATION, { body: valueAt65 })).toMatchObject({ status: 400, fields: ['body'] })
    expect(await api.rejected('PATCH', CONVERSATION, { body: nested(100_000) })).toMatchObject({ status: 400, fields: ['body'] })
    expect(await api.call('GET', CONVERSATION)).toMatchObject({ status: 200 })
  })

  test('may have any number of unknown fields within the size limit', async ({ api }) => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const names = Array.from({ length: 128_000 }, (_, i) => `"${letters[i >> 12]}${letters[(i >> 6) & 63]}${letters[i & 63]}":1`)
    const body = `{"contact":{${names.join(',')}}}`
    expect(await api.rejected('POST', '/conversations', { body })).toMatchObject({ status: 400 })
  })

  test.for(['1e999', '-1e999'])('may not contain %s, which no response could return', async (number, { api }) => {
    for (const body of [`{"metadata":{"a":${number}}}`, `{"metadata":{"a":[{"b":${number}}]}}`, `{"x":${number},"priority":"low"}`]) {
      expect(await api.rejected('PATCH', CONVERSATION, { body })).toEqual({ status: 400, code: 'VALIDATION_ERROR', fields: ['body'] })
    }
  })

  test('as text keep the largest and smallest numbers', async ({ api }) => {
    await api.call('PATCH', CONVERSATION, { body: '{"metadata":{"a":1.7976931348623157e308,"b":5e-324,"c":-0.1}}' })
    expect((await api.conversation('conv_abc123')).attributes.metadata).toMatchObject({ a: Number.MAX_VALUE, b: Number.MIN_VALUE, c: -0.1 })
  })

  test('of a GET are ignored', ({ api }) => {
    const headers = { authorization: `Bearer ${KEY}` }
    expect(api.mock.handle({ method: 'GET', path: CONVERSATION, headers, body: '{' })).toMatchObject({ status: 200 })
  })
})

describeApi('unknown input', (test) => {
  const UNKNOWN = { priority: 'low', colour: 'red', contact: { nickname: 'Jo' } }

  test('parameters are ignored', async ({ api }) => {
    expect((await api.list('?limit=1&sort=x&__proto__=1&toString=1')).ids).toEqual(['conv_abc123'])
    expect(await api.call('POST', `${CONVERSATION}/close?page=x`)).toMatchObject({ status: 200 })
  })

  test('fields are ignored', async ({ api }) => {
    expect(await api.call('PATCH', CONVERSATION, { body: UNKNOWN })).toMatchObject({ status: 200 })
    const contact = { phone: '+351911111111', nickname: 'Ana' }
    const created = await api.call('POST', '/conversations', { body: { channelId: 'ch_xyz789', contact, status: 'closed' } })
    expect(created).toMatchObject({ status: 201, body: { data: { attributes: { status: 'open' } } } })
    expect(JSON.stringify(created.body)).not.toContain('nickname')
  })

  test('fields named like Object.prototype properties are ignored', async ({ api }) => {
    const body = '{"priority":"low","__proto__":{"status":"closed"},"constructor":1,"toString":2}'
    expect(await api.call('PATCH', CONVERSATION, { body })).toMatchObject({ status: 200 })
    expect((await api.conversation('conv_abc123')).attributes.status).toBe('open')
  })

  test('is rejected by name in strict mode, and nothing changes', async ({ start }) => {
    const api = await start({ strict: true })
    expect(await api.rejected('GET', '/conversations?limit=1&page=1&__proto__=2')).toEqual({
      status: 400,
      code: 'VALIDATION_ERROR',
      fields: ['?limit', '?__proto__'],
    })
    expect(await api.rejected('PATCH', CONVERSATION, { body: UNKNOWN })).toMatchObject({ status: 400, fields: ['colour', 'contact'] })
    const contact = { phone: '+351911111111', nickname: 'Ana' }
    expect(await api.reasons('POST', '/conversations', { body: { channelId: 'ch_xyz789', contact } })).toEqual({
      'contact.nickname': 'contact.nickname is not known to this operation (strict mode)',
    })
    expect(api.events()).toEqual([])
  })

  test('is rejected in strict mode together with invalid values', async ({ start }) => {
    const api = await start({ strict: true })
    const rejection = await api.rejected('GET', '/conversations?limit=1&page=0')
    expect(rejection.fields.toSorted()).toEqual(['?limit', 'page'])
  })

  test('any key of metadata is accepted, even in strict mode', async ({ start }) => {
    const api = await start({ strict: true })
    expect(await api.call('PATCH', CONVERSATION, { body: { metadata: { anything: { goes: 1 } } } })).toMatchObject({ status: 200 })
  })
})

describeApi('details of an error', (test) => {
  test('name each field once, though it violates several rules', async ({ api }) => {
    const body = { channelId: 'ch_xyz789', contact: { phone: '', email: '' }, tags: ['', 1, ''] }
    const { fields } = await api.rejected('POST', '/conversations', { body })
    expect(fields.toSorted()).toEqual(['contact.email', 'contact.phone', 'tags[0]', 'tags[1]', 'tags[2]'])
  })

  test('name parameters of the query and fields of the body together', async ({ api }) => {
    expect(await api.rejected('GET', `${CONVERSATION}?messageLimit=0&includeMessages=x`)).toMatchObject({
      fields: ['includeMessages', 'messageLimit'],
    })
  })

  test('are bounded, however many errors there are', async ({ api }) => {
    const tags = Array.from({ length: 5000 }, (_, i) => (i === 0 ? 'x'.repeat(10_000) : i))
    const { body } = await api.call('PATCH', CONVERSATION, { body: { tags, status: 'x'.repeat(10_000) } })
    expect(JSON.stringify(body).length).toBeLessThan(10_000)
    expect((await api.rejected('PATCH', CONVERSATION, { body: { tags } })).fields).toHaveLength(20)
  })

  test('are repeated in the message of the error', async ({ api }) => {
    expect(await api.call('GET', '/conversations?page=0&perPage=0')).toMatchObject({
      body: { error: { message: 'Invalid request: page must be at least 1; got 0; perPage must be at least 1; got 0' } },
    })
  })
})

describe('handle', () => {
  plainTest('accepts headers in any case', () => {
    const mock = frozenMock()
    expect(mock.handle({ method: 'GET', path: CONVERSATION, headers: { AUTHORIZATION: 'Bearer any' } }).status).toBe(200)
    expect(mock.handle({ method: 'POST', path: `${CONVERSATION}/close`, headers: { Authorization: 'Bearer any' } }).status).toBe(200)
  })

  plainTest('responds to a request without headers', () => {
    expect(frozenMock().handle({ method: 'GET', path: CONVERSATION }).status).toBe(401)
  })

  plainTest.for(['', 'conversations', '?', 'http://example.com/conversations', '//conversations'])(
    'returns 404 for the path %o',
    (path) => {
      expect(frozenMock().handle({ method: 'GET', path, headers: { authorization: 'Bearer any' } }).status).toBe(404)
    },
  )

  plainTest('drops a request id that is not a valid header value', () => {
    for (const id of ['a\r\nSet-Cookie: b=c', 'a\u0000b', 'x\ny', '\u2028']) {
      const { headers, body } = frozenMock().handle({ method: 'GET', path: '/nope', headers: { 'x-request-id': id } })
      expect(headers['x-request-id']).toMatch(/^req_/)
      expect(body).not.toContain('Set-Cookie')
    }
  })

  plainTest('returns notes for a log', () => {
    const mock = frozenMock()
    const handle = (method: string, path: string, body?: object) =>
      mock.handle({ method, path, headers: { authorization: 'Bearer any' }, ...(body && { body: JSON.stringify(body) }) }).notes
    expect(handle('GET', '/conversations?limit=1')).toEqual({ operationId: 'listConversations', unknown: ['?limit'] })
    expect(handle('PATCH', CONVERSATION, { priority: 'low', colour: 'red' })).toEqual({
      operationId: 'updateConversation',
      unknown: ['colour'],
    })
    expect(handle('GET', '/conversations/conv_nope')).toEqual({
      operationId: 'getConversation',
      errorCode: 'CONVERSATION_NOT_FOUND',
      reasons: ['Conversation "conv_nope" does not exist'],
      unknown: [],
    })
    expect(handle('HEAD', '/nope')).toEqual({
      errorCode: 'RESOURCE_NOT_FOUND',
      reasons: [expect.stringContaining('There is no HEAD /nope')],
      unknown: [],
    })
  })

  plainTest('returns 500 in the error envelope after an internal error', () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
    const mock = createMock()
    const request = { method: 'GET', path: CONVERSATION, headers: { authorization: 'Bearer any' } }
    const broken = {
      ...request,
      headers: {
        get authorization(): string {
          throw new Error('out of cheese')
        },
      },
    }
    const { status, headers, body } = mock.handle(broken)
    expect(status).toBe(500)
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'INTERNAL_ERROR' }, meta: { requestId: headers['x-request-id'] } })
    expect(printed).toHaveBeenCalledOnce()
    expect(body).not.toContain('out of cheese')
    expect(mock.requests.all()).toMatchObject([{ status: 500, path: CONVERSATION }])
    expect(mock.handle(request).status).toBe(200)
    printed.mockRestore()
  })
})

/** A body of the given length in bytes. */
function padded(length: number): string {
  const empty = '{"metadata":{"a":""}}'
  return empty.replace('""', `"${'x'.repeat(length - empty.length)}"`)
}

/** A body nested to the given depth; the body itself is level 1. */
function nested(levels: number): string {
  return `{"metadata":${'{"a":'.repeat(levels - 2)}{}${'}'.repeat(levels - 1)}`
}
