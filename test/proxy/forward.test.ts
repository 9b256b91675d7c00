import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { forward, type Outgoing, whyNone } from '../../src/proxy/forward.js'

/** A server that responds once per connection, and closes it at the second request. */
async function startOneShotServer(): Promise<{ readonly request: Outgoing; readonly requested: string[] }> {
  const requested: string[] = []
  const server = createServer((socket) => {
    let responded = false
    socket.on('error', () => {})
    socket.on('data', (data) => {
      requested.push(String(data).split(' ')[0] ?? '')
      if (responded) socket.resetAndDestroy()
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')
      responded = true
    })
  })
  onTestFinished(() => void server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : address
  return { request: { method: 'GET', url: `http://127.0.0.1:${port}/`, headers: {}, body: Buffer.alloc(0) }, requested }
}

describe('a forwarded request', () => {
  it('is sent again when the reused connection turns out to be closed', async () => {
    const { request, requested } = await startOneShotServer()
    const answers = [await forward(request), await forward(request)]

    expect(answers.map(({ status, body }) => [status, String(body)])).toEqual([
      [200, '{}'],
      [200, '{}'],
    ])
    expect(requested).toEqual(['GET', 'GET', 'GET'])
  })

  it('fails with a readable message for any error', async () => {
    const failed = forward({ method: 'GET', url: 'http://127.0.0.1:1/', headers: {}, body: Buffer.alloc(0) })

    await expect(failed.catch(whyNone)).resolves.toBe('connect ECONNREFUSED 127.0.0.1:1')
    expect(whyNone(new AggregateError([new Error('connect ECONNREFUSED ::1:80'), new Error('the other')]))).toBe(
      'connect ECONNREFUSED ::1:80',
    )
    expect(whyNone(Object.assign(new Error(''), { code: 'ECONNRESET' }))).toBe('ECONNRESET')
    expect(whyNone(new TypeError(''))).toBe('TypeError')
    expect(whyNone('it')).toBe('it')
  })
})
