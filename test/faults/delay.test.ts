import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMock } from '../../src/index.js'
import { deferred } from '../adapters/wire.js'
import { type Client, KEY } from '../api/client.js'
import { mockTest } from '../api/mock-test.js'
import { transports } from '../api/transports.js'

const CONVERSATION = '/conversations/conv_abc123'
const NETWORKED = transports.filter(({ name }) => name !== 'in process')
const REQUEST = { method: 'POST', path: `${CONVERSATION}/close`, headers: { authorization: `Bearer ${KEY}` } }
const TEN_MINUTES = 600_000
/** A timer may fire up to this much early, because it counts full milliseconds. */
const EARLY = 1

afterEach(() => {
  vi.restoreAllMocks() // must run before timers, some of which are faked
  vi.useRealTimers()
})

async function timed(ask: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await ask()
  return performance.now() - started
}

/** A request that is delayed by timers that are faked from now on. */
async function waiting({ mock, call }: Client) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const arrived = deferred<void>()
  const { delayFor } = mock
  vi.spyOn(mock, 'delayFor').mockImplementationOnce((request) => {
    void Promise.resolve().then(arrived.resolve) // once the timer is set
    return delayFor(request)
  })
  const abort = new AbortController()
  const { fetch } = globalThis
  vi.spyOn(globalThis, 'fetch').mockImplementationOnce((url, init) => fetch(url, { ...init, signal: abort.signal }))
  const timers = vi.spyOn(globalThis, 'setTimeout')
  const response = call('POST', `${CONVERSATION}/close`)
  await arrived.promise
  const timer = timers.mock.results[timers.mock.calls.findIndex(([, milliseconds]) => milliseconds === TEN_MINUTES)]?.value
  return { response, abort, timer }
}

for (const transport of NETWORKED) {
  describe(`a delay, ${transport.name}`, () => {
    const test = mockTest(transport)

    test('sends the response no earlier than requested', async ({ api }) => {
      await api.call('GET', CONVERSATION) // the first request of all takes a while by itself
      api.mock.faults.delay('closeConversation', 60)
      expect(await timed(() => api.call('POST', `${CONVERSATION}/close`))).toBeGreaterThanOrEqual(60 - EARLY)
      expect(api.mock.db.conversations.get('conv_abc123').status).toBe('closed')
    })

    test('can be text with a unit', async ({ api }) => {
      api.mock.faults.delay('getConversation', '60ms', { times: 1 })
      api.mock.faults.delay('getConversation', { milliseconds: 60 }, { times: 1 })
      for (let i = 0; i < 2; i++) expect(await timed(() => api.call('GET', CONVERSATION))).toBeGreaterThanOrEqual(60 - EARLY)
    })

    test('applies to its operation, as many times as given', async ({ api }) => {
      api.mock.faults.delay('closeConversation', '10m', { times: 1 })
      expect(await api.call('GET', CONVERSATION)).toMatchObject({ status: 200 })
      api.mock.delayFor(REQUEST)
      expect(await api.call('POST', `${CONVERSATION}/close`)).toMatchObject({ status: 200 })
    })

    test('is applied before a failure, in any order of setting', async ({ api }) => {
      api.mock.faults.fail('getConversation', { status: 503 })
      api.mock.faults.delay('getConversation', 60)
      expect(await timed(() => api.rejected('GET', CONVERSATION))).toBeGreaterThanOrEqual(60 - EARLY)
      expect(api.mock.requests.all()).toMatchObject([{ status: 503, fault: 'fail' }])
    })

    test('is applied before a cut connection', async ({ api }) => {
      api.mock.faults.delay('getConversation', 60)
      api.mock.faults.drop('getConversation')
      expect(await timed(() => expect(api.call('GET', CONVERSATION)).rejects.toThrow(TypeError))).toBeGreaterThanOrEqual(60 - EARLY)
    })

    test('applies to HEAD like GET, and never to OPTIONS', async ({ api }) => {
      api.mock.faults.delay('*', 60)
      expect(await timed(() => api.call('HEAD', CONVERSATION))).toBeGreaterThanOrEqual(60 - EARLY)
      api.mock.faults.delay('*', '10m')
      expect(await api.call('OPTIONS', CONVERSATION)).toMatchObject({ status: 204 })
      expect(await api.call('GET', '/nope')).toMatchObject({ status: 404 })
    })

    test('passes before anything is executed, and does not block other requests', async ({ api }) => {
      api.mock.faults.delay('closeConversation', '10m', { times: 1 })
      const { response } = await waiting(api)
      expect(await api.call('GET', CONVERSATION)).toMatchObject({ body: { data: { attributes: { status: 'open' } } } })
      vi.advanceTimersByTime(TEN_MINUTES - 1)
      expect(api.mock.db.conversations.get('conv_abc123').status).toBe('open')
      vi.advanceTimersByTime(1)
      expect(await response).toMatchObject({ status: 200 })
      expect(api.events()).toEqual(['conversation.closed'])
    })

    test('changes nothing when the client does not wait, and the request is not recorded', async ({ api }) => {
      api.mock.faults.delay('closeConversation', '10m')
      const { response, abort, timer } = await waiting(api)
      const noticed = deferred<void>()
      const { clearTimeout: clear } = globalThis
      vi.spyOn(globalThis, 'clearTimeout').mockImplementation((cleared) => {
        clear(cleared)
        if (cleared === timer) noticed.resolve()
      })
      abort.abort()
      await expect(response).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }))
      await noticed.promise
      vi.advanceTimersByTime(2 * TEN_MINUTES)
      expect(api.mock.db.conversations.get('conv_abc123').status).toBe('open')
      expect(api.mock.requests.all()).toEqual([])
      expect(api.events()).toEqual([])
    })
  })
}

describe('a delay, in process', () => {
  it('does not apply to handle, which responds at once, and uses none of its times', () => {
    const mock = createMock()
    mock.faults.delay('closeConversation', '10m', { times: 1 })
    expect(mock.handle(REQUEST).status).toBe(200)
    expect(mock.delayFor(REQUEST)).toBe(TEN_MINUTES)
    expect(mock.delayFor(REQUEST)).toBe(0)
  })

  it('is returned to adapters: those with times in order, then the latest', () => {
    const mock = createMock()
    mock.faults.delay('*', 5)
    mock.faults.delay('closeConversation', '1.5s', { times: 2 })
    mock.faults.delay('*', { seconds: 2 }, { times: 1 })
    const stop = mock.faults.delay('closeConversation', 7)
    expect(Array.from({ length: 5 }, () => mock.delayFor(REQUEST))).toEqual([1500, 1500, 2000, 7, 7])
    stop()
    expect(mock.delayFor(REQUEST)).toBe(5)
    expect(mock.delayFor({ method: 'HEAD', path: '/conversations?status=open' })).toBe(5)
    for (const [method, path] of [
      ['OPTIONS', '/conversations'],
      ['GET', '/nope'],
      ['PUT', '/conversations'],
    ] as const) {
      expect(mock.delayFor({ method, path })).toBe(0)
    }
    mock.reset()
    expect(mock.delayFor(REQUEST)).toBe(0)
  })

  it('may be zero', () => {
    const mock = createMock()
    mock.faults.delay('*', '2s')
    mock.faults.delay('*', 0)
    expect(mock.delayFor(REQUEST)).toBe(0)
  })

  it('is restored by a snapshot, with its remaining times', () => {
    const mock = createMock()
    mock.faults.delay('closeConversation', 20, { times: 2 })
    mock.delayFor(REQUEST)
    const snapshot = mock.snapshot()
    for (let i = 0; i < 2; i++) {
      expect([mock.delayFor(REQUEST), mock.delayFor(REQUEST)]).toEqual([20, 0])
      mock.restore(snapshot)
    }
  })
})
