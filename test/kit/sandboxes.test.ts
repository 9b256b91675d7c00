import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createMock, type Mock, type MockOptions } from '../../src/index.js'
import { startReceiver } from '../webhooks/start-receiver.js'
import { NOW } from './kit.js'

const DIST = fileURLToPath(new URL('../../dist', import.meta.url))
const CONVERSATION = '/conversations/conv_abc123'

function sandboxed(options: MockOptions = {}): Mock {
  return createMock({ sandboxPerKey: true, now: NOW, ...options })
}

function statusOf(mock: Mock, key: string, method = 'GET', path = CONVERSATION): string {
  const { status, body } = mock.handle({ method, path, headers: { authorization: `Bearer ${key}` } })
  return status === 200 ? JSON.parse(body).data.attributes.status : String(status)
}

describe('sandboxPerKey', () => {
  it('gives two keys separate worlds, which start like the root mock', () => {
    const mock = sandboxed()
    expect(statusOf(mock, 'one', 'POST', `${CONVERSATION}/close`)).toBe('closed')
    expect([statusOf(mock, 'one'), statusOf(mock, 'two')]).toEqual(['closed', 'open'])
    expect(mock.db.conversations.get('conv_abc123').status).toBe('open')
    expect(mock.sandboxes.of('one').db.conversations.get('conv_abc123').status).toBe('closed')
    expect(mock.sandboxes.keys()).toEqual(['two', 'one'])
  })

  it('keeps clocks, faults, events, requests and limits separate', () => {
    const mock = sandboxed({ rateLimit: 2 })
    const [one, two] = [mock.sandboxes.of('one'), mock.sandboxes.of('two')]
    one.clock.advance('1h')
    one.faults.fail('getConversation')
    expect([statusOf(mock, 'one'), statusOf(mock, 'two')]).toEqual(['500', 'open'])
    expect([one.requests.all().length, two.requests.all().length, mock.requests.all().length]).toEqual([1, 1, 0])
    expect(two.clock.now().toISOString()).toMatch(/^2024-01-15T11:00/)
    statusOf(mock, 'two', 'POST', `${CONVERSATION}/close`)
    expect([one.events.all(), two.events.all().length, mock.events.all()]).toEqual([[], 1, []])
    expect([statusOf(mock, 'two'), statusOf(mock, 'three')]).toEqual(['429', 'open'])
  })

  it('leaves requests without a valid key to the root mock, which rejects them', () => {
    const mock = sandboxed({ apiKeys: ['one'] })
    expect([statusOf(mock, 'one'), statusOf(mock, 'two'), statusOf(mock, 'invalid_key')]).toEqual(['open', '401', '401'])
    expect(mock.handle({ method: 'GET', path: CONVERSATION }).status).toBe(401)
    expect(mock.sandboxes.keys()).toEqual(['one'])
    expect(mock.requests.all()).toHaveLength(3)
  })

  it('gives a key a new sandbox once its own is deleted, or the mock reset', () => {
    const mock = sandboxed()
    statusOf(mock, 'one', 'POST', `${CONVERSATION}/close`)
    statusOf(mock, 'two', 'POST', `${CONVERSATION}/close`)
    expect([mock.sandboxes.delete('one'), mock.sandboxes.delete('one')]).toEqual([true, false])
    expect([statusOf(mock, 'one'), statusOf(mock, 'two')]).toEqual(['open', 'closed'])
    mock.reset()
    expect(mock.sandboxes.keys()).toEqual([])
    expect(statusOf(mock, 'two')).toBe('open')
  })

  it('sends no response to a delayed request of a deleted sandbox', () => {
    const mock = sandboxed()
    const request = { method: 'POST', path: `${CONVERSATION}/close`, headers: { authorization: 'Bearer one', 'x-mock-delay': '5' } }
    for (const end of [() => mock.reset(), () => mock.sandboxes.delete('one')]) {
      expect(mock.delayFor(request)).toBe(5)
      end()
      expect(mock.handle(request).status).toBe(0)
      expect(statusOf(mock, 'one')).toBe('open')
    }
  })

  it('starts sandboxes with the data of the last reset', () => {
    const mock = sandboxed()
    const world = { ...mock.world(), conversations: [], messages: [] }
    mock.reset({ world })
    expect(statusOf(mock, 'one')).toBe('404')
    mock.sandboxes.of('one').db.conversations.create({ id: 'conv_abc123' })
    mock.sandboxes.of('one').reset()
    expect(statusOf(mock, 'one')).toBe('404')
  })

  it('sends the events of each sandbox to its own webhooks, and none once it is deleted', async () => {
    const receiver = await startReceiver((response) => void response.writeHead(500).end())
    const mock = sandboxed({ webhooks: [{ url: receiver.url }] })
    statusOf(mock, 'one', 'POST', `${CONVERSATION}/close`)
    const one = mock.sandboxes.of('one')
    await one.webhooks.settled()
    expect([one.webhooks.deliveries.length, mock.webhooks.deliveries.length]).toEqual([1, 0])
    expect(receiver.posts).toHaveLength(1)
    mock.sandboxes.delete('one')
    await mock.webhooks.settled()
    expect(mock.sandboxes.of('one').webhooks.deliveries).toEqual([])
  })

  it('replaces the least recently used sandbox beyond 1,000', () => {
    const mock = sandboxed()
    for (let i = 0; i < 1000; i++) mock.sandboxes.of(`key-${i}`)
    mock.sandboxes.of('key-0')
    mock.sandboxes.of('one more')
    const keys = new Set(mock.sandboxes.keys())
    expect([keys.size, keys.has('key-0'), keys.has('key-1'), keys.has('one more')]).toEqual([1000, true, false, true])
  })

  it('stores 100 requests, mistakes and events of each, at most 256 Ki characters of them; the root mock stores more', () => {
    const mock = sandboxed()
    const one = mock.sandboxes.of('one')
    const patch = (to: Mock, body: object) => {
      const headers = { authorization: 'Bearer one' }
      return to.handle({ method: 'PATCH', path: CONVERSATION, headers, body: JSON.stringify(body) }).status
    }
    const root = createMock({ now: NOW })
    for (let i = 0; i < 110; i++) for (const to of [mock, root]) patch(to, { metadata: { i }, [`unknown${i}`]: 1 })
    const lengths = ({ requests, events }: Mock) => [requests.all(), requests.unexpected(), events.all()].map(({ length }) => length)
    expect([lengths(one), lengths(root)]).toEqual([
      [100, 100, 100],
      [110, 110, 110],
    ])

    const text = 'x'.repeat(1000)
    for (let i = 0; i < 110; i++) patch(mock, { metadata: { i, a: text, b: text, c: text } })
    const [requests = 0, , events = 0] = lengths(one)
    expect([requests > 10 && requests < 60, events > 10 && events < 100]).toEqual([true, true])
  })

  it('is off by default: all keys share one state', () => {
    const mock = createMock()
    statusOf(mock, 'one', 'POST', `${CONVERSATION}/close`)
    expect(statusOf(mock, 'two')).toBe('closed')
    expect([mock.sandboxes.of('one') === mock, mock.sandboxes.keys(), mock.sandboxes.delete('one')]).toEqual([true, [], false])
  })
})

/** Prints the memory used by 1,000 keys with one write each, in the default world of `serve`. */
const PROGRAM = `
  import { createMock } from ${JSON.stringify(`${DIST}/index.js`)}
  import { generateWorld, guideWorld } from ${JSON.stringify(`${DIST}/fixtures.js`)}
  const mock = createMock({ sandboxPerKey: true, world: generateWorld({ conversations: 50, seed: 1, now: new Date(), base: guideWorld }) })
  const write = (key) => {
    const headers = { authorization: 'Bearer ' + key }
    const { status } = mock.handle({ method: 'PATCH', path: '/conversations/conv_abc123', headers, body: '{"tags":["mine"]}' })
    if (status !== 200) throw new Error(String(status))
  }
  write('warm')
  gc()
  const before = process.memoryUsage().heapUsed
  for (let i = 0; i < 1000; i++) write('key-' + i)
  gc()
  const taken = process.memoryUsage().heapUsed - before
  console.log(JSON.stringify({ taken, sandboxes: mock.sandboxes.keys().length, conversations: mock.db.conversations.count() }))
`

it.runIf(existsSync(DIST))(
  '1,000 sandboxes of the default world, each with a write, take less than 200 MB (after npm run build)',
  async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--input-type=module', '--eval', PROGRAM])
    const { taken, sandboxes, conversations } = JSON.parse(stdout)
    expect({ sandboxes, conversations }).toEqual({ sandboxes: 1000, conversations: 51 })
    expect(taken).toBeLessThan(200 * 1024 * 1024)
  },
)
