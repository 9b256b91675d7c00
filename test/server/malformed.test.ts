import type { ServerResponse } from 'node:http'
import { PassThrough } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createMock } from '../../src/mock/create-mock.js'
import { PendingResponses, rejectMalformed } from '../../src/server/malformed.js'
import { type ServerOptions, startServer } from '../../src/server.js'
import { exchange, http } from '../adapters/wire.js'

async function started(options: ServerOptions = {}): Promise<number> {
  const server = await startServer(createMock(), { port: 0, ...options })
  onTestFinished(() => server.close({ force: true }))
  return server.port
}

describe('malformed HTTP', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['a method that does not exist', http('FETCH /v1/conversations HTTP/1.1', 'Host: h')],
    ['no host', http('GET /v1/conversations HTTP/1.1')],
    ['two lengths', http('POST /v1/conversations HTTP/1.1', 'Host: h', 'Content-Length: 1', 'Content-Length: 2')],
    ['a chunk without a length', `${http('POST /v1/conversations HTTP/1.1', 'Host: h', 'Transfer-Encoding: chunked')}x\r\n`],
  ])('with %s returns 400, and the server keeps running', async (_, text) => {
    const port = await started()
    const raw = await exchange(port, text)

    expect(raw).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/)
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
  })

  it('returns the error envelope', async () => {
    const raw = await exchange(await started(), 'hello\r\n\r\n')
    const [head = '', body = ''] = raw.split('\r\n\r\n')
    const id = /x-request-id: (\S+)/.exec(head)?.[1]

    expect(JSON.parse(body)).toEqual({
      error: { code: 'VALIDATION_ERROR', message: expect.stringMatching(/^Malformed HTTP: /) },
      meta: { requestId: id },
    })
    expect(head).toContain(`content-length: ${body.length}\r\n`)
    expect(head).toContain('access-control-allow-origin: *')
    expect(head).toContain('connection: close')
  })

  it('with too many headers returns 431', async () => {
    const raw = await exchange(await started(), http('GET / HTTP/1.1', 'Host: h', `X-Long: ${'x'.repeat(20_000)}`))

    expect(raw).toMatch(/^HTTP\/1.1 431 Request Header Fields Too Large\r\n/)
  })

  it.each([
    ['ERR_HTTP_REQUEST_TIMEOUT', /^HTTP\/1.1 408 Request Timeout\r\n/],
    ['HPE_CHUNK_EXTENSIONS_OVERFLOW', /^HTTP\/1.1 413 Payload Too Large\r\n/],
  ])('that Node reports as %s returns the matching status', async (code, response) => {
    const socket = new PassThrough()
    rejectMalformed(createMock(), Object.assign(new Error(code), { code }), socket, new PendingResponses())

    expect(String(socket.read())).toMatch(response)
  })

  it('of a disconnected client, or during a response, gets no response', () => {
    const [gone, busy] = [new PassThrough(), new PassThrough()]
    rejectMalformed(createMock(), Object.assign(new Error(), { code: 'ECONNRESET' }), gone, new PendingResponses())
    const pending = new PendingResponses()
    pending.note(busy, { headersSent: true, writableFinished: false, req: { complete: false } } as ServerResponse)
    rejectMalformed(createMock(), new Error('Parse Error: x'), busy, pending)

    expect([gone.read(), gone.destroyed, busy.read(), busy.destroyed]).toEqual([null, true, null, true])
  })

  it.each([0, 50])('after a request on the same connection, which takes %i ms, gets its response after that', async (latency) => {
    const request = http('GET /v1/conversations HTTP/1.1', 'Host: h', 'Authorization: Bearer k')
    const raw = await exchange(await started({ latency }), `${request}hello\r\n\r\n`)

    expect(raw).toMatch(/^HTTP\/1.1 200 .*HTTP\/1.1 400 /s)
  })

  it('in the body of a request gets one response, after the request before it', async () => {
    const get = http('GET /v1/conversations HTTP/1.1', 'Host: h', 'Authorization: Bearer k')
    const post = http('POST /v1/conversations HTTP/1.1', 'Host: h', 'Authorization: Bearer k', 'Transfer-Encoding: chunked')
    const raw = await exchange(await started(), `${get}${post}ZZ\r\n`)

    expect(raw.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400'])
  })
})
