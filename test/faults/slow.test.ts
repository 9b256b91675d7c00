import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nodeListener } from '../../src/server.js'
import { deferred, startHttpServer } from '../adapters/wire.js'
import { mockTest } from '../api/mock-test.js'
import { transports } from '../api/transports.js'
import { frozenMock, send } from '../kit/kit.js'

const CONVERSATION = '/conversations/conv_abc123'
const KEY = { authorization: 'Bearer any' }
/** A body is sent in ten pieces. */
const PIECES = 10
const DURATION = 100_000

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const fakeTimers = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })

for (const transport of transports.filter(({ name }) => name !== 'in process')) {
  describe(`a slow response, ${transport.name}`, () => {
    const test = mockTest(transport).extend<{ readonly ask: (signal?: AbortSignal) => Promise<Response> }>({
      ask: async ({ api }, use) => {
        const { baseUrl, close } = await transport.connect(api.mock)
        await use((signal) => fetch(`${baseUrl}${CONVERSATION}`, { headers: KEY, ...(signal !== undefined && { signal }) }))
        await close()
      },
    })

    test('has its head at once, and its body in pieces, the last at the end of its time', async ({ api, ask }) => {
      const whole = await (await ask()).json()
      api.mock.faults.slow('getConversation', DURATION)
      fakeTimers()
      const response = await ask()
      expect(response).toMatchObject({ status: 200 })
      expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')

      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
      let text = ''
      for (let piece = 1; piece <= PIECES; piece++) {
        vi.advanceTimersByTime(DURATION / PIECES - 1)
        const read = reader?.read()
        vi.advanceTimersByTime(1)
        text += (await read)?.value ?? ''
        if (piece < PIECES) expect(() => JSON.parse(text)).toThrow(SyntaxError)
      }
      expect(JSON.parse(text)).toEqual(whole)
      expect((await reader?.read())?.done).toBe(true)
    })

    test('takes real time', async ({ api, ask }) => {
      await (await ask()).text() // the very first request is slow by itself
      api.mock.faults.slow('getConversation', 60, { times: 1 })
      const started = performance.now()
      expect(await (await ask()).json()).toMatchObject({ data: { id: 'conv_abc123' } })
      expect(performance.now() - started).toBeGreaterThanOrEqual(60 - PIECES) // each timer may fire slightly early
      expect(api.mock.requests.all()).toMatchObject([{ status: 200 }, { status: 200, fault: 'slow', response: { body: { data: {} } } }])
    })

    test('applies the change at once, and does not block other requests', async ({ api }) => {
      const { baseUrl, close } = await transport.connect(api.mock)
      const abort = new AbortController()
      api.mock.faults.slow('closeConversation', DURATION)
      fakeTimers()
      await fetch(`${baseUrl}${CONVERSATION}/close`, { method: 'POST', headers: KEY, signal: abort.signal })
      expect(api.mock.db.conversations.get('conv_abc123').status).toBe('closed')
      expect(await api.conversation('conv_abc123')).toMatchObject({ attributes: { status: 'closed' } })
      abort.abort()
      await close()
    })

    test('may be an error, and does not apply to HEAD or OPTIONS', async ({ api }) => {
      api.mock.faults.slow('*', 20, { times: 1 })
      expect(await api.call('HEAD', CONVERSATION)).toMatchObject({ status: 200 })
      expect(await api.call('OPTIONS', CONVERSATION)).toMatchObject({ status: 204 })
      expect(await api.rejected('GET', '/conversations/conv_nope')).toMatchObject({ code: 'CONVERSATION_NOT_FOUND' })
      expect(api.mock.requests.all().map(({ method, fault }) => [method, fault])).toEqual([
        ['HEAD', undefined],
        ['OPTIONS', undefined],
        ['GET', 'slow'],
      ])
    })

    test('starts after a delay', async ({ api, ask }) => {
      await (await ask()).text()
      api.mock.faults.slow('getConversation', 40)
      api.mock.faults.delay('getConversation', 40)
      const started = performance.now()
      await (await ask()).text()
      expect(performance.now() - started).toBeGreaterThanOrEqual(80 - PIECES - 1)
    })

    test('ends for a client that aborts during it', async ({ api, ask }) => {
      api.mock.faults.slow('getConversation', DURATION)
      fakeTimers()
      const abort = new AbortController()
      const response = await ask(abort.signal)
      const text = response.text()
      vi.advanceTimersByTime(DURATION / 2)
      abort.abort()
      await expect(text).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
    })
  })
}

describe('a slow body', () => {
  it('stops when the client disconnects, over HTTP', async () => {
    const mock = frozenMock()
    mock.faults.slow('getConversation', DURATION)
    const arrived = deferred<ServerResponse>()
    const listener = nodeListener(mock)
    const { origin } = await startHttpServer((request, response) => {
      listener(request, response)
      arrived.resolve(response)
    })
    fakeTimers()
    const abort = new AbortController()
    const { body } = await fetch(`${origin}/v1${CONVERSATION}`, { headers: KEY, signal: abort.signal })
    const response = await arrived.promise
    const write = vi.spyOn(response, 'write')
    vi.advanceTimersByTime(DURATION / PIECES)
    expect(write).toHaveBeenCalledTimes(1)
    const closed = once(response, 'close')
    abort.abort()
    await closed
    vi.advanceTimersByTime(DURATION)
    expect(write).toHaveBeenCalledTimes(1)
    await expect(body?.getReader().read()).rejects.toThrow()
  })

  it('has a Content-Length, over HTTP', async () => {
    const mock = frozenMock()
    mock.faults.slow('getConversation', 1)
    const { origin } = await startHttpServer(nodeListener(mock))
    const response = await fetch(`${origin}/v1${CONVERSATION}`, { headers: KEY })
    expect(response.headers.get('content-length')).toBe(String((await response.arrayBuffer()).byteLength))
  })
})

describe('a slow response, in process', () => {
  it('is complete at once, and has its duration', () => {
    const mock = frozenMock()
    mock.faults.slow('getConversation', '2s', { times: 1 })
    expect(send(mock, 'GET', CONVERSATION)).toMatchObject({ status: 200, bodyMilliseconds: 2000, notes: { fault: 'slow' } })
    expect(send(mock, 'GET', CONVERSATION)).not.toHaveProperty('bodyMilliseconds')
  })
})
