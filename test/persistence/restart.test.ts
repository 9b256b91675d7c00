import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { emptyWorld } from '../../fixtures/empty.js'
import { generateWorld } from '../../fixtures/generate.js'
import { guideWorld } from '../../fixtures/guide.js'
import type { Mock } from '../../src/mock/create-mock.js'
import { ask, send } from '../kit/kit.js'
import { startReceiver } from '../webhooks/start-receiver.js'
import { makeAllChanges, visibleData } from './all-changes.js'
import { copyAsKilled, newFile, persistedMock } from './persisted-mock.js'

const CONVERSATION = '/conversations/conv_abc123'

/** The responses to fixed requests from here on, including all ids. */
function goesOn(mock: Mock): unknown[] {
  const answered = (path: string, body?: object): object => {
    const { status, body: text, headers } = send(mock, 'POST', path, body)
    return { status, text, requestId: headers['x-request-id'] }
  }
  return [
    answered('/conversations', { channelId: 'ch_xyz789', contact: { phone: '+351999999999', name: 'Later' }, tags: ['late'] }),
    answered(`${CONVERSATION}/reopen`),
    mock.db.messages.create({ conversationId: 'conv_abc123', text: 'And on' }),
    mock.webhooks.create({ url: 'http://127.0.0.1:9/hook' }),
    mock.db.conversations.create({ messages: ['one', 'two'] }),
    visibleData(mock),
  ].map((response) => JSON.stringify(response))
}

describe('a mock with a data file', () => {
  it('responds after a restart as before, byte for byte, and continues with the same ids', () => {
    const path = newFile()
    const { mock } = persistedMock(path)
    makeAllChanges(mock)
    const { mock: again, lines } = persistedMock(copyAsKilled(path))

    expect(visibleData(again)).toEqual(visibleData(mock))
    expect(goesOn(again)).toEqual(goesOn(mock))
    expect(visibleData(again).length).toBeGreaterThan(20)
    expect(lines).toEqual([])
  })

  it('does so from a snapshot alone, and from a snapshot with a log', () => {
    const path = newFile()
    const { mock } = persistedMock(path, {
      world: generateWorld({ conversations: 60, seed: 5, now: '2024-01-15T10:59:00Z', base: guideWorld }),
    })
    makeAllChanges(mock)
    mock.restore(mock.snapshot())
    const alone = persistedMock(copyAsKilled(path)).mock

    expect(visibleData(alone)).toEqual(visibleData(mock))
    expect(goesOn(mock)).toEqual(goesOn(alone))
    expect(visibleData(persistedMock(copyAsKilled(path)).mock)).toEqual(visibleData(mock))
  })

  it('keeps the order of writing of messages with the same time', () => {
    const path = newFile()
    const { mock } = persistedMock(path, { world: emptyWorld })
    const { id } = mock.db.conversations.create({ messages: ['a', 'b', 'c'] })
    const [first] = mock.db.messages.findMany({ conversationId: id })
    mock.db.messages.update(first?.id ?? '', { status: 'read' })
    const texts = (of: Mock) => ask(of, 'GET', `/conversations/${id}?includeMessages=true`)

    expect(texts(persistedMock(copyAsKilled(path)).mock)).toEqual(texts(mock))
    mock.restore(mock.snapshot())
    expect(texts(persistedMock(copyAsKilled(path)).mock)).toEqual(texts(mock))
  })

  it('responds to a known Idempotency-Key as before, and rejects it for another request', () => {
    const path = newFile()
    const { mock } = persistedMock(path)
    const create = (of: Mock, phone: string) =>
      send(of, 'POST', '/conversations', { channelId: 'ch_xyz789', contact: { phone } }, { 'idempotency-key': 'k' })
    const first = create(mock, '+351910000001')
    const after = [persistedMock(copyAsKilled(path)).mock]
    mock.restore(mock.snapshot())
    after.push(persistedMock(copyAsKilled(path)).mock)

    for (const again of after) {
      const replayed = create(again, '+351910000001')
      expect(replayed).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' }, body: first.body })
      expect(create(again, '+351910000002').status).toBe(409)
      expect(again.db.conversations.count()).toBe(2)
    }
  })

  it("continues its clock: following the machine's time, with an offset, or frozen", () => {
    vi.useFakeTimers({ now: Date.parse('2030-01-01T00:00:00Z'), toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const path = newFile()
    const { mock } = persistedMock(path)
    const shownAfter = (milliseconds: number): string => {
      vi.setSystemTime(Date.now() + milliseconds)
      return persistedMock(copyAsKilled(path)).mock.clock.now().toISOString()
    }

    mock.clock.set('2024-02-01T00:00:00Z')
    expect(shownAfter(60_000)).toBe('2024-02-01T00:00:00.000Z')
    mock.clock.resume()
    expect(shownAfter(60_000)).toBe('2024-02-01T00:01:00.000Z')
    mock.clock.advance('1h')
    expect(shownAfter(0)).toBe('2024-02-01T01:01:00.000Z')
  })

  it('ends a snooze that fell due while it was closed', () => {
    const path = newFile()
    const { mock } = persistedMock(path)
    ask(mock, 'PATCH', CONVERSATION, { status: 'snoozed' })
    const again = persistedMock(copyAsKilled(path)).mock
    expect(again.db.conversations.get('conv_abc123').status).toBe('snoozed')
    again.clock.advance('1h')
    expect(again.db.conversations.get('conv_abc123').status).toBe('open')
  })

  it('starts without faults, used limits, the request log and the snapshots', () => {
    const path = newFile()
    const { mock } = persistedMock(path)
    mock.faults.fail('closeConversation')
    mock.faults.rateLimit({ after: 1 })
    mock.snapshots.take('a')
    ask(mock, 'PATCH', CONVERSATION, { tags: ['x'] })
    const again = persistedMock(copyAsKilled(path)).mock

    expect(send(again, 'POST', `${CONVERSATION}/close`)).toMatchObject({ status: 200, headers: { 'x-ratelimit-limit': '1000' } })
    expect(again.snapshots.all()).toEqual([])
    expect(again.requests.all()).toHaveLength(1)
  })

  it('is reset to the world of its current start, and stores that', () => {
    const path = newFile()
    const { mock } = persistedMock(path)
    makeAllChanges(mock)
    const { mock: again } = persistedMock(copyAsKilled(path), { world: guideWorld })
    const { mock: other, file } = persistedMock(copyAsKilled(path), { world: emptyWorld })
    again.reset()
    other.reset()

    expect(visibleData(again)).toEqual(visibleData(persistedMock(newFile(), { mock: { now: '2024-01-15T11:00:00Z' } }).mock))
    expect(other.db.conversations.count()).toBe(0)
    expect(file.loaded?.store.conversations.size).toBeGreaterThan(1)
  })

  it('stores a loaded world, a restored snapshot, and a reset, before they return', () => {
    const path = newFile()
    const { mock } = persistedMock(path)
    const before = mock.snapshot()
    makeAllChanges(mock)
    const busyTold = visibleData(mock)
    mock.snapshots.take('busy')
    mock.load(emptyWorld)
    expect(persistedMock(copyAsKilled(path)).mock.db.conversations.count()).toBe(0)
    mock.snapshots.restore('busy')
    expect(visibleData(persistedMock(copyAsKilled(path)).mock)).toEqual(busyTold)
    mock.restore(before)
    expect(visibleData(persistedMock(copyAsKilled(path)).mock)).toEqual(visibleData(mock))
    makeAllChanges(mock)
    mock.reset()
    expect(persistedMock(copyAsKilled(path)).mock.db.conversations.count()).toBe(1)
    expect(readdirSync(dirname(path)).filter((name) => name.endsWith('.log'))).toHaveLength(1)
  })

  it('writes nothing for a request that changes nothing', () => {
    const path = newFile()
    const { mock } = persistedMock(path)
    const before = readdirSync(dirname(path)).join()
    for (const target of ['/conversations', CONVERSATION, '/conversations/none', '/nowhere']) send(mock, 'GET', target)
    send(mock, 'POST', '/conversations', {})

    expect(readdirSync(dirname(path)).join()).toBe(before)
    expect(persistedMock(copyAsKilled(path)).lines).toEqual([])
  })

  it('does not support sandboxes, which start empty', () => {
    expect(() => persistedMock(newFile(), { mock: { sandboxPerKey: true } })).toThrow(/sandboxes start anew/)
  })

  it('fails an interrupted test delivery permanently, with the reason', async () => {
    const path = newFile()
    const { mock } = persistedMock(path)
    const receiver = await startReceiver(() => {})
    const { id } = mock.webhooks.create({ url: receiver.url })
    send(mock, 'POST', `/webhooks/${id}/test`)
    await receiver.waitFor(1)
    const copy = copyAsKilled(path)
    const again = persistedMock(copy)
    const cutOff = { status: 'failed', attempts: 0, errorMessage: expect.stringContaining('Interrupted') }
    expect(again.mock.webhooks.deliveries).toMatchObject([cutOff])
    again.mock.db.contacts.update('contact_123', { name: 'Jon' })
    const third = persistedMock(copyAsKilled(copy)).mock

    expect(third.webhooks.deliveries).toMatchObject([cutOff])
    expect(third.webhooks.all()).toMatchObject([{ stats: { failed: 1 }, lastDelivery: { status: 'failed' } }])
    mock.reset()
  })
})
