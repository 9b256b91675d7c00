import { afterEach, describe, expect, it, vi } from 'vitest'
import { nodeListener } from '../../src/adapters/node.js'
import { createMock } from '../../src/mock/create-mock.js'
import { deferred, startHttpServer } from './wire.js'

const KEY = { authorization: 'Bearer demo-key' }

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('the listener with a latency', () => {
  it('handles a request after its latency, not before', async () => {
    const mock = createMock()
    const arrived = deferred<void>()
    const listener = nodeListener(mock, { latency: 60_000 })
    const { origin } = await startHttpServer((req, res) => {
      listener(req, res)
      arrived.resolve()
    })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const response = fetch(`${origin}/v1/conversations/conv_abc123/close`, { method: 'POST', headers: KEY })
    await arrived.promise
    vi.advanceTimersByTime(59_999)
    expect(mock.db.conversations.get('conv_abc123').status).toBe('open')
    vi.advanceTimersByTime(1)

    expect(mock.db.conversations.get('conv_abc123').status).toBe('closed')
    expect((await response).status).toBe(200)
  })

  it('draws equal latencies for equal seeds', async () => {
    const waits = async (seed: number) => {
      const timeout = vi.spyOn(globalThis, 'setTimeout')
      const { origin } = await startHttpServer(nodeListener(createMock(), { latency: '1-9', seed }))
      for (let i = 0; i < 6; i++) await fetch(`${origin}/v1/conversations`, { headers: KEY })
      const drawn = timeout.mock.calls.map(([, milliseconds]) => milliseconds).filter((wait) => wait !== undefined && wait < 10)
      timeout.mockRestore()
      return drawn
    }

    expect(await waits(3)).toEqual(await waits(3))
  })

  it('drops a request whose client does not wait', async () => {
    const mock = createMock()
    const handle = vi.spyOn(mock, 'handle')
    const [arrived, gone] = [deferred<void>(), deferred<void>()]
    const listener = nodeListener(mock, { latency: 60_000 })
    const { origin } = await startHttpServer((req, res) => {
      listener(req, res)
      res.once('close', gone.resolve)
      arrived.resolve()
    })
    const clear = vi.spyOn(globalThis, 'clearTimeout')
    const abort = new AbortController()
    const response = fetch(`${origin}/v1/conversations`, { headers: KEY, signal: abort.signal })
    await arrived.promise
    abort.abort()
    await expect(response).rejects.toThrow()
    await gone.promise

    expect(clear).toHaveBeenCalled()
    expect(handle).not.toHaveBeenCalled()
    clear.mockRestore()
  })
})
