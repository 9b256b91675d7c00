import { describe, expect, it } from 'vitest'
import { generateWorld, guideWorld } from '../../fixtures/index.js'
import { createMock, InvalidWorld } from '../../src/index.js'
import { ask, dataOf, eventsOf, frozenMock, NOW, send } from './kit.js'

const CLOSE = '/conversations/conv_abc123/close'
const HOOK = { url: 'http://localhost/hooks', secret: 'whsec_1' }
const world = generateWorld({ conversations: 5, seed: 3, now: '2025-06-01T00:00:00Z' })

describe('mock.snapshots', () => {
  it('can be restored repeatedly by name, and survive a reset', () => {
    const mock = frozenMock()
    const before = dataOf(mock)
    expect(mock.snapshots.take('before the sale')).toEqual({ name: 'before the sale', at: NOW, conversations: 1 })
    for (let i = 0; i < 3; i++) {
      ask(mock, 'POST', CLOSE)
      mock.clock.advance('1h')
      if (i === 1) mock.reset()
      mock.snapshots.restore('before the sale')
      expect([dataOf(mock), mock.clock.now().toISOString()]).toEqual([before, NOW.replace('Z', '.000Z')])
    }
    mock.reset({ world })
    mock.snapshots.restore('before the sale')
    expect(dataOf(mock)).toEqual(before)
  })

  it('are listed oldest first; one with the same name replaces the other, and is the newest', () => {
    const mock = frozenMock()
    for (const name of ['one', 'two', 'one']) mock.snapshots.take(name)
    ask(mock, 'POST', CLOSE)
    mock.snapshots.take('two')
    expect(mock.snapshots.all().map(({ name }) => name)).toEqual(['one', 'two'])
    mock.snapshots.restore('two')
    expect(mock.db.conversations.get('conv_abc123').status).toBe('closed')
  })

  it('are deleted one by one', () => {
    const mock = frozenMock()
    mock.snapshots.take('one')
    expect([mock.snapshots.delete('one'), mock.snapshots.delete('one')]).toEqual([true, false])
    expect(() => mock.snapshots.restore('one')).toThrow(/snapshot.*one/)
    expect(mock.snapshots.all()).toEqual([])
  })

  it.each(['', 'a\nb', 'x'.repeat(201), 1, undefined])('reject the name %j', (name) => {
    expect(() => createMock().snapshots.take(name as never)).toThrow(/^snapshots\.take: name must be text of 1 to 200 characters; got /)
  })

  it('are limited to 1,000', () => {
    const mock = createMock()
    for (let i = 0; i < 1000; i++) mock.snapshots.take(`${i}`)
    expect(() => mock.snapshots.take('one more')).toThrow('There are 1000 snapshots already; delete one first')
    mock.snapshots.take('7')
    mock.snapshots.delete('0')
    mock.snapshots.take('one more')
    expect(mock.snapshots.all()).toHaveLength(1000)
  })
})

describe('reset to other data', () => {
  it('replaces the data and the clock, and the next reset restores those', () => {
    const mock = frozenMock()
    ask(mock, 'POST', CLOSE)
    mock.reset({ world })
    const there = dataOf(mock)
    expect(mock.db.conversations.count()).toBe(world.conversations.length)
    expect(mock.clock.now().toISOString()).toMatch(/^2025-06-01T00:00/)
    expect(eventsOf(mock)).toEqual([])
    mock.db.conversations.create({ contact: { name: 'Ana' } })
    mock.reset()
    expect(dataOf(mock)).toEqual(there)
    mock.reset({ world: guideWorld })
    expect(mock.db.conversations.count()).toBe(1)
  })

  it('generates other ids for another seed, the same each time', () => {
    const mock = createMock()
    const idOf = () => mock.db.contacts.create().id
    const first = idOf()
    mock.reset({ seed: 7 })
    const other = idOf()
    mock.reset()
    expect(idOf()).toBe(other)
    expect(other).not.toBe(first)
    mock.reset({ seed: 1 })
    expect(idOf()).toBe(first)
  })

  it('keeps the webhooks of createMock, created at the start of the clock', () => {
    const mock = createMock({ webhooks: [HOOK], now: NOW })
    mock.webhooks.create({ url: 'http://localhost/others' })
    mock.clock.advance('2h')
    mock.reset({ world })
    expect(mock.webhooks.all()).toMatchObject([{ ...HOOK, createdAt: '2025-06-01T00:00:00Z' }])
  })

  it('changes nothing when the world or the seed is invalid', () => {
    const mock = frozenMock()
    ask(mock, 'POST', CLOSE)
    const before = [dataOf(mock), eventsOf(mock)]
    expect(() => mock.reset({ world: { ...world, users: [] } })).toThrow(InvalidWorld)
    expect(() => mock.reset({ seed: 1.5 })).toThrow('seed must be a whole number')
    expect([dataOf(mock), eventsOf(mock)]).toEqual(before)
    mock.reset()
    expect(dataOf(mock)).toEqual(dataOf(frozenMock()))
  })
})

describe('mock.load', () => {
  it('replaces the world and the clock, and a reset still restores the start', () => {
    const mock = frozenMock()
    const start = dataOf(mock)
    mock.load(world)
    expect(mock.db.conversations.count()).toBe(world.conversations.length)
    expect([mock.clock.now().toISOString(), mock.clock.frozen]).toEqual(['2025-06-01T00:00:00.000Z', true])
    mock.reset()
    expect([dataOf(mock), toSecond(mock.clock.now())]).toEqual([start, NOW]) // it runs again
  })

  it('leaves the clock when the world has no time of its own, and keeps faults', () => {
    const mock = frozenMock()
    mock.faults.fail('listConversations')
    mock.load(guideWorld)
    expect(mock.clock.now().toISOString()).toBe(NOW.replace('Z', '.000Z'))
    expect(send(mock, 'GET', '/conversations').status).toBe(500)
  })

  it('restores the result of world()', () => {
    const mock = frozenMock({ webhooks: [{ ...HOOK, status: 'inactive' }] })
    ask(mock, 'POST', CLOSE)
    const saved = JSON.parse(JSON.stringify(mock.world()))
    mock.reset()
    mock.load(saved)
    expect(mock.world()).toEqual(saved)
    expect(saved.webhooks).toHaveLength(1)
  })

  it('rejects an invalid world, and changes nothing', () => {
    const mock = frozenMock()
    const before = dataOf(mock)
    expect(() => mock.load({ ...world, version: 2 } as never)).toThrow(InvalidWorld)
    expect(dataOf(mock)).toEqual(before)
  })
})

function toSecond(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}
