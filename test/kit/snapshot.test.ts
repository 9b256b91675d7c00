import { afterEach, describe, expect, it, vi } from 'vitest'
import { generateWorld } from '../../fixtures/index.js'
import { createMock, type Mock } from '../../src/index.js'
import { ask, dataOf, eventsOf, frozenMock, NOW, send } from './kit.js'

const CONVERSATION = '/conversations/conv_abc123'
const CREATE = { channelId: 'ch_xyz789', contact: { phone: '+351911111111', name: 'Ana' } }

afterEach(() => {
  vi.useRealTimers()
})

/** Makes a change of every kind. */
function stir(mock: Mock): void {
  ask(mock, 'POST', '/conversations', CREATE)
  ask(mock, 'PATCH', CONVERSATION, { status: 'closed', tags: ['stirred'] })
  ask(mock, 'POST', `${CONVERSATION}/transfer`, { toAssigneeId: 'user_expert', notifyContact: true })
  mock.db.users.create()
  mock.db.bots.create()
  mock.db.channels.create()
  mock.db.contacts.update('contact_123', { name: 'Stirred' })
  mock.db.messages.update('msg_001', { content: { type: 'text', text: 'Stirred' } })
}

/** Lists for each query with its own counting or sorting. */
function lists(mock: Mock): string[] {
  const queries = [
    '',
    '?status=open',
    '?assigneeId=user_456',
    '?search=doe',
    '?search=order&sortBy=createdAt',
    '?contactId=contact_123',
    '?botId=bot_abc',
  ]
  return queries.map((query) => send(mock, 'GET', `/conversations${query}`).body)
}

describe('reset', () => {
  it('restores the initial data', () => {
    const mock = frozenMock()
    const before = [dataOf(mock), lists(mock)]
    stir(mock)
    expect([dataOf(mock), lists(mock)]).not.toEqual(before)
    mock.reset()
    expect([dataOf(mock), lists(mock)]).toEqual(before)
  })

  it('can be called repeatedly', () => {
    const mock = frozenMock()
    const before = [dataOf(mock), lists(mock)]
    for (let i = 0; i < 5; i++) {
      stir(mock)
      mock.reset()
      expect([dataOf(mock), lists(mock)]).toEqual(before)
    }
  })

  it('generates the same ids again', () => {
    const mock = createMock({ now: NOW })
    const ids = () => {
      const { headers, body } = send(mock, 'POST', '/conversations', CREATE)
      return [
        headers['x-request-id'],
        JSON.parse(body).data.id,
        mock.events.all().at(-1)?.id,
        mock.db.messages.create({ conversationId: 'conv_abc123' }).id,
      ]
    }
    const first = ids()
    mock.reset()
    expect(ids()).toEqual(first)
  })

  it('deletes events and idempotency keys, and restarts the request count', () => {
    const mock = createMock({ rateLimit: 3 })
    const create = () => send(mock, 'POST', '/conversations', CREATE, { 'idempotency-key': 'k' })
    create()
    send(mock, 'GET', CONVERSATION)
    send(mock, 'GET', CONVERSATION)
    expect(send(mock, 'GET', CONVERSATION).status).toBe(429)
    mock.reset()
    expect(mock.events.all()).toEqual([])
    const created = create()
    expect(created.status).toBe(201)
    expect(created.headers).not.toHaveProperty('idempotent-replayed')
    expect(created.headers['x-ratelimit-remaining']).toBe('2')
  })

  it('keeps listeners', () => {
    const mock = frozenMock()
    const listener = vi.fn()
    mock.events.on('*', listener)
    mock.reset()
    expect(listener).not.toHaveBeenCalled()
    ask(mock, 'POST', `${CONVERSATION}/close`)
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it("resets the clock to the machine's time, or to the given time, running", () => {
    vi.useFakeTimers({ now: Date.parse('2030-06-01T00:00:00Z') })
    const running = createMock()
    const set = createMock({ now: NOW })
    for (const mock of [running, set]) {
      mock.clock.set('1999-01-01T00:00:00Z')
      mock.clock.freeze()
    }
    vi.advanceTimersByTime(5000)
    running.reset()
    set.reset()
    expect(running.clock.now().toISOString()).toBe('2030-06-01T00:00:05.000Z')
    expect(set.clock.now().toISOString()).toBe('2024-01-15T11:00:00.000Z')
    vi.advanceTimersByTime(1000)
    expect(running.clock.now().toISOString()).toBe('2030-06-01T00:00:06.000Z')
    expect(set.clock.now().toISOString()).toBe('2024-01-15T11:00:01.000Z')
  })

  it('lets nothing fall due', () => {
    const mock = createMock({ now: '2024-01-15T11:00:00Z' })
    const snapshot = mock.snapshot()
    ask(mock, 'PATCH', CONVERSATION, { status: 'snoozed' })
    mock.clock.set('2024-01-20T00:00:00Z')
    mock.restore(snapshot)
    mock.reset()
    expect(eventsOf(mock)).toEqual([])
  })
})

describe('a snapshot', () => {
  it('belongs to its own mock only', () => {
    const mock = createMock()
    expect(() => mock.restore(createMock().snapshot())).toThrow(
      'restore: snapshot must be one that snapshot() of this same mock has returned',
    )
    expect(() => mock.restore({} as never)).toThrow(TypeError)
  })

  it('restores data, ids and lists', () => {
    const mock = frozenMock()
    ask(mock, 'POST', '/conversations', CREATE)
    const before = [dataOf(mock), lists(mock)]
    const snapshot = mock.snapshot()
    stir2(mock)
    mock.restore(snapshot)
    expect([dataOf(mock), lists(mock)]).toEqual(before)
    const first = mock.db.contacts.create().id
    mock.restore(snapshot)
    expect(mock.db.contacts.create().id).toBe(first)
  })

  it('restores the clock, frozen or running', () => {
    vi.useFakeTimers({ now: Date.parse('2030-06-01T00:00:00Z') })
    const mock = createMock({ now: NOW })
    const running = mock.snapshot()
    mock.clock.freeze()
    mock.clock.set('2024-02-01T00:00:00Z')
    const frozen = mock.snapshot()
    mock.clock.resume()
    vi.advanceTimersByTime(60_000)

    mock.restore(frozen)
    expect(mock.clock.frozen).toBe(true)
    expect(mock.clock.now().toISOString()).toBe('2024-02-01T00:00:00.000Z')
    mock.restore(running)
    expect(mock.clock.frozen).toBe(false)
    vi.advanceTimersByTime(1000)
    expect(mock.clock.now().toISOString()).toBe('2024-01-15T11:00:01.000Z')
  })

  it('restores idempotency keys and the count of requests', () => {
    const mock = frozenMock({ rateLimit: 10 })
    const create = (key: string) => send(mock, 'POST', '/conversations', CREATE, { 'idempotency-key': key }).headers
    const close = (key: string) => send(mock, 'POST', `${CONVERSATION}/close`, undefined, { 'idempotency-key': key }).headers
    create('before')
    const snapshot = mock.snapshot()
    close('after')
    send(mock, 'GET', CONVERSATION)
    mock.restore(snapshot)
    expect(create('before')).toMatchObject({ 'idempotent-replayed': 'true', 'x-ratelimit-remaining': '8' })
    expect(close('after')).not.toHaveProperty('idempotent-replayed')
  })

  it('is not affected by later changes, even after a restore', () => {
    const mock = frozenMock()
    const snapshot = mock.snapshot()
    const before = [dataOf(mock), lists(mock)]
    for (let i = 0; i < 3; i++) {
      stir(mock)
      mock.restore(snapshot)
      expect([dataOf(mock), lists(mock)]).toEqual(before)
    }
  })

  it('can be restored among others, in any order', () => {
    const mock = frozenMock()
    const snapshots = [mock.snapshot()]
    const states = [dataOf(mock)]
    for (const tag of ['one', 'two', 'three']) {
      ask(mock, 'PATCH', CONVERSATION, { tags: [tag] })
      mock.db.messages.create({ conversationId: 'conv_abc123', text: tag })
      snapshots.push(mock.snapshot())
      states.push(dataOf(mock))
    }
    for (const i of [2, 0, 3, 1, 3, 0]) {
      const snapshot = snapshots[i]
      if (snapshot !== undefined) mock.restore(snapshot)
      expect(dataOf(mock)).toEqual(states[i])
      expect(ask(mock, 'GET', '/conversations?search=two')).toMatchObject({ meta: { pagination: { totalCount: i >= 2 ? 1 : 0 } } })
      ask(mock, 'PATCH', CONVERSATION, { tags: ['astray'] })
    }
  })

  it('survives a reset', () => {
    const mock = frozenMock()
    stir(mock)
    const stirred = dataOf(mock)
    const snapshot = mock.snapshot()
    mock.reset()
    mock.restore(snapshot)
    expect(dataOf(mock)).toEqual(stirred)
  })

  it('keeps earlier events', () => {
    const mock = frozenMock()
    const snapshot = mock.snapshot()
    ask(mock, 'POST', `${CONVERSATION}/close`)
    mock.restore(snapshot)
    expect(eventsOf(mock)).toEqual(['conversation.closed'])
  })

  it('is independent of later changes, among many conversations and messages', () => {
    const world = generateWorld({ seed: 3, conversations: 300 })
    const mock = createMock({ world, now: '2024-06-01T00:00:00Z' })
    mock.clock.freeze()
    const before = dataOf(mock)
    const snapshot = mock.snapshot()
    for (const { id } of mock.db.conversations.findMany().slice(0, 150)) {
      ask(mock, 'PATCH', `/conversations/${id}`, { priority: 'urgent' })
      mock.db.messages.create({ conversationId: id })
    }
    const stirred = dataOf(mock)
    const after = mock.snapshot()
    mock.restore(snapshot)
    expect(dataOf(mock)).toEqual(before)
    mock.restore(after)
    expect(dataOf(mock)).toEqual(stirred)
  })
})

function stir2(mock: Mock): void {
  ask(mock, 'POST', `${CONVERSATION}/assign`, { assigneeId: 'bot_abc' })
  mock.db.contacts.update('contact_123', { name: 'Stirred' })
  mock.db.conversations.create({ messages: ['order'] })
}
