import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { run } from '../../src/cli/run.js'
import { createMock, type Mock, verifyWebhook } from '../../src/index.js'
import { nodeListener, startServer } from '../../src/server.js'
import { startHttpServer as wire } from '../adapters/wire.js'
import { respondWith, startReceiver } from '../webhooks/start-receiver.js'
import { runCommand, type Terminal, terminal } from './terminal.js'

const CLOSE = '/conversations/conv_abc123/close'

async function served(mock: Mock, port = 0): Promise<{ readonly url: string; readonly port: number; close(): Promise<void> }> {
  const server = await startServer(mock, { port })
  const close = () => server.close({ force: true })
  onTestFinished(close)
  return { url: server.url, port: server.port, close }
}

function close(mock: Mock): void {
  mock.handle({ method: 'POST', path: CLOSE, headers: { authorization: 'Bearer any' } })
}

/** A running `listen`, stopped after the test. */
async function startHttpServer(
  url: string,
  forwardTo: string,
  ...args: string[]
): Promise<Terminal & { secret: string; ended: Promise<number> }> {
  const io = terminal()
  const ended = run(['listen', '--forward-to', forwardTo, '--url', url, ...args], io)
  onTestFinished(async () => {
    io.signals.emit('SIGTERM')
    await ended
  })
  const failed = ended.then((status) => Promise.reject(new Error(`ended with ${status}: ${io.stderr.text}`)))
  const [, secret = ''] = await Promise.race([io.stdout.shows(/^Ready! .*secret (whsec_\w+)\n/), failed])
  failed.catch(() => {})
  return { ...io, secret, ended }
}

describe('linktor-mock listen', () => {
  it('sends events to a receiver as they occur, byte for byte, and prints a line for each', async () => {
    const mock = createMock()
    const receiver = await startReceiver(respondWith(202, 'Thanks'))
    const { stdout, secret } = await startHttpServer((await served(mock)).url, receiver.url)
    close(mock)
    const [post] = await receiver.waitFor(1)
    await mock.webhooks.settled()

    const [delivery] = mock.webhooks.deliveries
    expect(delivery).toMatchObject({ status: 'succeeded', statusCode: 202, responseBody: 'Thanks', attempts: 1 })
    expect(JSON.parse(String(post?.body))).toEqual(delivery?.payload)
    for (const [name, value] of Object.entries(delivery?.requestHeaders ?? {})) expect(post?.headers[name.toLowerCase()]).toBe(value)
    expect(post?.headers.host).toBe(new URL(receiver.url).host)
    expect(await verifyWebhook({ headers: post?.headers ?? {}, body: post?.body ?? '' }, secret)).toEqual(delivery?.payload)
    const lines = stdout.text.trim().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(new RegExp(`^\\d\\d:\\d\\d:\\d\\d conversation\\.closed ${delivery?.id} → 202 \\d+ ms$`))
  })

  it('passes failures back, so that the events are retried', async () => {
    const mock = createMock()
    const receiver = await startReceiver(respondWith(500, 'Oops'))
    const { stdout } = await startHttpServer((await served(mock)).url, receiver.url)
    close(mock)
    await stdout.shows(/→ 500/)
    await mock.webhooks.settled()
    expect(mock.webhooks.deliveries).toMatchObject([{ status: 'pending', statusCode: 500, responseBody: 'Oops' }])

    receiver.respond = respondWith(204)
    mock.clock.advance('1m')
    await stdout.shows(/→ 204/)
    await mock.webhooks.settled()
    expect(mock.webhooks.deliveries).toMatchObject([{ status: 'succeeded', attempts: 2 }])
  })

  it('reports an unreachable receiver, and responds 502 for it', async () => {
    const mock = createMock()
    const { stdout } = await startHttpServer((await served(mock)).url, 'http://127.0.0.1:1/hooks')
    close(mock)
    await stdout.shows(/conversation\.closed del_\w+ → connect ECONNREFUSED 127\.0\.0\.1:1 \d+ ms\n/)
    await mock.webhooks.settled()
    expect(mock.webhooks.deliveries).toMatchObject([{ status: 'pending', statusCode: 502 }])
  })

  it('follows no redirect, and passes on responses that end early', async () => {
    const mock = createMock()
    const receiver = await startReceiver((response) => void response.writeHead(302, { location: '/elsewhere' }).end())
    const { stdout } = await startHttpServer((await served(mock)).url, receiver.url)
    close(mock)
    await stdout.shows(/→ 302/)
    await mock.webhooks.settled()
    expect(mock.webhooks.deliveries).toMatchObject([{ statusCode: 302, errorMessage: 'Redirects are not followed' }])

    receiver.respond = (response) => {
      response.writeHead(200, { 'content-length': 100 }).write('Half of it', () => response.destroy())
    }
    mock.clock.advance('1m')
    await mock.webhooks.settled()
    expect(mock.webhooks.deliveries).toMatchObject([{ status: 'pending', attempts: 2 }])
    expect(receiver.posts).toHaveLength(2)
  })

  it('--events sends only those events', async () => {
    const mock = createMock()
    const receiver = await startReceiver()
    await startHttpServer((await served(mock)).url, receiver.url, '--events', 'conversation.created, conversation.reopened')
    expect(mock.webhooks.all()).toMatchObject([
      { events: ['conversation.created', 'conversation.reopened'], description: 'linktor-mock listen' },
    ])
  })

  it.each(['SIGINT', 'SIGTERM'])('on %s deletes its webhook and exits with 0', async (signal) => {
    const mock = createMock()
    const { signals, ended, stderr } = await startHttpServer((await served(mock)).url, 'http://127.0.0.1:1/')
    expect(mock.webhooks.all()).toHaveLength(1)
    signals.emit(signal)

    expect(await ended).toBe(0)
    expect(mock.webhooks.all()).toEqual([])
    expect(stderr.text).toBe('')
    expect(signals.listenerCount(signal)).toBe(0)
  })

  it('reports when the mock server is gone, and continues when it is back', async () => {
    const mock = createMock()
    const receiver = await startReceiver()
    const first = await served(mock)
    const { stdout } = await startHttpServer(first.url, receiver.url)
    await first.close()
    await stdout.shows(/The mock at http:\S+\/v1 is gone; waiting until it is back\n/)

    const next = createMock({ seed: 2 })
    await served(next, first.port)
    await stdout.shows(/Registered again, secret whsec_\w+\n/)
    close(next)
    expect(await receiver.waitFor(1)).toMatchObject([{ event: { event: 'conversation.closed' } }])
  })

  it('exits with 0 when the mock server is gone, and reports that the webhook was not deleted', async () => {
    const fake = await served(createMock())
    const { stdout, stderr, signals, ended } = await startHttpServer(fake.url, 'http://127.0.0.1:1/')
    await fake.close()
    await stdout.shows(/is gone/)
    signals.emit('SIGINT')
    expect(await ended).toBe(0)
    expect(stderr.text).toMatch(/^warning: the webhook wh_\w+ was not deleted: no mock responds at .*\n$/)
  })

  it.each<[name: string, remove: (mock: Mock, url: string, before: ReturnType<Mock['snapshot']>) => unknown]>([
    ['a reset', (mock) => mock.reset()],
    ['a restore', (mock, _, before) => mock.restore(before)],
    ['another world', (mock) => mock.load({ ...mock.world(), webhooks: [], deliveries: [] })],
    ['POST /_mock/reset', (_, url) => fetch(new URL('/_mock/reset', url), { method: 'POST' })],
    [
      'its deletion',
      (mock, url) => fetch(`${url}/webhooks/${mock.webhooks.all()[0]?.id}`, { method: 'DELETE', headers: { authorization: 'Bearer any' } }),
    ],
  ])('registers again within a second after %s', async (_, remove) => {
    const mock = createMock()
    const before = mock.snapshot()
    const { url } = await served(mock)
    const receiver = await startReceiver()
    const { stdout } = await startHttpServer(url, receiver.url)
    await vi.waitFor(() => expect(mock.requests.find({ operation: 'getWebhook' })).toBeDefined()) // it follows the mock from now on
    await remove(mock, url, before)

    await stdout.shows(/The webhook is gone from the mock, as after a reset\nRegistered again, (the same )?secret.*\n/)
    expect(mock.webhooks.all()).toHaveLength(1)
    close(mock)
    expect(await receiver.waitFor(1)).toMatchObject([{ event: { event: 'conversation.closed' } }])
  })

  it('finds its own webhook after a restart that persists the data', async () => {
    const first = createMock()
    const before = await served(first)
    const receiver = await startReceiver()
    const { stdout } = await startHttpServer(before.url, receiver.url)
    const world = first.world()
    await before.close()
    await stdout.shows(/is gone; waiting until it is back\n/)
    const next = createMock({ world })
    await served(next, before.port)
    await stdout.shows(/Ready again, the same secret\n/)

    expect(next.webhooks.all()).toHaveLength(1)
  })

  it('replaces the webhook of an earlier run that was killed, and leaves others', async () => {
    const mock = createMock()
    const other = await startReceiver()
    mock.webhooks.create({ url: 'http://127.0.0.1:1/', events: ['conversation.closed'], description: 'linktor-mock listen' })
    mock.webhooks.create({ url: other.url, events: ['conversation.closed'], description: 'linktor-mock listen' })
    mock.webhooks.create({ url: 'http://127.0.0.1:1/mine', events: ['conversation.closed'] })
    await startHttpServer((await served(mock)).url, 'http://127.0.0.1:1/')

    expect(mock.webhooks.all().map(({ url }) => url)).toEqual([other.url, 'http://127.0.0.1:1/mine', expect.stringMatching(/^http:/)])
  })

  it('checks its webhook itself where there is no control plane', async () => {
    const mock = createMock()
    const { origin } = await wire(createServer(nodeListener(mock)))
    const { stdout } = await startHttpServer(origin, 'http://127.0.0.1:1/')
    await stdout.shows(
      /The control plane cannot be followed \(GET \/_mock\/events.* responded 404 .*\); checking the webhook twice a second\n/,
    )
    mock.reset()

    await stdout.shows(/The webhook is gone from the mock, as after a reset\nRegistered again, the same secret\n/)
    expect(mock.webhooks.all()).toHaveLength(1)
  })

  it.each([
    [['--forward-to', 'ftp://localhost'], /^error: --forward-to: it must be an http or https URL, such as .*\n$/],
    [['--forward-to', 'http://a:b@localhost'], /^error: --forward-to: it must be a URL without a password\n$/],
    [['--forward-to', 'localhost:3000', '--url', '127.0.0.1:1'], /^error: no mock responds at http:\/\/127\.0\.0\.1:1 /],
    [
      ['--forward-to', 'http://localhost:3000', '--url', 'http://127.0.0.1:1'],
      /^error: no mock responds at http:\/\/127\.0\.0\.1:1 \(.*\n$/,
    ],
    [['--forward-to', 'http://localhost:3000', '--events', 'a,,b'], /It must be a list such as conversation\.closed,message\.received\./],
    [[], /^error: required option '--forward-to <url>' not specified\n/],
  ])('rejects %j in one line', async (args, message) => {
    const { status, stdout, stderr } = await runCommand('listen', ...args)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(message)
  })

  it('rejects an event that the mock does not know', async () => {
    const { url } = await served(createMock())
    expect((await runCommand('listen', '--forward-to', 'http://localhost:3000', '--url', url, '--events', 'order.new')).stderr).toMatch(
      /^error: POST \/webhooks responded 400 INVALID_EVENTS: .*order\.new.*\n$/,
    )
  })
})
