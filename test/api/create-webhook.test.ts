import { expect } from 'vitest'
import { emptyWorld } from '../../fixtures/index.js'
import { idOf } from './client.js'
import { describeApi, NOW } from './mock-test.js'

const HOOK = { url: 'https://app.example.com/hooks', events: ['conversation.closed'] }

describeApi('POST /webhooks', (test) => {
  test('creates a webhook, and returns its secret in this response only', async ({ api }) => {
    const body = { ...HOOK, description: 'Into the CRM', headers: { 'X-Tenant': 'acme' }, config: { timeout: 5 } }
    const created = await api.call('POST', '/webhooks', { body })
    const attributes = {
      ...HOOK,
      description: 'Into the CRM',
      headers: { 'X-Tenant': 'acme' },
      status: 'active',
      config: { retryPolicy: 'exponential', maxRetries: 4, timeout: 5 },
      stats: { deliveriesTotal: 0, deliveriesSucceeded: 0, deliveriesFailed: 0, successRate: 0, deliveriesDiscarded: 0 },
      createdAt: NOW,
      updatedAt: NOW,
    }
    const id = expect.stringMatching(/^wh_\w+$/)
    const secret = expect.stringMatching(/^whsec_\w+$/)
    expect(created.status).toBe(201)
    expect(created.body).toEqual({ data: { id, type: 'webhook', attributes: { ...attributes, secret } } })

    const shown = { id: idOf(created), type: 'webhook', attributes }
    expect((await api.call('GET', `/webhooks/${idOf(created)}`)).body).toEqual({ data: shown })
    expect((await api.call('GET', '/webhooks')).body).toMatchObject({ data: [shown] })
    expect(api.events()).toEqual([])
  })

  test('gives each webhook a unique id and secret', async ({ api }) => {
    await api.call('POST', '/webhooks', { body: HOOK })
    await api.call('POST', '/webhooks', { body: HOOK })
    const [one, two] = api.mock.webhooks.all()
    expect(one?.id).not.toBe(two?.id)
    expect(one?.secret).not.toBe(two?.secret)
  })

  test('ignores secret and status, which the spec does not define', async ({ api }) => {
    const response = await api.call('POST', '/webhooks', {
      body: { ...HOOK, secret: 1, status: 'gone', stats: {}, config: { timeout: 9, size: 1 } },
    })
    expect(response).toMatchObject({
      status: 201,
      body: { data: { attributes: { status: 'active', secret: expect.stringMatching(/^whsec_/) } } },
    })
    expect(api.mock.webhooks.all()[0]?.config).toEqual({ retryPolicy: 'exponential', maxRetries: 4, timeout: 9 })
  })

  test('in strict mode rejects unknown fields by their paths', async ({ start }) => {
    const api = await start({ strict: true })
    const body = { ...HOOK, secret: 'x', config: { retries: 1 } }
    expect((await api.rejected('POST', '/webhooks', { body })).fields).toEqual(['secret', 'config.retries'])
    expect((await api.rejected('GET', '/webhooks?limit=1')).fields).toEqual(['?limit'])
    expect((await api.call('POST', '/webhooks', { body: { ...HOOK, headers: { 'X-Any': '1' } } })).status).toBe(201)
  })

  test.for([
    'https://app.example.com',
    'https://app.example.com:8443/hooks?tenant=1',
    'http://localhost:3000/hooks',
    'http://app.localhost/hooks',
    'http://127.0.0.1:3000',
    'http://127.8.8.8/hooks',
    'http://[::1]:3000/hooks',
    'http://host.docker.internal:3000/hooks',
    'http://HOST.docker.internal/hooks',
    'http://[fd00::1]/hooks',
  ])('decision 28: accepts %s', async (url, { start }) => {
    const api = await start({ allowHttpHosts: ['Host.Docker.Internal', 'fd00::1'] })
    expect((await api.call('POST', '/webhooks', { body: { ...HOOK, url } })).status).toBe(201)
  })

  test.for([
    'http://app.example.com/hooks',
    'http://host.docker.internal/hooks',
    'http://localhost.example.com',
    'http://128.0.0.1',
    'http://10.0.0.1/hooks',
    'ftp://app.example.com',
    'file:///etc/passwd',
    'data:text/plain,hooks',
    'app.example.com/hooks',
    '/hooks',
    'https://',
    'https://me:secret@app.example.com',
  ])('decision 28: returns INVALID_URL for %s', async (url, { api }) => {
    expect(await api.rejected('POST', '/webhooks', { body: { ...HOOK, url } })).toEqual({
      status: 400,
      code: 'INVALID_URL',
      fields: ['url'],
    })
    expect(api.mock.webhooks.all()).toEqual([])
  })

  test('decision 29: accepts the documented events and any name of the other families, without duplicates', async ({ api }) => {
    const events = [
      'conversation.created',
      'test.ping',
      'message.received',
      'message.failed',
      'channel.status.changed',
      'bot.error',
      'contact.new',
    ]
    const { body } = await api.call('POST', '/webhooks', { body: { ...HOOK, events: [...events, 'test.ping', 'bot.error'] } })
    expect(body).toMatchObject({ data: { attributes: { events } } })
  })

  test.for([
    'conversation.snoozed',
    'conversation',
    'test.pong',
    'order.created',
    'message',
    'message.',
    'Message.received',
    'message.recieved',
    'bot.x.y.z',
    'bot.',
    '*',
    ' ',
  ])('decision 29: returns INVALID_EVENTS for the event %j', async (event, { api }) => {
    const refusal = await api.rejected('POST', '/webhooks', { body: { ...HOOK, events: ['conversation.closed', event] } })
    expect(refusal).toEqual({ status: 400, code: 'INVALID_EVENTS', fields: ['events[1]'] })
    expect(api.mock.webhooks.all()).toEqual([])
  })

  test('decision 30: accepts the bounds of config', async ({ api }) => {
    for (const config of [
      { retryPolicy: 'none', maxRetries: 0, timeout: 1 },
      { retryPolicy: 'exponential', maxRetries: 10, timeout: 30 },
    ]) {
      const { body } = await api.call('POST', '/webhooks', { body: { ...HOOK, config } })
      expect(body).toMatchObject({ data: { attributes: { config } } })
    }
  })

  test.for([
    ['config.retryPolicy', { retryPolicy: 'linear' }],
    ['config.maxRetries', { maxRetries: 11 }],
    ['config.maxRetries', { maxRetries: -1 }],
    ['config.timeout', { timeout: 0 }],
    ['config.timeout', { timeout: 31 }],
    ['config.timeout', { timeout: 1.5 }],
  ] as const)('decision 30: rejects %s out of bounds: %j', async ([field, config], { api }) => {
    expect(await api.rejected('POST', '/webhooks', { body: { ...HOOK, config } })).toEqual({
      status: 400,
      code: 'VALIDATION_ERROR',
      fields: [field],
    })
  })

  test.for([
    'X-Linktor-Signature',
    'x-linktor-timestamp',
    'X-LINKTOR-ANY',
    'Content-Type',
    'content-length',
    'Content-Encoding',
    'Host',
    'Connection',
    'Transfer-Encoding',
    'Upgrade',
    'Proxy-Authorization',
    'a b',
    '',
    'é',
  ])('decision 32: rejects the header %j', async (name, { api }) => {
    const refusal = await api.rejected('POST', '/webhooks', { body: { ...HOOK, headers: { 'X-Fine': '1', [name]: '1' } } })
    expect(refusal).toEqual({ status: 400, code: 'VALIDATION_ERROR', fields: [`headers.${name}`] })
  })

  test.for(['a\r\nX-Other: b', 'a\nb', 'a\u0000b', 'é'])('decision 32: rejects the header value %j', async (value, { api }) => {
    expect((await api.rejected('POST', '/webhooks', { body: { ...HOOK, headers: { 'X-Any': value } } })).fields).toEqual(['headers.X-Any'])
  })

  test.for([
    { wrong: 'nothing', body: undefined, fields: ['body'] },
    { wrong: 'no url and no events', body: {}, fields: ['events', 'url'] },
    { wrong: 'no events at all', body: { ...HOOK, events: [] }, fields: ['events'] },
    { wrong: 'an event that is no text', body: { ...HOOK, events: [1] }, fields: ['events[0]'] },
    { wrong: 'a url that is no text', body: { ...HOOK, url: 1 }, fields: ['url'] },
    { wrong: 'a description that is no text', body: { ...HOOK, description: null }, fields: ['description'] },
    { wrong: 'a header that is no text', body: { ...HOOK, headers: { 'X-Any': 1 } }, fields: ['headers.X-Any'] },
    { wrong: 'config that is no object', body: { ...HOOK, config: 1 }, fields: ['config'] },
  ])('returns 400 for $wrong, and creates nothing', async ({ body, fields }, { api }) => {
    const refusal = await api.rejected('POST', '/webhooks', { body })
    expect({ ...refusal, fields: refusal.fields.toSorted() }).toEqual({ status: 400, code: 'VALIDATION_ERROR', fields })
    expect(api.mock.webhooks.all()).toEqual([])
  })

  test('returns 401 without a key', async ({ api }) => {
    expect(await api.rejected('POST', '/webhooks', { body: HOOK, key: null })).toMatchObject({ code: 'AUTHENTICATION_REQUIRED' })
    expect(await api.rejected('POST', '/webhooks', { body: HOOK, key: 'invalid_key' })).toMatchObject({ code: 'INVALID_API_KEY' })
  })

  test('with an Idempotency-Key creates one webhook, and returns its secret again', async ({ api }) => {
    const headers = { 'Idempotency-Key': 'once' }
    const first = await api.call('POST', '/webhooks', { body: HOOK, headers })
    const again = await api.call('POST', '/webhooks', { body: HOOK, headers })
    expect(again.body).toEqual(first.body)
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect(api.mock.webhooks.all()).toHaveLength(1)
    const other = { body: { ...HOOK, description: 'Other' }, headers }
    expect(await api.rejected('POST', '/webhooks', other)).toMatchObject({ status: 409, code: 'RESOURCE_ALREADY_EXISTS' })
  })

  test('works in a world without conversations', async ({ start }) => {
    const api = await start({ world: emptyWorld })
    expect((await api.call('POST', '/webhooks', { body: HOOK })).status).toBe(201)
  })
})
