import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createMock, type Mock } from '../../src/mock/create-mock.js'
import { startServer } from '../../src/server.js'
import { exchange, http, openConnection, readAll } from '../adapters/wire.js'

const KEY = 'Authorization: Bearer any'
const ONE = '/v1/conversations/conv_abc123'

interface Response {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

async function started(mock: Mock = createMock()): Promise<number> {
  const server = await startServer(mock, { port: 0 })
  onTestFinished(() => server.close({ force: true }))
  return server.port
}

/** Sends a raw request, and parses the last response. */
async function send(port: number, line: string, headers: readonly string[], body = ''): Promise<Response> {
  const raw = await exchange(port, http(line, ...headers, 'Connection: close') + body)
  const final = raw.slice(raw.lastIndexOf('HTTP/1.1 '))
  const [head = '', ...rest] = final.split('\r\n\r\n')
  const [statusLine = '', ...lines] = head.split('\r\n')
  const fields = lines.map((text) => [text.slice(0, text.indexOf(':')).toLowerCase(), text.slice(text.indexOf(':') + 1).trim()])
  return { status: Number(statusLine.split(' ')[1]), headers: Object.fromEntries(fields), body: rest.join('\r\n\r\n') }
}

const none = expect.not.objectContaining({ 'content-length': expect.anything() })

/** A requirement of RFC 9110 (9112 where it says so) for an origin server, with a request and its response. */
type Requirement = [requirement: string, line: string, headers: readonly string[], status: number, has?: object]

const TABLE: Requirement[] = [
  ['7.2: one Host', `GET ${ONE} HTTP/1.1`, ['Host: a', 'Host: b', KEY], 400],
  ['7.2: a valid Host', `GET ${ONE} HTTP/1.1`, ['Host: a b/c', KEY], 400],
  ['7.2: a Host', `GET ${ONE} HTTP/1.1`, [KEY], 400],
  ['7.2: an IPv6 Host', `GET ${ONE} HTTP/1.1`, ['Host: [::1]:80', KEY], 200],
  ['9112 3.2.2: the absolute form, whose host counts', `GET http://x${ONE} HTTP/1.1`, ['Host: y', KEY], 200],
  ['9112 3.2.4: OPTIONS *', 'OPTIONS * HTTP/1.1', ['Host: a'], 204, { allow: expect.stringContaining('PATCH') }],
  ['9112 2.3: HTTP/1.0 without a Host', `GET ${ONE} HTTP/1.0`, [KEY], 200],
  ['15.6.6: an unknown version', `GET ${ONE} HTTP/2.5`, ['Host: a', KEY], 505],
  ['9112 5.1: no space before the colon', `GET ${ONE} HTTP/1.1`, ['Host: a', KEY, 'X-A : b'], 400],
  ['9112 5.2: no line folding', `GET ${ONE} HTTP/1.1`, ['Host: a', KEY, 'X-A: b\r\n c'], 400],
  ['9112 6.1: an unknown transfer coding', 'POST /v1/conversations HTTP/1.1', ['Host: a', KEY, 'Transfer-Encoding: gzip, chunked'], 501],
  [
    '9112 6.3: a length besides chunks',
    'POST /v1/conversations HTTP/1.1',
    ['Host: a', KEY, 'Transfer-Encoding: chunked', 'Content-Length: 2'],
    400,
  ],
  ['9112 6.3: two lengths', 'POST /v1/conversations HTTP/1.1', ['Host: a', KEY, 'Content-Length: 1', 'Content-Length: 2'], 400],
  ['9.1: methods are case-sensitive', `patch ${ONE} HTTP/1.1`, ['Host: a', KEY, 'Content-Length: 0'], 400],
  [
    '9.3.2: HEAD has the fields of GET',
    `HEAD ${ONE} HTTP/1.1`,
    ['Host: a', KEY],
    200,
    { 'content-length': expect.stringMatching(/^\d{3}$/), 'content-type': 'application/json; charset=utf-8' },
  ],
  ['9.3.2: HEAD of an unknown path', 'HEAD /v1/nope HTTP/1.1', ['Host: a', KEY], 404, { 'content-length': expect.stringMatching(/^\d+$/) }],
  ['9.3.6: CONNECT', 'CONNECT a:80 HTTP/1.1', ['Host: a:80'], 405, { allow: expect.stringContaining('GET') }],
  ['9.3.7: OPTIONS of a path', `OPTIONS ${ONE} HTTP/1.1`, ['Host: a'], 204, { allow: 'GET, HEAD, PATCH, OPTIONS' }],
  ['9.3.8: TRACE is not taken', `TRACE ${ONE} HTTP/1.1`, ['Host: a', KEY], 405, { allow: 'GET, HEAD, PATCH, OPTIONS' }],
  ['10.1.1: an unknown expectation', 'POST /v1/conversations HTTP/1.1', ['Host: a', KEY, 'Expect: 200-ok', 'Content-Length: 0'], 417],
  ['11.6.1: the challenge of a 401', `GET ${ONE} HTTP/1.1`, ['Host: a'], 401, { 'www-authenticate': 'Bearer realm="linktor"' }],
  [
    '11.6.1: the challenge for a rejected key',
    `GET ${ONE} HTTP/1.1`,
    ['Host: a', 'Authorization: Bearer invalid'],
    401,
    { 'www-authenticate': 'Bearer realm="linktor", error="invalid_token"' },
  ],
  [
    '11.6.1: the challenge of a simulated 401',
    `GET ${ONE} HTTP/1.1`,
    ['Host: a', KEY, 'X-Mock-Fault: status=401'],
    401,
    { 'www-authenticate': expect.stringContaining('Bearer') },
  ],
  ['12.5.1: what a client cannot accept may be sent', `GET ${ONE} HTTP/1.1`, ['Host: a', KEY, 'Accept: text/html'], 200],
  ['12.5.5: the response depends on the origin', `GET ${ONE} HTTP/1.1`, ['Host: a', KEY, 'Origin: http://b'], 200, { vary: 'Origin' }],
  ['13.1.1: If-Match: *', `PATCH ${ONE} HTTP/1.1`, ['Host: a', KEY, 'If-Match: *', 'Content-Length: 19'], 200],
  ['13.1.1: If-Match of a tag', `PATCH ${ONE} HTTP/1.1`, ['Host: a', KEY, 'If-Match: "x"', 'Content-Length: 19'], 412],
  ['13.1.1: If-Match of an action', `POST ${ONE}/close HTTP/1.1`, ['Host: a', KEY, 'If-Match: "x"', 'Content-Length: 0'], 412],
  ['13.1.1: If-Match of a GET', `GET ${ONE} HTTP/1.1`, ['Host: a', KEY, 'If-Match: "x"'], 412],
  ['13.1.2: If-None-Match: * of a GET', `GET ${ONE} HTTP/1.1`, ['Host: a', KEY, 'If-None-Match: *'], 304, none],
  ['13.1.2: If-None-Match of a tag', `GET ${ONE} HTTP/1.1`, ['Host: a', KEY, 'If-None-Match: "x"'], 200],
  ['13.1.2: If-None-Match: * of a write', `PATCH ${ONE} HTTP/1.1`, ['Host: a', KEY, 'If-None-Match: *', 'Content-Length: 19'], 412],
  [
    '13.1.3: dates without a date to compare',
    `GET ${ONE} HTTP/1.1`,
    ['Host: a', KEY, 'If-Modified-Since: Sat, 01 Jan 2050 00:00:00 GMT'],
    200,
  ],
  [
    '13.1.4: dates without a date to compare',
    `PATCH ${ONE} HTTP/1.1`,
    ['Host: a', KEY, 'If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT', 'Content-Length: 19'],
    200,
  ],
  [
    '13.2.1: not where the request fails anyway',
    'PATCH /v1/conversations/conv_nope HTTP/1.1',
    ['Host: a', KEY, 'If-Match: "x"', 'Content-Length: 19'],
    404,
  ],
  [
    '13.2.1: not where the action fails anyway',
    'POST /v1/conversations/conv_nope/close HTTP/1.1',
    ['Host: a', KEY, 'If-Match: "x"', 'Content-Length: 0'],
    404,
  ],
  ['13.2.1: not where the key is missing', `PATCH ${ONE} HTTP/1.1`, ['Host: a', 'If-Match: "x"', 'Content-Length: 19'], 401],
  ['14.2: a range of a resource without ranges', `GET ${ONE} HTTP/1.1`, ['Host: a', KEY, 'Range: bytes=0-1'], 200],
  ['15.5.6: Allow of a 405', 'DELETE /v1/conversations HTTP/1.1', ['Host: a', KEY], 405, { allow: 'GET, HEAD, POST, OPTIONS' }],
  ['15.5.6: Allow of a page', 'POST /health HTTP/1.1', ['Host: a', 'Content-Length: 0'], 405, { allow: 'GET, HEAD, OPTIONS' }],
  [
    '15.5.6: Allow of the control plane',
    'PUT /_mock/clock HTTP/1.1',
    ['Host: localhost', 'Content-Length: 0'],
    405,
    { allow: 'GET, HEAD, PATCH' },
  ],
  ['15.5.14: a body that is too large', 'POST /v1/conversations HTTP/1.1', ['Host: a', KEY, 'Content-Length: 2000000'], 413],
  [
    '15.5.16: an unknown content coding',
    `PATCH ${ONE} HTTP/1.1`,
    ['Host: a', KEY, 'Content-Encoding: zstd', 'Content-Length: 19'],
    415,
    { 'accept-encoding': 'gzip, deflate, br' },
  ],
  ['7.8: an upgrade may be ignored', `GET ${ONE} HTTP/1.1`, ['Host: a', KEY, 'Upgrade: websocket'], 200],
]

describe('RFC 9110', () => {
  it.each<Requirement>(TABLE)('%s', async (_, line, headers, status, has = {}) => {
    const port = await started()
    const response = await send(port, line, headers, headers.includes('Content-Length: 19') ? '{"priority":"high"}' : '')

    expect(response).toMatchObject({ status, headers: has })
    expect(response.headers['date']).toMatch(/ GMT$/) // 6.6.1
    if (line.startsWith('HEAD') || status === 204 || status === 304) expect(response.body).toBe('')
    else if (status >= 400)
      expect(JSON.parse(response.body)).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } })
  })

  it('10.1.1: a body that is too large need not be sent', async () => {
    const socket = await openConnection(await started())
    socket.write(http('POST /v1/conversations HTTP/1.1', 'Host: a', KEY, 'Expect: 100-continue', 'Content-Length: 2000000'))

    expect(await readAll(socket, /\r\n\r\n\{.*\}$/)).toMatch(/^HTTP\/1.1 413 /)
  })

  it('10.1.1: a body is asked for', async () => {
    const socket = await openConnection(await started())
    socket.write(http(`PATCH ${ONE} HTTP/1.1`, 'Host: a', KEY, 'Expect: 100-continue', 'Content-Length: 19'))
    expect(await readAll(socket, /\r\n\r\n/)).toBe('HTTP/1.1 100 Continue\r\n\r\n')
  })

  it('6.5.1: trailers are no headers', async () => {
    const mock = createMock()
    const port = await started(mock)
    const chunked = http(
      'POST /v1/conversations HTTP/1.1',
      'Host: a',
      'Transfer-Encoding: chunked',
      'Trailer: Authorization',
      'Connection: close',
    )
    const raw = await exchange(port, `${chunked}0\r\n${KEY}\r\n\r\n`)

    expect(raw).toMatch(/^HTTP\/1.1 401 /)
  })
})

describe('a response of the API over any transport', () => {
  let mock: Mock
  beforeAll(() => {
    mock = createMock()
  })

  it('keeps a precondition that fails from changing anything', () => {
    const headers = { authorization: 'Bearer any', 'if-match': '"x"' }
    const { status } = mock.handle({ method: 'PATCH', path: '/conversations/conv_abc123', headers, body: '{"priority":"low"}' })

    expect(status).toBe(412)
    expect(mock.db.conversations.get('conv_abc123').priority).not.toBe('low')
    expect(mock.events.all()).toEqual([])
  })
})
