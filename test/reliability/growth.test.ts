import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { charactersIn } from '../../src/events/ring-buffer.js'
import { createMock, type Mock, type MockOptions, type World } from '../../src/index.js'

const CONVERSATION = '/conversations/conv_abc123'
const HEADERS = { authorization: 'Bearer any' }

function send(mock: Mock, method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): number {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const response = mock.handle({ method, path, headers: { ...HEADERS, ...headers }, body: text })
  expect(response.status >= 400 ? response.body.length : 0).toBeLessThan(20_000)
  return response.status
}

const named = (n: number, name = 'u'): Record<string, number> => Object.fromEntries(Array.from({ length: n }, (_, i) => [name + i, 1]))
const listed = (n: number): string[] => Array.from({ length: n }, (_, i) => `u${i}`)

function worldWith(change: (world: World) => Partial<World>): void {
  const world = createMock().world()
  expect(() => createMock({ world: { ...world, ...change(world) } as World })).toThrow(/and \d+ more$/)
}

/** Parts that a client or a file can make long: the work at n and at 2n. */
const WORK: readonly (readonly [what: string, n: number, options: MockOptions, work: (n: number, mock: Mock) => void])[] = [
  ['unknown fields in strict mode', 20_000, { strict: true }, (n, mock) => send(mock, 'PATCH', CONVERSATION, named(n))],
  ['unknown fields', 20_000, {}, (n, mock) => send(mock, 'PATCH', CONVERSATION, { priority: 'high', ...named(n) })],
  ['unknown parameters', 20_000, {}, (n, mock) => send(mock, 'GET', `/conversations?${listed(n).join('&')}`)],
  ['unknown parameters in strict mode', 20_000, { strict: true }, (n, mock) => send(mock, 'GET', `/conversations?${listed(n).join('&')}`)],
  ['repeated parameters', 20_000, {}, (n, mock) => send(mock, 'GET', `/conversations?${'status=open&'.repeat(n)}`)],
  ['metadata', 20_000, {}, (n, mock) => send(mock, 'PATCH', CONVERSATION, { metadata: named(n) })],
  ['tags', 40_000, {}, (n, mock) => send(mock, 'PATCH', CONVERSATION, { tags: listed(n) })],
  ['tags of a wrong type', 40_000, {}, (n, mock) => send(mock, 'PATCH', CONVERSATION, { tags: listed(n).map(() => 1) })],
  ['unknown events', 20_000, {}, (n, mock) => send(mock, 'POST', '/webhooks', { url: 'https://a.example/', events: listed(n) })],
  [
    'wrong headers',
    10_000,
    {},
    (n, mock) => send(mock, 'POST', '/webhooks', { url: 'https://a.example/', events: ['test.ping'], headers: named(n, 'a b') }),
  ],
  ['a long search', 200_000, {}, (n, mock) => send(mock, 'GET', `/conversations?search=${'x'.repeat(n)}`)],
  ['a long path', 100_000, {}, (n, mock) => send(mock, 'GET', `/conversations/${'a/'.repeat(n)}`)],
  [
    'a body with an Idempotency-Key',
    20_000,
    {},
    (n, mock) => send(mock, 'POST', `${CONVERSATION}/close`, named(n), { 'idempotency-key': 'k' }),
  ],
  ['empty conversations in a world', 4000, {}, (n) => worldWith(() => ({ conversations: listed(n).map(() => ({})) as never }))],
  [
    'wrong timestamps in a world',
    10_000,
    {},
    (n) =>
      worldWith(({ messages }) => ({
        messages: listed(n).map((id) => ({ ...messages[0], id, timestamp: '2024-01-15T10:00:00.123Z' })) as never,
      })),
  ],
  ['repeated ids in a world', 10_000, {}, (n) => worldWith(({ contacts }) => ({ contacts: listed(n).map(() => contacts[0]) as never }))],
]

/** Processor time in milliseconds, the least of three runs. */
function timeOf(act: () => void): number {
  const times = [0, 1, 2].map(() => {
    const before = process.cpuUsage()
    act()
    const { user, system } = process.cpuUsage(before)
    return (user + system) / 1000
  })
  return Math.min(...times)
}

describe('the work for a request is at most linear', () => {
  it.each(WORK)('in %s', (_, n, options, work) => {
    const timeAt = (size: number): number => timeOf(() => work(size, createMock(options)))
    timeAt(n)

    expect(timeAt(2 * n)).toBeLessThan(3 * timeAt(n) + 60)
  })
})

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

function heapMegabytes(): number {
  collect()
  return process.memoryUsage().heapUsed / 1024 / 1024
}

/** Waits until the garbage of earlier tests is collected, which would hide the memory that a test adds. */
async function settled(): Promise<void> {
  for (let before = Number.POSITIVE_INFINITY, now = heapMegabytes(); now < before - 1; now = heapMegabytes()) {
    before = now
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const LARGE = 'x'.repeat(100_000)

/** Requests that a client can repeat: the memory after n and after 2n. */
const MEMORY: readonly (readonly [what: string, n: number, options: MockOptions, repeat: (i: number, mock: Mock) => void])[] = [
  [
    'idempotency keys with large bodies',
    400,
    {},
    (i, mock) => send(mock, 'POST', `${CONVERSATION}/close`, { reason: LARGE + i }, { 'idempotency-key': `k${i}` }),
  ],
  [
    'repeats with the same idempotency keys',
    400,
    {},
    (i, mock) =>
      send(
        mock,
        'POST',
        '/webhooks',
        { url: 'https://a.example/', events: ['test.ping'], description: 'x' },
        { 'idempotency-key': `k${i % 9}` },
      ),
  ],
  [
    'API keys under a frozen clock',
    3000,
    {},
    (i, mock) => mock.handle({ method: 'GET', path: CONVERSATION, headers: { authorization: `Bearer ${'k'.repeat(1000)}${i}` } }),
  ],
  ['paths', 3000, {}, (i, mock) => send(mock, 'GET', `/conversations?search=${'x'.repeat(5000)}${i}`)],
  ['headers', 3000, {}, (i, mock) => send(mock, 'GET', CONVERSATION, undefined, { 'x-long': 'x'.repeat(10_000) + i })],
  ['unknown fields', 200, {}, (i, mock) => send(mock, 'PATCH', CONVERSATION, { priority: 'low', ...named(2000, `u${i}_`) })],
]

describe('the memory of a mock has a bound', () => {
  it('that counts field names', () => {
    expect(charactersIn({ name: 'value', list: [{ inner: 1 }] })).toBe(4 + 5 + 4 + 5 + 1)
  })

  it.each(MEMORY)('for %s', async (_, n, options, repeat) => {
    await settled()
    const mock = createMock(options)
    mock.clock.freeze()
    const grow = (from: number, to: number): number => {
      for (let i = from; i < to; i++) repeat(i, mock)
      return heapMegabytes()
    }
    const start = grow(0, 10)
    const atN = grow(10, n) - start
    const at2N = grow(n, 2 * n) - start

    expect(at2N).toBeLessThan(120)
    expect(at2N).toBeLessThan(1.6 * atN + 12)
  })
})
