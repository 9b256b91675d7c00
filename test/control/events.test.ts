import { once } from 'node:events'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { generateWorld } from '../../fixtures/generate.js'
import { createMock } from '../../src/mock/create-mock.js'
import { http, openConnection, startHttpServer } from '../adapters/wire.js'
import { fieldsOf, startControlServer } from './control-server.js'
import { listen } from './stream.js'

describe('the events', () => {
  it('include every change, request and delivery, resets and moves of the clock, as they occur', async () => {
    const { origin } = await startHttpServer((_, response) => response.writeHead(200).end())
    const { url, call, ask, mock } = await startControlServer()
    mock.webhooks.create({ url: `${origin}/hook`, events: ['conversation.closed'] })
    const stream = await listen(`${url}/events`)
    await ask('POST', '/conversations/conv_abc123/close', undefined, 'sk_live_secret')
    const received = [await stream.next(), await stream.next(), await stream.next()]

    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(received).toMatchObject([
      { event: 'change', data: { event: 'conversation.closed', data: { id: 'conv_abc123' } } },
      { event: 'request', data: { operation: 'closeConversation', status: 200, headers: { authorization: '***' }, violations: [] } },
      { event: 'delivery', data: { status: 'succeeded', attempts: 1, payload: { event: 'conversation.closed' } } },
    ])
    const ids = received.map((size) => Number(size?.id))
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
    await call('PATCH', '/clock', { advance: '1h' })
    await call('POST', '/reset')
    expect(await stream.next()).toMatchObject({ event: 'clock', data: { frozen: false } })
    expect(await stream.next()).toMatchObject({ event: 'reset', data: { conversations: 1 } })
  })

  it('can be filtered', async () => {
    const { url, call, ask } = await startControlServer()
    const stream = await listen(`${url}/events?types=change,reset`)
    await ask('POST', '/conversations/conv_abc123/close')
    await ask('GET', '/conversations')
    await call('POST', '/reset')

    expect(await stream.kinds(2)).toEqual(['change', 'reset'])
    expect(fieldsOf(await call('GET', '/events?types=change,everything'))).toEqual(['types'])
  })

  it('continue after the last id that a client knows', async () => {
    const { url, ask } = await startControlServer()
    const first = await listen(`${url}/events?types=request`)
    await ask('GET', '/conversations')
    const { id = '' } = (await first.next()) ?? {}
    first.leave()
    await ask('GET', '/conversations/conv_abc123')
    await ask('GET', '/nope')
    const second = await listen(`${url}/events?types=request`, { 'last-event-id': id })

    expect(await second.next()).toMatchObject({ data: { path: '/conversations/conv_abc123' } })
    expect(await second.next()).toMatchObject({ data: { path: '/nope' } })
  })

  it('report lost entries, also of an earlier run', async () => {
    const { url, ask } = await startControlServer()
    await listen(`${url}/events`)
    await ask('GET', '/conversations')
    const stream = await listen(`${url}/events`, { 'last-event-id': '17' })

    expect(await stream.next()).toEqual({ event: 'missed', data: { since: 17 } })
    expect(await stream.next()).toMatchObject({ event: 'request' })
  })

  it('ignore an invalid Last-Event-ID', async () => {
    const { call } = await startControlServer()

    expect(fieldsOf(await call('GET', '/events', undefined, { 'last-event-id': 'evt_1' }))).toEqual(['Last-Event-ID'])
  })

  it('send a comment every 15 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const { url } = await startControlServer()
    const stream = await listen(`${url}/events`)
    vi.advanceTimersByTime(15_000)

    expect(await stream.next()).toMatchObject({ event: 'comment' })
  })

  it('end when the server closes, which does not wait for listeners', async () => {
    const { url, server } = await startControlServer()
    const stream = await listen(`${url}/events`)
    await server.close()

    expect(await stream.next()).toBeUndefined()
  }, 5000)

  it('cost nothing before the first request for them, and nothing after the server has closed', async () => {
    const mock = createMock()
    const on = mock.requests.on.bind(mock.requests)
    const noticed = vi.fn()
    const startHttpServer = vi.spyOn(mock.requests, 'on').mockImplementation((listener) =>
      on((request) => {
        noticed()
        listener(request)
      }),
    )
    const { url, call, ask, server } = await startControlServer({}, mock)
    await call('GET', '/requests')
    await ask('GET', '/conversations')
    expect(startHttpServer).not.toHaveBeenCalled()
    for (const _ of [1, 2]) await listen(`${url}/events`)
    await ask('GET', '/conversations')
    expect(noticed).toHaveBeenCalledOnce()
    await server.close()
    mock.handle({ method: 'GET', path: '/conversations' })

    expect(noticed).toHaveBeenCalledOnce()
  })

  it('of a sandbox are separate, and end with it', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const { url, call, ask } = await startControlServer({}, createMock({ sandboxPerKey: true }))
    const stream = await listen(`${url}/events`, { authorization: 'Bearer worker-1' })
    await ask('GET', '/conversations', undefined, 'worker-2')
    await ask('GET', '/nope', undefined, 'worker-1')
    expect(await stream.next()).toMatchObject({ data: { path: '/nope' } })
    await call('DELETE', '/sandboxes/worker-1')
    vi.advanceTimersByTime(15_000)

    expect(await stream.next()).toBeUndefined()
  })

  it('disconnect a client that does not read, and no other', async () => {
    const { url, server, mock } = await startControlServer({}, createMock({ world: generateWorld({ conversations: 100 }) }))
    const slow = await openConnection(server.port)
    slow.write(http('GET /_mock/events HTTP/1.1', 'Host: localhost'))
    await once(slow, 'readable')
    const stream = await listen(`${url}/events`)
    const list = { method: 'GET', path: '/conversations?perPage=100', headers: { authorization: 'Bearer any' } }
    let size = 0
    for (let i = 0; i < 400; i++) {
      size += mock.handle(list).body.length
      if (i % 10 === 9) expect((await stream.kinds(10)).every((kind) => kind === 'request')).toBe(true)
    }
    expect(size).toBeGreaterThan(20 * 1024 * 1024)
    slow.on('error', () => {}) // what is written to a connection that is no more is an error
    await vi.waitFor(
      () => {
        slow.write('\r\n') // which says nothing to HTTP
        expect(slow.errored).not.toBeNull()
      },
      { timeout: 10_000, interval: 100 },
    )
    mock.handle(list)
    expect(await stream.kinds(1)).toEqual(['request'])
  }, 15_000)
})
