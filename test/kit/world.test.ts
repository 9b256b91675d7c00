import { describe, expect, it, vi } from 'vitest'
import { emptyWorld, generateWorld, guideWorld } from '../../fixtures/index.js'
import { createMock, InvalidWorld, type Mock, type World } from '../../src/index.js'
import { parseWorld } from '../../src/store/world.js'
import { LISTS, makeAllChanges } from '../persistence/all-changes.js'
import { ask, dataOf, frozenMock, NOW, send } from './kit.js'

const CONVERSATION = '/conversations/conv_abc123'
/** All data that the API shows. */
function apiData(mock: Mock): string[] {
  const conversations = mock.db.conversations.findMany().map(({ id }) => id)
  const paths = [
    ...LISTS.map((query) => `/conversations${query}`),
    ...conversations
      .sort()
      .flatMap((id) => [`/conversations/${id}?includeMessages=true&messageLimit=100`, `/conversations/${id}/participants`]),
  ]
  return paths.map((path) => `${path} ${send(mock, 'GET', path).status} ${send(mock, 'GET', path).body}`)
}

/** A mock after every kind of change. */
function busyMock(world?: World): Mock {
  const mock = frozenMock(world === undefined ? {} : { world })
  makeAllChanges(mock)
  return mock
}

describe('world', () => {
  it('starts a mock that responds identically', () => {
    const mock = busyMock()
    const other = createMock({ world: mock.world() })
    expect(apiData(other)).toEqual(apiData(mock))
  })

  it('contains all data of each conversation, shown by the API or not', () => {
    const known = ({ db }: Mock) =>
      db.conversations
        .findMany()
        .map(({ order, revision, ...conversation }) => conversation)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
    const mock = busyMock()
    expect(known(createMock({ world: mock.world() }))).toEqual(known(mock))
    expect(known(mock)).toContainEqual(expect.objectContaining({ transferReason: 'hard', transferSummary: 'Very' }))
  })

  it('starts an identical mock among many conversations', () => {
    const world = generateWorld({ conversations: 100, seed: 5, now: '2024-01-15T10:59:00Z', base: guideWorld })
    const mock = busyMock(world)
    for (const [i, { id, status }] of mock.db.conversations.findMany().slice(0, 60).entries()) {
      ask(mock, 'POST', `/conversations/${id}/${status === 'closed' ? 'reopen' : 'close'}`)
      if (i % 7 === 0) mock.clock.advance('1s')
    }
    const other = createMock({ world: mock.world() })
    expect(apiData(other)).toEqual(apiData(mock))
  })

  it('is JSON, and survives a round trip', () => {
    const mock = busyMock()
    const world = mock.world()
    const copy: World = JSON.parse(JSON.stringify(world))
    expect(copy).toEqual(world)
    expect(apiData(createMock({ world: copy }))).toEqual(apiData(mock))
  })

  it('of an unchanged mock is the initial world', () => {
    const mock = frozenMock({ world: guideWorld })
    const { agentIds: _, ...guide } = guideWorld.conversations[0] ?? { agentIds: [] }
    expect(mock.world()).toEqual({ ...guideWorld, now: NOW, conversations: [expect.objectContaining(guide)] })
    expect(frozenMock({ world: emptyWorld }).world()).toEqual({ ...emptyWorld, now: NOW })
  })

  it('of the world of a world is the same', () => {
    const world = busyMock().world()
    const again = createMock({ world })
    again.clock.freeze()
    again.clock.set(world.now ?? NOW)
    expect(again.world()).toEqual(world)
  })

  it('records the time of the clock, at which the other mock starts', () => {
    const mock = frozenMock()
    mock.clock.advance('90m')
    expect(mock.world().now).toBe('2024-01-15T12:30:00Z')
    const started = createMock({ world: mock.world() }).clock.now().getTime() - Date.parse('2024-01-15T12:30:00Z')
    expect(started).toBeGreaterThanOrEqual(0)
    expect(started).toBeLessThan(60_000)
  })

  it('has ended due snoozes', () => {
    const mock = frozenMock()
    ask(mock, 'PATCH', CONVERSATION, { status: 'snoozed' })
    expect(mock.world().conversations[0]).toMatchObject({ status: 'snoozed', snoozedUntil: '2024-01-15T12:00:00Z' })
    mock.clock.advance('1h')
    expect(mock.world().conversations[0]).toMatchObject({ status: 'open', reopenedAt: '2024-01-15T12:00:00Z' })
  })

  it('has ended due snoozes though no timer fired', () => {
    vi.useFakeTimers()
    const mock = createMock({ now: NOW })
    ask(mock, 'PATCH', CONVERSATION, { status: 'snoozed' })
    vi.setSystemTime(Date.now() + 2 * 60 * 60_000)
    expect(mock.world()).toMatchObject({ now: '2024-01-15T13:00:00Z', conversations: [{ status: 'open' }] })
    vi.useRealTimers()
  })

  it('ends a snooze in the other mock at its time', () => {
    const mock = frozenMock()
    ask(mock, 'PATCH', CONVERSATION, { status: 'snoozed' })
    const other = createMock({ world: mock.world() })
    other.clock.advance('59m')
    expect(other.db.conversations.get('conv_abc123').status).toBe('snoozed')
    other.clock.advance('1m')
    expect(other.events.all()).toMatchObject([{ event: 'conversation.reopened', timestamp: '2024-01-15T12:00:00Z' }])
  })

  it('is a copy: later changes of either mock do not affect it', () => {
    const mock = busyMock()
    const world = mock.world()
    const before = structuredClone(world)
    const other = createMock({ world })
    const data = dataOf(other)
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    mock.db.contacts.update('contact_123', { name: 'Changed' })
    expect(world).toEqual(before)
    expect(dataOf(other)).toEqual(data)
    ask(other, 'PATCH', CONVERSATION, { tags: ['other'] })
    expect(world).toEqual(before)
    expect(mock.db.conversations.get('conv_abc123').tags).not.toContain('other')
  })

  it('lets the other mock generate unused ids of every kind', () => {
    const mock = busyMock()
    const ids = (of: Mock) => Object.values(of.db).flatMap((collection) => collection.findMany().map(({ id }: { id: string }) => id))
    const before = ids(mock)
    const other = createMock({ world: mock.world(), seed: 1 })
    const made = [
      other.db.conversations.create({ messages: ['a', 'b'] }).id,
      other.db.messages.create({ conversationId: 'conv_abc123' }).id,
      other.db.contacts.create().id,
      other.db.channels.create().id,
      other.db.users.create().id,
      other.db.bots.create().id,
    ]
    expect(before).not.toEqual(expect.arrayContaining(made.slice(0, 1)))
    expect(before.filter((id) => made.includes(id))).toEqual([])
    expect(new Set(ids(other)).size).toBe(ids(other).length)
    const created = ask(other, 'POST', '/conversations', { channelId: 'ch_xyz789', contact: { phone: '+351920000000' } })
    expect(before).not.toContain((created as { readonly data: { readonly id: string } }).data.id)
  })

  it('does not contain limits, faults, idempotency keys, events or the request log', () => {
    const mock = frozenMock()
    mock.faults.fail('closeConversation')
    mock.faults.rateLimit({ after: 5 })
    send(mock, 'POST', `${CONVERSATION}/assign`, { assigneeId: 'user_789' }, { 'idempotency-key': 'k' })
    const other = createMock({ world: mock.world() })
    expect(other.requests.all()).toEqual([])
    expect(other.events.all()).toEqual([])
    const { headers } = send(other, 'POST', `${CONVERSATION}/assign`, { assigneeId: 'user_789' }, { 'idempotency-key': 'k' })
    expect(headers).not.toHaveProperty('idempotent-replayed')
    expect(send(other, 'POST', `${CONVERSATION}/close`)).toMatchObject({ status: 200, headers: { 'x-ratelimit-limit': '1000' } })
  })

  it('is not recorded as a request, and sends no event', () => {
    const mock = frozenMock()
    mock.world()
    expect(mock.requests.all()).toEqual([])
    expect(mock.events.all()).toEqual([])
  })
})

describe('the webhooks of a mock', () => {
  it('are in its world, with pending deliveries, which another mock continues', () => {
    const mock = createMock({ now: NOW })
    mock.webhooks.create({ url: 'http://127.0.0.1:9/hook', events: ['message.received'], secret: 'whsec_kept' })
    mock.messages.add('conv_abc123', { text: 'Hello?' })
    const other = createMock({ world: mock.world() })

    expect(other.webhooks.all()).toMatchObject([{ secret: 'whsec_kept' }])
    expect(other.webhooks.deliveries).toMatchObject([{ status: 'pending', payload: { event: 'message.received' } }])
  })

  it('are referenced by the deliveries of a world', () => {
    const mock = createMock({ now: NOW })
    mock.webhooks.create({ url: 'http://127.0.0.1:9/hook' })
    mock.messages.add('conv_abc123', { text: 'Hello?' })
    const { webhooks = [], deliveries = [], ...world } = mock.world()
    const known = (value: object): string[] => problemsOf({ ...world, webhooks, deliveries, ...value })

    expect(known({})).toEqual([])
    expect(known({ webhooks: [] })).toEqual(['deliveries[0].webhookId'])
    expect(known({ webhooks: [...webhooks, ...webhooks] })).toEqual(['webhooks[1].id'])
    expect(known({ deliveries: deliveries.map((delivery) => ({ ...delivery, status: 'failed' })) })).toEqual(['deliveries[0].dueAt'])
  })
})

function problemsOf(world: object): string[] {
  try {
    parseWorld(world)
    return []
  } catch (error) {
    if (error instanceof InvalidWorld) return error.problems.map(({ field }) => field)
    throw error
  }
}

describe('webhooks of a world', () => {
  it.each([
    ['file:///etc/passwd', {}, 'webhooks[0].url'],
    ['http://0.0.0.0/', {}, 'webhooks[0].url'],
    ['https://a.example/', { Host: 'b' }, 'webhooks[0].headers.Host'],
    ['https://a.example/', { 'Content-Length': '0' }, 'webhooks[0].headers.Content-Length'],
    ['https://a.example/', { 'X-A': 'b\r\nc: d' }, 'webhooks[0].headers.X-A'],
  ])('follow the rules of the API: %s with %j', (url, headers, field) => {
    const base = createMock({ webhooks: [{ url: 'https://a.example/' }] }).world()
    const world = { ...base, webhooks: base.webhooks?.map((valid) => ({ ...valid, url, headers })) } as World
    const wrong = expect.objectContaining({ problems: [expect.objectContaining({ field })] })

    expect(() => createMock({ world })).toThrow(wrong)
    const mock = createMock()
    expect(() => mock.load(world)).toThrow(wrong)
    expect(() => mock.reset({ world })).toThrow(wrong)
    expect(mock.webhooks.all()).toEqual([])
  })

  it('may use hosts that are allowed', () => {
    const base = createMock({ webhooks: [{ url: 'https://a.example/' }] }).world()
    const world = { ...base, webhooks: base.webhooks?.map((valid) => ({ ...valid, url: 'http://receiver/' })) } as World

    expect(createMock({ world, allowHttpHosts: ['receiver'] }).webhooks.all()).toHaveLength(1)
  })
})
