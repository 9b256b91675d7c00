import { describe, expect, it, vi } from 'vitest'
import { nodeListener } from '../../src/adapters/node.js'
import { MAX_BODY_BYTES } from '../../src/api-request.js'
import { createMock } from '../../src/mock/create-mock.js'
import { deferred, exchange, http, openConnection, readAll, startHttpServer } from './wire.js'

const HEAD = ['PATCH /v1/conversations/conv_abc123 HTTP/1.1', 'Host: h', 'Authorization: Bearer k']
const TWO_MIB = 2 * 1024 * 1024

async function served(): Promise<{ readonly port: number; readonly url: string }> {
  const { port, origin } = await startHttpServer(nodeListener(createMock()))
  return { port, url: `${origin}/v1/conversations/conv_abc123` }
}

function patch(url: string, body: BodyInit): Promise<Response> {
  const stream = body instanceof ReadableStream ? { duplex: 'half' } : {}
  return fetch(url, { method: 'PATCH', headers: { authorization: 'Bearer k', 'content-type': 'application/json' }, body, ...stream })
}

function bodyOf(bytes: number): string {
  const frame = '{"metadata":{"x":""}}'
  return frame.replace('""', `"${'x'.repeat(bytes - frame.length)}"`)
}

describe('a body', () => {
  it('may have 1 MiB, and not one byte more', async () => {
    const { url } = await served()

    expect((await patch(url, bodyOf(MAX_BODY_BYTES))).status).toBe(200)
    expect((await patch(url, bodyOf(MAX_BODY_BYTES + 1))).status).toBe(413)
  })

  it('that is too large gets an error envelope, and the connection is closed', async () => {
    const { url } = await served()
    const response = await patch(url, new Uint8Array(TWO_MIB))

    expect(response.status).toBe(413)
    expect(response.headers.get('connection')).toBe('close')
    expect(await response.json()).toMatchObject({
      error: { code: 'VALIDATION_ERROR' },
      meta: { requestId: response.headers.get('x-request-id') },
    })
  })

  it('that is too large is rejected once its Content-Length is known, before any of it arrives', async () => {
    const { port } = await served()
    const socket = await openConnection(port)
    socket.write(http(...HEAD, `Content-Length: ${TWO_MIB}`))

    expect(await readAll(socket, /\}$/)).toMatch(/^HTTP\/1.1 413 .*"requestId":"req_\w+"\}\}$/s)
  })

  it('that is too large is read for a while, so that the sender can read the error', async () => {
    const { port } = await served()
    const raw = await exchange(port, http(...HEAD, `Content-Length: ${TWO_MIB}`), new Uint8Array(TWO_MIB))

    expect(raw).toMatch(/^HTTP\/1.1 413 .*\}\}$/s)
  })

  it('in chunks is rejected as soon as it is too large, however long it continues', async () => {
    const { url } = await served()
    let left = 40
    const endless = new ReadableStream({
      pull(controller) {
        if (left-- > 0) controller.enqueue(new Uint8Array(65_536))
        else controller.close()
      },
    })

    expect((await patch(url, endless)).status).toBe(413)
  })

  it('without end is cut off after another 16 MiB', async () => {
    const { port } = await served()
    const socket = await openConnection(port)
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), new Uint8Array(0x100000), Buffer.from('\r\n')])
    let sent = 0
    const send = (): void => {
      while (!socket.destroyed && socket.writable && socket.write(chunk)) sent++
      sent++
    }
    const cut = deferred<void>()
    socket.on('drain', send)
    socket.on('error', () => cut.resolve())
    socket.on('close', () => cut.resolve())
    socket.resume()
    socket.write(http(...HEAD, 'Transfer-Encoding: chunked'))
    send()
    await cut.promise

    expect(sent).toBeGreaterThan(16)
    expect(sent).toBeLessThan(200)
  })

  it('of a client that stops sending is awaited for five seconds', async () => {
    const { port } = await served()
    const socket = await openConnection(port)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      socket.write(http(...HEAD, `Content-Length: ${TWO_MIB}`))
      let text = ''
      for await (const part of socket) {
        text += String(part)
        if (text.endsWith('}}')) vi.advanceTimersByTime(5000)
      }

      expect(text).toMatch(/^HTTP\/1.1 413/)
    } finally {
      vi.useRealTimers()
    }
  })

  it('is not too large for HEAD, whose response has no body', async () => {
    const { port } = await served()
    const raw = await exchange(
      port,
      http('HEAD /v1/conversations HTTP/1.1', 'Host: h', 'Authorization: Bearer k', `Content-Length: ${TWO_MIB}`),
      new Uint8Array(TWO_MIB),
    )

    expect(raw).toMatch(/^HTTP\/1.1 413 .*\r\n\r\n$/s)
  })
})
