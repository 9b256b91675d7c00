import { beforeEach, describe, expect, it } from 'vitest'
import { generateWorld } from '../../fixtures/index.js'
import { createMock, type Mock } from '../../src/index.js'
import { handlers } from '../../src/msw.js'
import { Network } from '../../src/vitest/network.js'
import { ask, dataOf, frozenMock, NOW, send } from './kit.js'

const CONVERSATION = '/conversations/conv_abc123'
const CREATE = { channelId: 'ch_xyz789', contact: { phone: '+351911111111', name: 'Ana' } }
const network = new Network()

describe('two mocks', () => {
  let one: Mock
  let other: Mock

  beforeEach(() => {
    one = frozenMock()
    other = frozenMock()
  })

  it('share no data', () => {
    const before = dataOf(other)
    ask(one, 'POST', '/conversations', CREATE)
    ask(one, 'POST', `${CONVERSATION}/transfer`, { toAssigneeId: 'user_789', notifyContact: true })
    for (const kind of ['contacts', 'channels', 'users', 'bots'] as const) one.db[kind].create()
    one.db.messages.update('msg_001', { text: 'Changed' })
    expect(dataOf(other)).toEqual(before)
  })

  it('share no clock', () => {
    one.clock.advance('3d')
    one.clock.resume()
    expect(other.clock.now().toISOString()).toBe('2024-01-15T11:00:00.000Z')
    expect(other.clock.frozen).toBe(true)
  })

  it('end the snoozes of each by its own clock', () => {
    for (const mock of [one, other]) ask(mock, 'PATCH', CONVERSATION, { status: 'snoozed' })
    one.clock.advance('1h')
    expect(one.db.conversations.get('conv_abc123').status).toBe('open')
    expect(other.db.conversations.get('conv_abc123').status).toBe('snoozed')
  })

  it('share no faults and no limits', () => {
    one.faults.fail('*', { status: 503 })
    one.faults.delay('*', '1m')
    expect(send(other, 'GET', CONVERSATION).status).toBe(200)
    expect(other.delayFor({ method: 'GET', path: CONVERSATION })).toBe(0)
    one.faults.clear()
    one.faults.rateLimit({ after: 0 })
    expect(send(other, 'GET', CONVERSATION)).toMatchObject({ status: 200, headers: { 'x-ratelimit-remaining': '998' } })
    other.faults.clear()
    expect(send(one, 'GET', CONVERSATION).status).toBe(429)
  })

  it('share no requests and no events', async () => {
    const received: string[] = []
    other.events.on('*', ({ event }) => received.push(event))
    const next = other.events.next('*', { timeout: '1m' }).catch((error: Error) => error.message)
    ask(one, 'POST', `${CONVERSATION}/close`)
    expect(other.requests.all()).toEqual([])
    expect(other.events.all()).toEqual([])
    expect(received).toEqual([])
    other.reset()
    expect(await next).toMatch(/the events were cleared/)
    expect(one.events.all()).toHaveLength(1)
    expect(one.requests.all()).toHaveLength(1)
  })

  it('share no Idempotency-Key', () => {
    const create = (mock: Mock) => send(mock, 'POST', '/conversations', CREATE, { 'idempotency-key': 'k' })
    create(one)
    expect(create(other).headers).not.toHaveProperty('idempotent-replayed')
  })

  it('share no snapshots', () => {
    const snapshot = one.snapshot()
    expect(() => other.restore(snapshot)).toThrow(TypeError)
  })

  it('generate the same ids for the same seed, independently of each other', () => {
    const made = (mock: Mock) => {
      const { headers, body } = send(mock, 'POST', '/conversations', CREATE)
      return [headers['x-request-id'], body, mock.events.all()[0]?.id, mock.db.users.create().id]
    }
    expect(made(one)).toEqual(made(other))
  })

  it('of one world do not affect each other or the world', () => {
    const world = generateWorld({ conversations: 20 })
    const before = structuredClone(world)
    const [first, second] = [createMock({ world }), createMock({ world })]
    const data = dataOf(second)
    for (const { id } of first.db.conversations.findMany())
      first.db.conversations.update(id, { tags: ['first'], metadata: { by: 'first' } })
    expect(dataOf(second)).toEqual(data)
    expect(world).toEqual(before)
  })
})

describe.concurrent('concurrent tests, each with a mock below a base URL of its own', () => {
  it.for(Array.from({ length: 20 }, (_, i) => i))('%i sees only its own data', async (number, { expect, onTestFinished }) => {
    const mock = createMock({ now: NOW })
    const baseUrl = `https://isolation-${number}.linktor.test/v1`
    const { remove } = network.add(handlers(mock, { baseUrl }))
    onTestFinished(remove)
    const headers = { authorization: 'Bearer any' }
    const patch = (tag: string) => fetch(`${baseUrl}${CONVERSATION}`, { method: 'PATCH', headers, body: JSON.stringify({ tags: [tag] }) })

    mock.faults.delay('updateConversation', number % 5, { times: 3 })
    const responses = await Promise.all(['a', 'b', 'c'].map((letter) => patch(`${number}-${letter}`)))
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200])
    const tags = mock.events.all('conversation.updated').flatMap(({ data }) => data.attributes.tags)
    expect(tags.toSorted()).toEqual([`${number}-a`, `${number}-b`, `${number}-c`])
    expect(mock.requests.all()).toHaveLength(3)

    mock.reset()
    const response = await fetch(baseUrl + CONVERSATION, { headers })
    expect(await response.json()).toMatchObject({ data: { attributes: { tags: ['vip', 'order-issue'] } } })
    expect(mock.requests.all()).toHaveLength(1)
  })
})

describe('a reset', () => {
  it('takes less than a millisecond for a thousand changed conversations', () => {
    const mock = createMock({ world: generateWorld({ conversations: 1000 }) })
    const ids = mock.db.conversations.findMany().map(({ id }) => id)
    const times: number[] = []
    for (let i = 0; i < 51; i++) {
      for (const id of i === 0 ? ids : ids.slice(0, 50)) mock.db.conversations.update(id, { priority: 'urgent' })
      mock.db.conversations.create({ contact: { name: 'Ana' }, messages: ['Hi'] })
      ask(mock, 'GET', '/conversations?search=order')
      const started = performance.now()
      mock.reset()
      times.push(performance.now() - started)
      expect(mock.db.conversations.count()).toBe(1000)
    }
    const median = times.toSorted((a, b) => a - b)[25]
    expect(median).toBeLessThan(1)
  })
})
