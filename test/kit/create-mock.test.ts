import { describe, expect, it } from 'vitest'
import { emptyWorld, guideWorld } from '../../fixtures/index.js'
import { createMock, InvalidWorld, type Mock, type MockOptions } from '../../src/index.js'
import { ask, send } from './kit.js'

const CONVERSATION = '/conversations/conv_abc123'

describe('createMock', () => {
  it("starts its clock at the world's own time, unless another is given", () => {
    const world = { ...guideWorld, now: '2024-01-15T10:40:00Z' }
    const timeOf = (mock: Mock) => mock.clock.now().toISOString().slice(0, 16)
    expect(timeOf(createMock({ world }))).toBe('2024-01-15T10:40')
    expect(timeOf(createMock({ world, now: '2024-03-01T00:00:00Z' }))).toBe('2024-03-01T00:00')
  })

  it("starts with the guide's data", () => {
    const { db } = createMock()
    expect(db.conversations.findMany().map(({ id }) => id)).toEqual(['conv_abc123'])
    expect(db.messages.count()).toBe(15)
    expect(db.users.findMany().map(({ id }) => id)).toEqual(['user_456', 'user_789', 'user_expert'])
  })

  it('starts with the given data, and does not change it', () => {
    const world = structuredClone(guideWorld)
    const mock = createMock({ world })
    ask(mock, 'POST', `${CONVERSATION}/close`)
    mock.db.contacts.update('contact_123', { name: 'Jon' })
    expect(world).toEqual(guideWorld)
    expect(createMock({ world: emptyWorld }).db.conversations.count()).toBe(0)
  })

  it('continues from the given time', () => {
    const mock = createMock({ now: '2024-01-15T11:00:00Z' })
    expect(mock.clock.frozen).toBe(false)
    expect(mock.clock.now().getTime() - Date.parse('2024-01-15T11:00:00Z')).toBeGreaterThanOrEqual(0)
    expect(mock.clock.now().getTime() - Date.parse('2024-01-15T11:00:00Z')).toBeLessThan(60_000)
  })

  it("shows the machine's time by default", () => {
    const before = Date.now()
    const shown = createMock().clock.now().getTime()
    expect(shown).toBeGreaterThanOrEqual(before)
    expect(shown).toBeLessThanOrEqual(Date.now())
  })

  it('generates other ids for another seed', () => {
    const idOf = (seed?: number) => createMock(seed === undefined ? {} : { seed }).db.contacts.create().id
    expect(idOf(2)).not.toBe(idOf(1))
    expect(idOf(1)).toBe(idOf())
    expect(idOf(0)).toMatch(/^contact_[a-z0-9]{12}$/)
    expect(idOf(-5)).toMatch(/^contact_[a-z0-9]{12}$/)
  })

  it('accepts a list of keys, and an empty list for none', () => {
    const open = createMock({ apiKeys: [] })
    expect(send(open, 'GET', CONVERSATION).status).toBe(200)
    expect(send(createMock({ apiKeys: ['other'] }), 'GET', CONVERSATION).status).toBe(401)
  })

  it.for([
    { option: 'seed', value: 1.5, message: 'createMock: seed must be a whole number; got 1.5' },
    { option: 'seed', value: '7', message: 'createMock: seed must be a whole number; got "7"' },
    { option: 'seed', value: Number.NaN, message: 'createMock: seed must be a whole number; got null' },
    { option: 'rateLimit', value: 0, message: 'createMock: rateLimit must be a whole number of requests a minute, at least 1; got 0' },
    { option: 'rateLimit', value: 2.5, message: 'createMock: rateLimit must be a whole number of requests a minute, at least 1; got 2.5' },
    {
      option: 'rateLimit',
      value: 'many',
      message: 'createMock: rateLimit must be a whole number of requests a minute, at least 1; got "many"',
    },
    {
      option: 'apiKeys',
      value: ['good', 'invalid-1'],
      message: 'createMock: apiKeys must be keys that do not start with "invalid", which the API never takes; got "invalid-1"',
    },
    { option: 'apiKeys', value: 'key', message: 'createMock: apiKeys must be a list of keys, each text without white space; got "key"' },
    {
      option: 'apiKeys',
      value: ['a', ''],
      message: 'createMock: apiKeys must be a list of keys, each text without white space; got ["a",""]',
    },
    {
      option: 'apiKeys',
      value: ['a b'],
      message: 'createMock: apiKeys must be a list of keys, each text without white space; got ["a b"]',
    },
    { option: 'apiKeys', value: [1], message: 'createMock: apiKeys must be a list of keys, each text without white space; got [1]' },
    { option: 'strict', value: 'yes', message: 'createMock: strict must be true or false; got "yes"' },
    { option: 'strict', value: Symbol('yes'), message: 'createMock: strict must be true or false; got Symbol(yes)' },
  ])('rejects $option $value, and says what is valid', ({ option, value, message }) => {
    const options = { [option]: value } as MockOptions // possible for callers without types
    expect(() => createMock(options)).toThrow(new TypeError(message))
  })

  it.for(['yesterday', '', Number.NaN, new Date(Number.NaN), 'T11:00:00Z', 1e20])('rejects the time %s', (now) => {
    expect(() => createMock({ now })).toThrow(TypeError)
  })

  it('rejects an invalid world', () => {
    expect(() => createMock({ world: { ...guideWorld, users: [] } })).toThrow(InvalidWorld)
    expect(() => createMock({ world: { ...guideWorld, channels: [] } })).toThrow(
      'conversations[0].channelId names no channel; got "ch_xyz789"',
    )
  })
})

describe('two mocks', () => {
  it('share no data', () => {
    const one = createMock({ now: '2024-01-15T11:00:00Z' })
    const other = createMock({ now: '2024-01-15T11:00:00Z' })
    one.clock.advance({ days: 1 })
    ask(one, 'POST', `${CONVERSATION}/close`)
    one.db.contacts.create({ name: 'Ana' })
    expect(other.db.conversations.get('conv_abc123').status).toBe('open')
    expect(other.db.contacts.count()).toBe(1)
    expect(other.events.all()).toEqual([])
    expect(other.clock.now().toISOString()).toMatch(/^2024-01-15T/)
  })

  it('have separate rate limits', () => {
    const one = createMock({ rateLimit: 1 })
    const other = createMock({ rateLimit: 1 })
    one.clock.freeze()
    send(one, 'GET', CONVERSATION)
    expect(send(one, 'GET', CONVERSATION).status).toBe(429)
    expect(send(other, 'GET', CONVERSATION).status).toBe(200)
  })
})

describe('the same seed, clock and requests', () => {
  function course(seed: number): string[] {
    const mock = createMock({ seed, now: '2024-01-15T11:00:00Z' })
    mock.clock.freeze()
    mock.clock.set('2024-01-15T11:00:00Z')
    const responses = [
      send(mock, 'POST', '/conversations', { channelId: 'ch_xyz789', contact: { phone: '+351911111111' } }),
      send(mock, 'POST', '/conversations', { channelId: 'ch_nope', contact: { phone: '+351911111111' } }),
      send(mock, 'POST', `${CONVERSATION}/transfer`, { toAssigneeId: 'user_789', notifyContact: true }),
      send(mock, 'GET', '/conversations'),
    ]
    mock.db.conversations.create({ messages: ['Hi'] })
    mock.clock.advance('2h')
    responses.push(send(mock, 'GET', '/conversations?search=hi'))
    return [...responses.map(({ headers, body }) => JSON.stringify([headers, body])), JSON.stringify(mock.events.all())]
  }

  it('give the same bytes', () => {
    expect(course(7)).toEqual(course(7))
  })

  it('give other ids for another seed', () => {
    expect(course(7)).not.toEqual(course(8))
  })
})
