import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { exchange, http, startHttpServer } from '../adapters/wire.js'
import { type Api, type Proxying, startApi, startProxying } from './start-proxy.js'

const KEY = 'sk_live_very-secret-key'
const HEADERS = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' }
const REQUEST = /^GET \/v1\/conversations 200 \d+(\.\d)? ms$/

describe('linktor-mock proxy', () => {
  let api: Api
  let proxy: Proxying
  beforeAll(async () => {
    api = await startApi()
    proxy = await startProxying(api.url)
  }, 60_000)
  afterEach(() => {
    api.respond = undefined
  })
  afterAll(async () => {
    await proxy.stop()
    api.close()
  })

  const send = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
    fetch(proxy.url + path, { method, headers: { ...HEADERS, ...headers }, ...(body !== undefined && { body }) })
  const linesOf = (...request: Parameters<typeof send>) => proxy.linesOf(async () => (await send(...request)).text())

  it('prints one line when it is ready, with the target', () => {
    expect(proxy.stdout.text.split('\n')[0]).toBe(`linktor-mock proxy is ready at ${proxy.url} (for ${api.url}, checked by Prism 5.14.2)`)
    expect(proxy.stderr.text).toBe('')
  })

  it('prints one line for a request without violations', async () => {
    expect(await linesOf('GET', '/conversations')).toEqual([expect.stringMatching(REQUEST)])
    expect(await linesOf('POST', '/conversations/conv_abc123/close', '{}')).toEqual([expect.stringMatching(/^POST .*\/close 200 /)])
    expect(await linesOf('GET', '/conversations/none')).toEqual([expect.stringMatching(/ 404 .* ms CONVERSATION_NOT_FOUND$/)])
  })

  it.each([
    [
      'GET',
      '/conversations?perPage=500&sortOrder=x',
      undefined,
      ['request query perPage must be <= 100', /^request query sortOrder must be .*: asc, desc$/],
    ],
    ['POST', '/conversations', '{}', ["request body must have required property 'channelId'"]],
    ['PATCH', '/conversations/conv_abc123', '{"tags":[1]}', ['request body tags.0 must be string']],
    ['POST', '/conversations', '{"channelId":', ['request body is not JSON']],
    ['GET', '/inbox', undefined, ['request: GET /inbox is not in the document']],
  ])('reports the violations of a request: %s %s %s', async (method, path, body, violations) => {
    const [, ...lines] = await linesOf(method, path, body)

    expect(lines).toEqual(
      violations.map((violation) =>
        typeof violation === 'string'
          ? `violation: ${violation}`
          : expect.stringMatching(new RegExp(violation.source.replace('^', '^violation: '))),
      ),
    )
  })

  it('reports a request without a key', async () => {
    const lines = await proxy.linesOf(() => fetch(`${proxy.url}/conversations`))

    expect(lines.slice(1)).toEqual(['violation: request: invalid security scheme used'])
  })

  it('reports the violations of a response', async () => {
    api.respond = respondWith(
      200,
      ['content-type', 'application/json'],
      '{"data":{"id":"c","type":"conversation","attributes":{"status":"done"}}}',
    )
    const lines = await linesOf('GET', '/conversations/c')

    expect(lines).toContain(
      'violation: response body data.attributes.status must be equal to one of the allowed values: open, pending, snoozed, closed',
    )
    expect(lines).toContain("violation: response header must have required property 'x-ratelimit-limit'")
  })

  it.each([
    [418, 'application/json', '{}', /^violation: response: unable to match the returned status code .*: 200,/],
    [501, 'application/json', '{}', /^violation: response: unable to match the returned status code .*: 200,/],
    [200, 'application/json', '{oops', /^violation: response body is not JSON$/],
    [200, 'text/html', '<p>', /^violation: response: the received media type "text\/html" does not match/],
  ])('reports a %i of %s', async (status, type, body, line) => {
    api.respond = respondWith(status, ['content-type', type], body)
    const lines = await linesOf('GET', '/conversations')

    expect(lines[0]).toMatch(new RegExp(`^GET /v1/conversations ${status} `))
    expect(lines[1]).toMatch(line)
  })

  it('reports violations of compressed responses, and of responses to invalid requests', async () => {
    api.respond = respondWith(200, ['content-type', 'application/json', 'content-encoding', 'gzip'], gzipSync('{"data":[]}'))
    expect(await linesOf('GET', '/conversations')).toContain("violation: response body must have required property 'meta'")

    api.respond = respondWith(400, ['content-type', 'application/json'], '{"message":"no"}')
    const lines = await linesOf('POST', '/conversations', '{')
    expect(lines).toContain('violation: request body is not JSON')
    expect(lines).toContain("violation: response body must have required property 'error'")
  })

  it.each(['/v1/../_mock/webhooks', '/v1/%2e%2e/_mock/webhooks', '/v1/..\\_mock', '/v1/a/..%2f../_mock', '/v1/%252e%252e/_mock', '/v1/..'])(
    'does not forward %s, which leaves the base path',
    async (path) => {
      const raw = await exchange(proxy.port, http(`GET ${path} HTTP/1.1`, 'Host: x', 'Connection: close'))
      expect(raw).toMatch(/^HTTP\/1.1 400 /)
      expect(raw).toContain('must stay below the base path')
    },
  )

  it('says which responses it cannot check, and why', async () => {
    api.respond = respondWith(200, ['content-type', 'application/json', 'content-encoding', 'zstd'], 'x')
    expect((await linesOf('HEAD', '/conversations'))[1]).toBe(undefined)
    const raw = http('GET /v1/conversations HTTP/1.1', 'Host: x', 'Connection: close')
    const [, note] = await proxy.linesOf(() => exchange(proxy.port, raw))
    expect(note).toBe('warning: not checked: a body has the unknown encoding zstd')

    api.respond = undefined
    const lines = await proxy.linesOf(() => exchange(proxy.port, raw.replace('\r\n\r\n', '\r\nContent-Length: 2\r\n\r\n'), '{}'))
    expect(lines).toContainEqual(
      expect.stringMatching(/^violation: request: the Prism proxy does not support .* with a message body [ \w]+$/),
    )
  })

  it('reports as many violations as Prism does, and that there are more', async () => {
    const items = Array.from({ length: 300 }, () => ({ attributes: {} }))
    api.respond = respondWith(200, ['content-type', 'application/json'], JSON.stringify({ data: items }))
    const lines = await linesOf('GET', '/conversations')

    expect(lines.length).toBeGreaterThan(20)
    expect(lines.at(-1)).toBe('violation: and more')
  })

  it('ignores HEAD and OPTIONS, which the document does not describe', async () => {
    expect(await linesOf('HEAD', '/conversations')).toHaveLength(1)
    expect(await linesOf('OPTIONS', '/conversations')).toHaveLength(1)
  })

  it('never prints a key', async () => {
    for (const path of ['', `?api_key=${KEY}`, `?search=${KEY}`, `/${KEY}`, `?${KEY}=1`]) {
      await send('GET', `/conversations${path}`)
      await send('GET', `/conversations${path}`, undefined, { authorization: KEY })
      await send('POST', `/conversations${path}`, JSON.stringify({ [KEY]: KEY, metadata: { [KEY]: 1 }, tags: [KEY, 1] }))
    }
    api.respond = respondWith(200, ['content-type', KEY, 'x-request-id', KEY], `{"error":{"code":"${KEY}"}}`)
    await send('GET', '/conversations')
    api.respond = respondWith(200, ['content-type', 'application/json'], JSON.stringify({ data: [{ id: 1, [KEY]: { [KEY]: 1 } }] }))
    await send('GET', '/conversations')

    expect(proxy.stdout.text).toContain('?search=***')
    expect(proxy.stdout.text).not.toContain('secret')
  })

  it.each([
    ['numbers that JavaScript cannot hold', 200, ['Content-Type', 'application/json'], '{ "n": 12345678901234567890, "f": 1.0 }'],
    ['headers in their order, and more than once', 200, ['X-B', '1', 'Set-Cookie', 'a=1', 'X-A', '2', 'Set-Cookie', 'b=2'], ''],
    ['what is compressed', 200, ['Content-Encoding', 'gzip', 'Content-Type', 'application/json'], gzipSync('{}')],
    ['a redirect', 302, ['Location', 'http://127.0.0.1:1/v1/other'], ''],
    ['what is not there yet', 501, ['Content-Type', 'text/plain'], 'later'],
    ['no content', 204, [], ''],
  ])('passes responses on unchanged: %s', async (_, status, headers, body) => {
    api.respond = respondWith(status, headers, body)
    const request = http('GET /v1/conversations HTTP/1.1', 'Host: x', 'Connection: close')

    expect(await exchange(proxy.port, request)).toBe(await exchange(api.port, request))
  })

  it('follows no redirect, which would send the key elsewhere', async () => {
    const requested: unknown[] = []
    const elsewhere = await startHttpServer((request, response) => {
      requested.push(request.url)
      response.end()
    })
    api.respond = respondWith(302, ['Location', `${elsewhere.origin}/v1/conversations`], '')
    const reply = await fetch(`${proxy.url}/conversations`, { headers: HEADERS, redirect: 'manual' })

    expect([reply.status, reply.headers.get('location'), requested]).toEqual([302, `${elsewhere.origin}/v1/conversations`, []])
  })

  it('passes requests on unchanged', async () => {
    const got: IncomingMessage[] = []
    let body = ''
    api.respond = async (request, response) => {
      got.push(request)
      body = await text(request)
      response.end()
    }
    const sent = '{ "n": 12345678901234567890 }'
    const headers = [
      'X-A: 1',
      'X-A: 2',
      'Cookie: a=1',
      'Content-Type: application/json',
      'Connection: close, X-Mine',
      'X-Mine: 1',
      'Content-Length: 29',
    ]
    await exchange(proxy.port, http('POST /v1/conversations?search=a%20b+c&search=%C3%A9 HTTP/1.1', 'Host: x', ...headers), sent)

    expect([got[0]?.method, got[0]?.url, body]).toEqual(['POST', '/v1/conversations?search=a%20b+c&search=%C3%A9', sent])
    expect(got[0]?.headersDistinct).toMatchObject({ 'x-a': ['1', '2'], cookie: ['a=1'], host: [`127.0.0.1:${api.port}`] })
    expect(got[0]?.headers).not.toHaveProperty('x-mine')
  })

  it('rejects bodies that are too large for Prism, and says so', async () => {
    const [line, note] = await linesOf('POST', '/conversations', 'x'.repeat(11 * 1024 * 1024))
    expect(line).toMatch(/^POST \/v1\/conversations 413 .* VALIDATION_ERROR$/)
    expect(note).toBe('warning: not passed on: the body has more than 10 MiB')

    api.respond = respondWith(200, [], 'x'.repeat(11 * 1024 * 1024))
    expect((await linesOf('GET', '/conversations'))[1]).toBe(`warning: no response from ${api.url}: the body has more than 10 MiB`)
  })

  it('returns 502 when the API does not respond, and 404 outside the base path, each with a line', async () => {
    api.respond = (request) => request.socket.destroy()
    const reply = await send('GET', '/conversations')
    expect([reply.status, await reply.json()]).toEqual([
      502,
      { error: { code: 'INTERNAL_ERROR', message: `linktor-mock proxy: no response from ${api.url}: socket hang up` } },
    ])
    expect(proxy.stdout.text).toContain(`warning: no response from ${api.url}: socket hang up\n`)

    const lines = await proxy.linesOf(() => fetch(new URL('/conversations', proxy.url)))
    expect(lines).toEqual([expect.stringMatching(/^GET \/conversations 404 /), `warning: the API is below ${proxy.url}/`])
  })

  it('aborts a request whose client has disconnected', async () => {
    const client = new AbortController()
    const disconnected = new Promise<void>((resolve) => {
      api.respond = (request) => {
        request.once('close', resolve)
        client.abort()
      }
    })
    await expect(fetch(`${proxy.url}/conversations`, { signal: client.signal })).rejects.toThrow()
    await disconnected
  })
})

/** Responds to each request like this, without headers of its own. */
function respondWith(status: number, headers: readonly string[], body: string | Buffer): Api['respond'] {
  return (request, response) => {
    request.resume()
    response.sendDate = false
    const length = status === 204 ? [] : ['Content-Length', String(Buffer.byteLength(body))]
    response.writeHead(status, [...headers, ...length]).end(body)
  }
}
