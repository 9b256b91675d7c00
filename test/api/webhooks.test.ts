import { expect } from 'vitest'
import { type Client, idOf } from './client.js'
import { describeApi, NOW } from './mock-test.js'
import { eventsAt, receiver } from './receiver.js'

const HOOK = { url: 'https://app.example.com/hooks', events: ['conversation.closed'] }

async function created(api: Client, fields: object = {}): Promise<string> {
  return idOf(await api.call('POST', '/webhooks', { body: { ...HOOK, ...fields } }))
}

/** Ids of a page of the list, with its pagination. */
async function page(api: Client, path: string): Promise<object> {
  const { body } = await api.call('GET', path)
  const { data, meta } = body as { data: readonly { readonly id: string }[]; meta: { readonly pagination: object } }
  return { ids: data.map(({ id }) => id), ...meta.pagination }
}

describeApi('GET /webhooks and /webhooks/:id', (test) => {
  test('decision 35: returns pages of webhooks, the oldest first', async ({ api }) => {
    const ids = [await created(api), await created(api), await created(api)]
    expect(await page(api, '/webhooks')).toEqual({ ids, page: 1, perPage: 20, totalPages: 1, totalCount: 3 })
    expect(await page(api, '/webhooks?perPage=2')).toEqual({ ids: ids.slice(0, 2), page: 1, perPage: 2, totalPages: 2, totalCount: 3 })
    expect(await page(api, '/webhooks?perPage=2&page=2')).toMatchObject({ ids: ids.slice(2) })
    expect(await page(api, '/webhooks?page=9')).toEqual({ ids: [], page: 9, perPage: 20, totalPages: 1, totalCount: 3 })
  })

  test.for(['page=0', 'perPage=0', 'perPage=101', 'page=one', 'page='])('return an error for %s', async (query, { api }) => {
    expect(await api.rejected('GET', `/webhooks?${query}`)).toMatchObject({ status: 400, fields: [query.split('=')[0]] })
  })

  test('never return a secret', async ({ api }) => {
    const id = await created(api)
    const { secret = '' } = api.mock.webhooks.all()[0] ?? {}
    const answers = [
      await api.call('GET', '/webhooks'),
      await api.call('GET', `/webhooks/${id}`),
      await api.call('PATCH', `/webhooks/${id}`, { body: { description: 'x' } }),
    ]
    expect(secret).toMatch(/^whsec_/)
    expect(JSON.stringify(answers)).not.toContain(secret)
  })

  test('HEAD responds like GET, without a body', async ({ api }) => {
    const id = await created(api)
    for (const path of ['/webhooks', `/webhooks/${id}`, `/webhooks/${id}/deliveries`]) {
      const { body } = await api.call('GET', path)
      const head = await api.call('HEAD', path)
      expect([head.status, head.body]).toEqual([200, undefined])
      expect(head.headers['content-length']).toBe(String(JSON.stringify(body).length))
    }
  })
})

describeApi('PATCH /webhooks/:id', (test) => {
  test('replaces each field, and returns the webhook', async ({ api }) => {
    const id = await created(api, { description: 'Before', headers: { 'X-Before': '1' } })
    api.mock.clock.advance({ minutes: 1 })
    const change = {
      url: 'https://other.example.com/',
      events: ['conversation.created', 'conversation.created'],
      description: 'After',
      headers: { 'X-After': '2' },
      status: 'inactive',
    }
    const { status, body } = await api.call('PATCH', `/webhooks/${id}`, { body: change })
    const updatedAt = NOW.replace('11:00', '11:01')
    expect(status).toBe(200)
    expect(body).toMatchObject({ data: { id, attributes: { ...change, events: ['conversation.created'], createdAt: NOW, updatedAt } } })
    expect(body).not.toHaveProperty('data.attributes.headers.X-Before')
    expect((await api.call('GET', `/webhooks/${id}`)).body).toEqual(body)
  })

  test('decision 30: merges config only, field by field', async ({ api }) => {
    const id = await created(api, { config: { maxRetries: 1, timeout: 3 } })
    const { body } = await api.call('PATCH', `/webhooks/${id}`, { body: { config: { maxRetries: 2, size: 1 } } })
    expect(body).toHaveProperty('data.attributes.config', { retryPolicy: 'exponential', maxRetries: 2, timeout: 3 })
    expect(body).toMatchObject({ data: { attributes: { ...HOOK, status: 'active' } } })
  })

  test.for([
    { wrong: 'an empty body (decision 37)', body: {}, code: 'VALIDATION_ERROR', fields: ['body'] },
    { wrong: 'nothing that the spec knows', body: { secret: 'x' }, code: 'VALIDATION_ERROR', fields: ['secret'] },
    { wrong: 'a status that is none', body: { status: 'paused' }, code: 'VALIDATION_ERROR', fields: ['status'] },
    { wrong: 'a url that will not do', body: { url: 'http://example.com' }, code: 'INVALID_URL', fields: ['url'] },
    { wrong: 'an unknown event', body: { events: ['order.new'] }, code: 'INVALID_EVENTS', fields: ['events[0]'] },
    {
      wrong: 'a signed header',
      body: { headers: { 'x-linktor-event': 'x' } },
      code: 'VALIDATION_ERROR',
      fields: ['headers.x-linktor-event'],
    },
    { wrong: 'a timeout out of bounds', body: { config: { timeout: 60 } }, code: 'VALIDATION_ERROR', fields: ['config.timeout'] },
  ])('rejects $wrong, and changes nothing', async ({ body, code, fields }, { api }) => {
    const id = await created(api)
    const before = (await api.call('GET', `/webhooks/${id}`)).body
    expect(await api.rejected('PATCH', `/webhooks/${id}`, { body: { ...body } })).toEqual({ status: 400, code, fields })
    expect((await api.call('GET', `/webhooks/${id}`)).body).toEqual(before)
  })
})

describeApi('DELETE /webhooks/:id', (test) => {
  test('decision 37: deletes the webhook with its deliveries, pending ones too', async ({ api }) => {
    const to = receiver(() => new Response(null, { status: 500 }))
    const id = await created(api, { url: to.url })
    await api.call('POST', '/conversations/conv_abc123/close')
    await api.mock.webhooks.settled()
    expect(api.mock.webhooks.deliveries).toMatchObject([{ status: 'pending', attempts: 1 }])

    const response = await api.call('DELETE', `/webhooks/${id}`)
    expect([response.status, response.body]).toEqual([204, undefined])
    expect(await api.rejected('GET', `/webhooks/${id}`)).toMatchObject({ status: 404, code: 'RESOURCE_NOT_FOUND' })
    expect(api.mock.webhooks.deliveries).toEqual([])
    api.mock.clock.advance('3h')
    await api.mock.webhooks.settled()
    expect(eventsAt(to)).toEqual(['conversation.closed'])
  })

  test('leaves other webhooks unchanged', async ({ api }) => {
    const kept = await created(api)
    await api.call('DELETE', `/webhooks/${await created(api)}`)
    expect(await page(api, '/webhooks')).toMatchObject({ ids: [kept], totalCount: 1 })
  })

  test('returns 404 the second time', async ({ api }) => {
    const id = await created(api)
    await api.call('DELETE', `/webhooks/${id}`)
    expect(await api.rejected('DELETE', `/webhooks/${id}`)).toEqual({ status: 404, code: 'RESOURCE_NOT_FOUND', fields: ['id'] })
  })
})

describeApi('the paths of webhooks', (test) => {
  const ONE = '/webhooks/wh_nope'

  test.for([
    { path: '/webhooks', allow: 'GET, HEAD, POST, OPTIONS', wrong: ['PUT', 'PATCH', 'DELETE'] },
    { path: ONE, allow: 'GET, HEAD, DELETE, PATCH, OPTIONS', wrong: ['PUT', 'POST'] },
    { path: `${ONE}/test`, allow: 'POST, OPTIONS', wrong: ['GET', 'DELETE'] },
    { path: `${ONE}/deliveries`, allow: 'GET, HEAD, OPTIONS', wrong: ['POST', 'DELETE'] },
    { path: `${ONE}/deliveries/del_nope/retry`, allow: 'POST, OPTIONS', wrong: ['GET', 'PATCH'] },
  ])('$path allows $allow, and lists them for other methods', async ({ path, allow, wrong }, { api }) => {
    for (const method of wrong) {
      expect(await api.call(method, path)).toMatchObject({ status: 405, headers: { allow }, body: { error: { code: 'VALIDATION_ERROR' } } })
    }
    const preflight = await api.call('OPTIONS', path, { key: null, headers: { Origin: 'http://localhost:5173' } })
    expect(preflight).toMatchObject({ status: 204, headers: { allow, 'access-control-allow-methods': allow } })
  })

  test.for([
    ['GET', ONE, 'id'],
    ['PATCH', ONE, 'id'],
    ['DELETE', ONE, 'id'],
    ['POST', `${ONE}/test`, 'id'],
    ['GET', `${ONE}/deliveries`, 'id'],
    ['POST', `${ONE}/deliveries/del_nope/retry`, 'id'],
  ] as const)('%s %s returns 404 RESOURCE_NOT_FOUND', async ([method, path, field], { api }) => {
    const options = method === 'PATCH' ? { body: { status: 'active' } } : {}
    expect(await api.rejected(method, path, options)).toEqual({ status: 404, code: 'RESOURCE_NOT_FOUND', fields: [field] })
    expect(await api.rejected(method, path, { ...options, key: null })).toMatchObject({ status: 401 })
  })

  test.for(['/webhooks/', '/webhooks/wh_1/deliveries/del_1', '/webhooks/wh_1/retry'])('%s returns 404', async (path, { api }) => {
    expect(await api.rejected('DELETE', path)).toMatchObject({ status: 404 })
  })
})
