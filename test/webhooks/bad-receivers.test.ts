import { once } from 'node:events'
import type { Socket } from 'node:net'
import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createMock, type StoredDelivery } from '../../src/index.js'
import { startServer } from '../../src/server.js'
import { deferred } from '../adapters/wire.js'
import { ask, frozenMock } from '../kit/kit.js'
import { type RunningReceiver, respondWith, startReceiver } from './start-receiver.js'

const CLOSE = '/conversations/conv_abc123/close'

/** Result of one delivery to a receiver. */
async function delivered(respond: RunningReceiver['respond'], fields: object = {}): Promise<StoredDelivery | undefined> {
  const mock = frozenMock()
  const receiver = await startReceiver(respond)
  mock.webhooks.create({ url: receiver.url, ...fields })
  ask(mock, 'POST', CLOSE)
  await mock.webhooks.settled()
  expect(receiver.posts).toHaveLength(1)
  return mock.webhooks.deliveries[0]
}

describe('a receiver', () => {
  it.each([200, 201, 202, 204, 299])('that responds %i has received the delivery', async (status) => {
    expect(await delivered(respondWith(status))).toMatchObject({ status: 'succeeded', statusCode: status })
  })

  it.each([400, 401, 404, 410, 429, 500, 503, 599])('that responds %i has not received it', async (status) => {
    const delivery = await delivered((response) => void response.writeHead(status, 'Because').end('Why'))
    expect(delivery).toMatchObject({ status: 'pending', statusCode: status, errorMessage: 'Because', responseBody: 'Why' })
  })

  it('that responds with an invalid HTTP status has not received it, and no status is stored', async () => {
    const delivery = await delivered((response) => void response.writeHead(999, 'Odd').end())
    expect(delivery).toMatchObject({ status: 'pending', errorMessage: 'Odd' })
    expect(delivery).not.toHaveProperty('statusCode')
  })

  it.each([301, 302, 303, 307, 308])('that responds %i is not followed (decision 37)', async (status) => {
    const other = await startReceiver()
    const delivery = await delivered((response) => void response.writeHead(status, { location: other.url }).end())
    expect(delivery).toMatchObject({ status: 'pending', statusCode: status, errorMessage: 'Redirects are not followed' })
    expect(other.posts).toEqual([])
  })

  it('that hangs times out after config.timeout, in real time', async () => {
    const delivery = await delivered(() => {}, { config: { timeout: 1 } })
    expect(delivery).toMatchObject({ status: 'pending', attempts: 1, errorMessage: 'No response within 1 s' })
    expect(delivery).not.toHaveProperty('statusCode')
    expect(delivery?.latency).toBeGreaterThan(900)
  })

  it('that starts a response and then hangs times out as well', async () => {
    const delivery = await delivered((response) => void response.writeHead(200).write('Wait'), { config: { timeout: 1 } })
    expect(delivery).toMatchObject({ status: 'pending', statusCode: 200, errorMessage: 'No response within 1 s' })
  })

  it('that closes the connection before it responds has not received it', async () => {
    expect(await delivered((response) => void response.destroy())).toMatchObject({ status: 'pending', errorMessage: 'other side closed' })
  })

  it('that closes the connection during its response has not received it', async () => {
    const delivery = await delivered((response) => {
      response.writeHead(200, { 'content-length': 100 }).write('Half', () => response.destroy())
    })
    expect(delivery).toMatchObject({ status: 'pending', statusCode: 200, errorMessage: expect.stringMatching(/./) })
  })

  it('that does not speak HTTP has not received it', async () => {
    const server = createServer((socket: Socket) => void socket.end('SSH-2.0-OpenSSH\r\n'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const address = server.address()
    const mock = frozenMock()
    mock.webhooks.create({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/` })
    ask(mock, 'POST', CLOSE)
    await mock.webhooks.settled()
    expect(mock.webhooks.deliveries).toMatchObject([{ status: 'pending', errorMessage: expect.stringMatching(/./) }])
  })

  it('that is unreachable is reported with the reason', async () => {
    const mock = frozenMock()
    mock.webhooks.create({ url: 'http://127.0.0.1:1/' })
    ask(mock, 'POST', CLOSE)
    await mock.webhooks.settled()
    expect(mock.webhooks.deliveries).toMatchObject([{ status: 'pending', attempts: 1 }])
    expect(mock.webhooks.deliveries[0]?.errorMessage).toMatch(/bad port|ECONNREFUSED/)
  })

  it('that responds with 10 MB is read for 64 KiB, of which 8 KiB are stored', async () => {
    const written = deferred<number>()
    const delivery = await delivered((response) => {
      const { socket } = response
      response.once('close', () => written.resolve(socket?.bytesWritten ?? 0))
      response.writeHead(200)
      const chunk = 'x'.repeat(16 * 1024)
      const more = (left: number): void => {
        if (left === 0) response.end()
        else if (!response.destroyed) response.write(chunk, () => more(left - 1))
      }
      more(640)
    })
    expect(delivery).toMatchObject({ status: 'succeeded', responseBody: 'x'.repeat(8 * 1024) })
    // The rest, in the buffers of both ends, was never read.
    expect(await written.promise).toBeLessThan(8 * 1024 * 1024)
  })

  it('that responds in UTF-8 is never cut inside a character', async () => {
    const delivery = await delivered(respondWith(200, 'é'.repeat(10_000)))
    expect(delivery?.responseBody).toMatch(/^é{4096}$/)
  })
})

describe('a receiver that hangs', () => {
  it('does not slow down the API: its median time stays within three times of the usual', async () => {
    const hanging = await startReceiver(() => {})
    const median = async (url: string): Promise<number> => {
      const times: number[] = []
      for (let i = 0; i < 100; i++) {
        const started = performance.now()
        const body = JSON.stringify({ metadata: { i } })
        await (await fetch(`${url}/conversations/conv_abc123`, { method: 'PATCH', headers: { authorization: 'Bearer any' }, body })).text()
        times.push(performance.now() - started)
      }
      return times.toSorted((a, b) => a - b)[50] ?? 0
    }
    const plain = await startServer(createMock(), { port: 0 })
    const hooked = await startServer(createMock({ webhooks: Array.from({ length: 5 }, () => ({ url: hanging.url })) }), { port: 0 })
    onTestFinished(async () => {
      await plain.close({ force: true })
      await hooked.close({ force: true })
    })
    const rounds = { plain: [] as number[], hooked: [] as number[] }
    for (let i = 0; i < 4; i++) {
      rounds.plain.push(await median(plain.url))
      rounds.hooked.push(await median(hooked.url))
    }
    expect(hanging.posts).toHaveLength(5) // one per webhook is always in flight
    expect(Math.min(...rounds.hooked) / Math.min(...rounds.plain)).toBeLessThan(3)
  })

  it('does not delay other webhooks', async () => {
    const mock = frozenMock()
    const [hanging, honest] = [await startReceiver(() => {}), await startReceiver()]
    mock.webhooks.create({ url: hanging.url })
    mock.webhooks.create({ url: honest.url })
    for (const path of [CLOSE, '/conversations/conv_abc123/reopen', CLOSE]) ask(mock, 'POST', path)
    expect(await honest.waitFor(3)).toHaveLength(3)
    expect(hanging.posts).toHaveLength(1)
    mock.reset()
  })
})
