import { getResponse, HttpHandler, HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMock, type Mock } from '../../src/index.js'
import { handlers } from '../../src/msw.js'
import { startServer } from '../../src/server.js'

const BASE = 'https://api.linktor.io/v1'
const CONVERSATION = `${BASE}/conversations/conv_abc123`
const HEADERS = { authorization: 'Bearer any' }

/** Requests that exactly one handler matches, with characters around the path that path patterns treat specially. */
const REQUESTS_TO_ONE = [
  ['GET', '/conversations?status=open#top', 200],
  ['GET', '/conversations/conv_abc123#top', 200],
  ['GET', '/webhooks/wh_none/deliveries?page=1', 404],
  ['POST', '/webhooks/wh_none/deliveries/del_none/retry', 404],
  ['PUT', '/conversations', 405],
] as const

const server = setupServer()
let mock: Mock

beforeAll(() => {
  server.listen({ onUnhandledRequest: ({ url }, print) => void (new URL(url).hostname === '127.0.0.1' || print.error()) })
})

beforeEach(() => {
  mock = createMock()
  server.resetHandlers(...handlers(mock))
})

afterEach(() => {
  vi.restoreAllMocks()
  server.resetHandlers()
})

afterAll(() => {
  server.close()
})

const ask = (url: string, init: RequestInit = {}) => fetch(url, { ...init, headers: { ...HEADERS, ...init.headers } })

describe('the handlers of a mock', () => {
  it('are one per operation and one for everything else, with readable names', () => {
    expect(handlers(mock).map(({ info }) => info.header)).toEqual([
      'GET https://api.linktor.io/v1/conversations',
      'POST https://api.linktor.io/v1/conversations',
      'GET https://api.linktor.io/v1/conversations/:id',
      'PATCH https://api.linktor.io/v1/conversations/:id',
      'POST https://api.linktor.io/v1/conversations/:id/close',
      'POST https://api.linktor.io/v1/conversations/:id/reopen',
      'POST https://api.linktor.io/v1/conversations/:id/assign',
      'POST https://api.linktor.io/v1/conversations/:id/transfer',
      'GET https://api.linktor.io/v1/conversations/:id/participants',
      'GET https://api.linktor.io/v1/webhooks',
      'POST https://api.linktor.io/v1/webhooks',
      'GET https://api.linktor.io/v1/webhooks/:id',
      'DELETE https://api.linktor.io/v1/webhooks/:id',
      'PATCH https://api.linktor.io/v1/webhooks/:id',
      'POST https://api.linktor.io/v1/webhooks/:id/test',
      'GET https://api.linktor.io/v1/webhooks/:id/deliveries',
      'POST https://api.linktor.io/v1/webhooks/:id/deliveries/:deliveryId/retry',
      'all https://api.linktor.io/v1/*',
    ])
    const several = handlers(mock, { baseUrl: ['*/v1', 'https://a.test/'] }).map(({ info }) => info.header)
    expect(several).toHaveLength(36)
    expect(several).toEqual(expect.arrayContaining(['GET */v1/conversations/:id', 'POST https://a.test/conversations', 'all */v1/*']))
  })

  it('match each request once, however many handlers precede it', async () => {
    const parse = vi.spyOn(HttpHandler.prototype, 'parse')
    for (const [method, path, status] of REQUESTS_TO_ONE) {
      parse.mockClear()
      expect((await ask(BASE + path, { method })).status).toBe(status)
      expect(parse.mock.contexts.map((handler) => (handler as HttpHandler).info.header)).toEqual([
        expect.stringMatching(method === 'PUT' ? '^all ' : `^${method} `),
      ])
    }
  })

  it('reject a method in lower case, as a server does: fetch leaves "patch" as it is', async () => {
    const answered = await getResponse(handlers(mock), new Request(`${BASE}/webhooks/wh_none`, { method: 'patch', headers: HEADERS }))
    expect(answered?.status).toBe(405)
    expect(await answered?.json()).toMatchObject({ error: { message: expect.stringMatching(/it takes .*; methods are case-sensitive$/) } })
  })

  it('respond to the app under test, and apply its changes', async () => {
    const response = await ask(`${CONVERSATION}/close`, { method: 'POST', body: JSON.stringify({ reason: 'Ação' }) })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(await response.json()).toMatchObject({ data: { id: 'conv_abc123', attributes: { status: 'closed' } } })
    expect(mock.db.conversations.get('conv_abc123')).toMatchObject({ status: 'closed', closureReason: 'Ação' })
    expect(mock.events.all()).toHaveLength(1)
  })

  it('accept streamed bodies, and bytes', async () => {
    const bytes = new TextEncoder().encode('{"tags":["東京"]}')
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, 11)) // splits a character
        controller.enqueue(bytes.slice(11))
        controller.close()
      },
    })
    expect((await ask(CONVERSATION, { method: 'PATCH', body, duplex: 'half' } as RequestInit)).status).toBe(200)
    expect(mock.db.conversations.get('conv_abc123').tags).toEqual(['東京'])
    const latin1 = Uint8Array.from('{"tags":["caf\u00e9"]}', (char) => char.charCodeAt(0))
    expect((await ask(CONVERSATION, { method: 'PATCH', body: latin1 })).status).toBe(400)
  })

  it('reject a body of more than 1 MiB', async () => {
    const body = JSON.stringify({ metadata: { a: 'x'.repeat(1024 * 1024) } })
    const response = await ask(CONVERSATION, { method: 'PATCH', body })
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ error: { code: 'VALIDATION_ERROR', details: [{ field: 'body' }] } })
  })

  it('return the error envelope for an unknown path below the base', async () => {
    for (const path of ['', '/', '/contacts', '/conversations/', '/conversations/conv_abc123/nope', '/conversations//close']) {
      const response = await ask(BASE + path)
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({
        error: { code: 'RESOURCE_NOT_FOUND' },
        meta: { requestId: response.headers.get('x-request-id') },
      })
    }
  })

  it('return 405 with the allowed methods for a wrong method', async () => {
    const response = await ask(CONVERSATION, { method: 'DELETE' })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD, PATCH, OPTIONS')
    expect((await ask(`${CONVERSATION}/close`, { method: 'PUT', body: '{}' })).headers.get('allow')).toBe('POST, OPTIONS')
  })

  it('respond to HEAD with the length of GET and no body', async () => {
    const get = await ask(CONVERSATION)
    const head = await ask(CONVERSATION, { method: 'HEAD' })
    expect(head.status).toBe(200)
    expect(await head.text()).toBe('')
    expect(head.headers.get('content-length')).toBe(String((await get.arrayBuffer()).byteLength))
    expect((await ask(`${BASE}/conversations/conv_nope`, { method: 'HEAD' })).status).toBe(404)
  })

  it('respond to OPTIONS with 204, without a key', async () => {
    const response = await fetch(CONVERSATION, { method: 'OPTIONS', headers: { 'access-control-request-method': 'PATCH' } })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, HEAD, PATCH, OPTIONS')
    expect(await response.text()).toBe('')
  })

  it.for([
    'v1',
    'conversations',
    'conv%5Fabc123',
    'a%2Fb',
    'a%20b',
    '%zz',
    '%',
    '%E0%A4%A',
    '%00',
    'ção',
    '(x)',
    ':id',
    '*',
    'a;b=c,d',
    '.',
    '..',
  ])('respond for the id %s as the server does', async (id) => {
    const real = await startServer(createMock(), { port: 0, host: '127.0.0.1' })
    const [ours, theirs] = [await ask(`${BASE}/conversations/${id}`), await ask(`${real.url}/conversations/${id}`)]
    await real.close({ force: true })
    expect(ours.status).toBe(id === 'conv%5Fabc123' ? 200 : 404)
    expect([theirs.status, (await theirs.json()).error]).toEqual([ours.status, (await ours.json()).error])
  })

  it('leave requests outside the base to other handlers', async () => {
    server.use(http.get('https://api.linktor.io/*', () => new HttpResponse('elsewhere')))
    server.use(...handlers(mock)) // these take precedence
    expect(await (await ask('https://api.linktor.io/v2/conversations')).text()).toBe('elsewhere')
    expect(await (await ask('https://api.linktor.io/health')).text()).toBe('elsewhere')
    expect(mock.requests.all()).toEqual([])
  })
})

describe('an overridden call', () => {
  const CLOSE = `${BASE}/conversations/:id/close`

  it('gets the response of plain MSW, until the handlers are reset', async () => {
    server.use(http.post(CLOSE, ({ params }) => HttpResponse.json({ closed: params['id'] }, { status: 202 })))
    const overridden = await ask(`${CONVERSATION}/close`, { method: 'POST' })
    expect([overridden.status, await overridden.json()]).toEqual([202, { closed: 'conv_abc123' }])
    expect(mock.db.conversations.get('conv_abc123').status).toBe('open')
    expect(mock.requests.all()).toEqual([])
    expect((await ask(`${CONVERSATION}/reopen`, { method: 'POST' })).status).toBe(200)

    server.resetHandlers(...handlers(mock))
    expect((await ask(`${CONVERSATION}/close`, { method: 'POST' })).status).toBe(200)
    expect(mock.db.conversations.get('conv_abc123').status).toBe('closed')
  })

  it('gets that response only once with `once`', async () => {
    server.use(http.post(CLOSE, () => HttpResponse.error(), { once: true }))
    await expect(ask(`${CONVERSATION}/close`, { method: 'POST' })).rejects.toThrow(TypeError)
    expect((await ask(`${CONVERSATION}/close`, { method: 'POST' })).status).toBe(200)
  })

  it('reaches the mock when the override returns nothing', async () => {
    const seen: string[] = []
    server.use(http.post(CLOSE, ({ request }) => void seen.push(request.url)))
    expect((await ask(`${CONVERSATION}/close`, { method: 'POST', body: '{"reason":"done"}' })).status).toBe(200)
    expect(seen).toEqual([`${CONVERSATION}/close`])
    expect(mock.db.conversations.get('conv_abc123').closureReason).toBe('done')
  })
})

describe('an aborted request', () => {
  it('is not recorded if aborted before it was sent', async () => {
    await expect(ask(`${CONVERSATION}/close`, { method: 'POST', signal: AbortSignal.abort() })).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    )
    expect(mock.requests.all()).toEqual([])
    expect(mock.db.conversations.get('conv_abc123').status).toBe('open')
  })

  it('does not block other requests while it is delayed', async () => {
    mock.faults.delay('closeConversation', '10m', { times: 1 })
    const abort = new AbortController()
    const { delayFor } = mock
    mock.delayFor = (request) => {
      setImmediate(() => abort.abort())
      return delayFor(request)
    }
    await expect(ask(`${CONVERSATION}/close`, { method: 'POST', signal: abort.signal })).rejects.toThrow()
    expect(mock.db.conversations.get('conv_abc123').status).toBe('open')
    expect((await ask(`${CONVERSATION}/close`, { method: 'POST' })).status).toBe(200)
    expect(mock.requests.all()).toHaveLength(1)
  })
})
