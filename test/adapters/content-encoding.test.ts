import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { getResponse } from 'msw'
import { describe, expect, it } from 'vitest'
import { nodeListener } from '../../src/adapters/node.js'
import { createMock } from '../../src/mock/create-mock.js'
import { handlers } from '../../src/msw.js'
import { startHttpServer } from './wire.js'

const BODY = '{"priority":"high"}'
const MEBIBYTE = 1024 * 1024

type Send = (
  encoding: string,
  body: Uint8Array<ArrayBuffer>,
) => Promise<{ readonly status: number; readonly headers: Headers; readonly error?: object }>

function requestOf(baseUrl: string, encoding: string, body: Uint8Array<ArrayBuffer>): Request {
  const headers = { authorization: 'Bearer any', 'content-encoding': encoding }
  return new Request(`${baseUrl}/conversations/conv_abc123`, { method: 'PATCH', headers, body })
}

async function received(response: Response) {
  const { error } = await response.json()
  return { status: response.status, headers: response.headers, error }
}

async function overHttp(mock = createMock()): Promise<Send> {
  const { origin } = await startHttpServer(nodeListener(mock))
  return async (encoding, body) => received(await fetch(requestOf(`${origin}/v1`, encoding, body)))
}

function overMsw(mock = createMock()): Send {
  const own = handlers(mock)
  return async (encoding, body) =>
    received((await getResponse(own, requestOf('https://api.linktor.io/v1', encoding, body))) ?? Response.error())
}

const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer)
const TRANSPORTS: readonly (readonly [string, (mock?: ReturnType<typeof createMock>) => Send | Promise<Send>])[] = [
  ['HTTP', overHttp],
  ['MSW', overMsw],
]

describe.each(TRANSPORTS)('an encoded body over %s', (transport, connect) => {
  it.each<[string, Buffer]>([
    ['gzip', gzipSync(BODY)],
    ['GZIP', gzipSync(BODY)],
    ['x-gzip', gzipSync(BODY)],
    ['deflate', deflateSync(BODY)],
    ['identity', Buffer.from(BODY)],
    ['deflate, gzip', gzipSync(deflateSync(BODY))],
    ...(transport === 'HTTP' ? [['br', brotliCompressSync(BODY)] as [string, Buffer]] : []),
  ])('in %s is decoded', async (encoding, body) => {
    const mock = createMock()
    const send = await connect(mock)

    expect(await send(encoding, bytes(body))).toMatchObject({ status: 200 })
    expect(mock.db.conversations.get('conv_abc123').priority).toBe('high')
    expect(mock.requests.all().at(-1)).toMatchObject({ body: { priority: 'high' } })
  })

  it.each(['zstd', 'compress', 'gzip, zstd', 'gzip, gzip, gzip, gzip'])('in %s is a 415 that names it', async (encoding) => {
    const send = await connect()
    const { status, headers, error } = await send(encoding, bytes(gzipSync(BODY)))

    expect(status).toBe(415)
    expect(headers.get('accept-encoding')).toBe('gzip, deflate, br')
    expect(error).toMatchObject({
      code: 'VALIDATION_ERROR',
      message: `Content-Encoding must be one of gzip, deflate, br, or absent; got "${encoding}"`,
      details: [{ field: 'Content-Encoding' }],
    })
  })

  it.each<[string, Buffer]>([
    ['gzip', Buffer.from(BODY)],
    ['deflate', gzipSync(BODY)],
    ['gzip', gzipSync(BODY).subarray(0, 20)],
  ])('that is not %s is a 400', async (encoding, body) => {
    const send = await connect()
    const { status, error } = await send(encoding, bytes(body))

    expect(status).toBe(400)
    expect(error).toMatchObject({ message: expect.stringMatching(`body is not valid ${encoding}: `), details: [{ field: 'body' }] })
  })

  it('may have 1 MiB after decoding', async () => {
    const send = await connect()
    const padded = (size: number): string => BODY.padEnd(size, ' ')

    expect(await send('gzip', bytes(gzipSync(padded(MEBIBYTE))))).toMatchObject({ status: 200 })
    expect(await send('gzip', bytes(gzipSync(padded(MEBIBYTE + 1))))).toMatchObject({ status: 413 })
    expect(await send('gzip', bytes(gzipSync(padded(64 * MEBIBYTE))))).toMatchObject({ status: 413 })
  })
})
