import { describe, expect, it, vi } from 'vitest'
import { eventsOf, send } from '../kit/kit.js'
import { visibleData } from './all-changes.js'
import { failingDisk, noSpace } from './failing-disk.js'
import { copyAsKilled, newFile, persistedMock } from './persisted-mock.js'
import { receiving } from './receiver.js'

const CONVERSATION = '/conversations/conv_abc123'

describe('a write that the disk rejects', () => {
  it.each([0, 1, 50, 100_000])('returns 500, is rolled back, and reported, though %i bytes of it were written', (partly) => {
    const path = newFile()
    const disk = failingDisk()
    const { mock, lines } = persistedMock(path, { disk })
    send(mock, 'PATCH', CONVERSATION, { tags: ['before'] })
    const before = visibleData(mock)
    const events = eventsOf(mock)
    disk.partly = partly
    disk.before = (step) => {
      if (step === 'write') throw noSpace()
    }

    const answers = [
      send(mock, 'PATCH', CONVERSATION, { tags: ['lost'] }),
      send(mock, 'POST', `${CONVERSATION}/close`),
      send(mock, 'POST', '/conversations', { channelId: 'ch_xyz789', contact: { phone: '+351910000001' } }, { 'idempotency-key': 'k' }),
    ]
    for (const { status, body, headers } of answers) {
      expect(status).toBe(500)
      expect(JSON.parse(body)).toEqual({
        error: {
          code: 'INTERNAL_ERROR',
          message: 'linktor-mock could not write this to its data file: ENOSPC: no space left on device, write; nothing was changed',
        },
        meta: { requestId: headers['x-request-id'] },
      })
    }
    expect(visibleData(mock)).toEqual(before)
    expect(eventsOf(mock)).toEqual(events)
    const refused = `${path}.1.log: ENOSPC: no space left on device, write: the change was rejected and rolled back`
    expect(lines).toEqual([refused, refused, refused])
    expect(visibleData(persistedMock(copyAsKilled(path)).mock)).toEqual(before)
  })

  it('succeeds when it is repeated and there is space, without a trace of the failure', () => {
    const path = newFile()
    const disk = failingDisk()
    const { mock } = persistedMock(path, { disk })
    disk.partly = 60
    disk.before = (step) => {
      if (step === 'write' || step === 'truncate') throw noSpace()
    }
    const body = { channelId: 'ch_xyz789', contact: { phone: '+351910000001' } }
    expect(send(mock, 'POST', '/conversations', body, { 'idempotency-key': 'k' }).status).toBe(500)
    expect(persistedMock(copyAsKilled(path)).lines).toEqual([expect.stringMatching(/dropped \(60 bytes/)])
    disk.before = () => {}

    const { status, headers } = send(mock, 'POST', '/conversations', body, { 'idempotency-key': 'k' })
    expect([status, headers['idempotent-replayed']]).toEqual([201, undefined])
    const again = persistedMock(copyAsKilled(path))
    expect(again.lines).toEqual([])
    expect(visibleData(again.mock)).toEqual(visibleData(mock))
  })

  it('throws outside requests: in db, messages, webhooks, the clock, a reset, a restore, a load', () => {
    const path = newFile()
    const disk = failingDisk()
    const { mock } = persistedMock(path, { disk })
    send(mock, 'PATCH', CONVERSATION, { tags: ['before'] })
    const snapshot = mock.snapshot()
    const world = mock.world()
    send(mock, 'PATCH', CONVERSATION, { tags: ['after'] })
    const before = visibleData(mock)
    const now = mock.clock.now().toISOString()
    disk.before = (step) => {
      if (step === 'write') throw noSpace()
    }

    for (const act of [
      () => mock.db.contacts.create({ name: 'Lost' }),
      () => mock.messages.add('conv_abc123', { text: 'Lost' }),
      () => mock.webhooks.create({ url: 'http://127.0.0.1:9/lost' }),
      () => mock.clock.advance('1h'),
      () => mock.clock.resume(),
      () => mock.reset(),
      () => mock.reset({ world, seed: 7 }),
      () => mock.restore(snapshot),
      () => mock.load(world),
    ]) {
      expect(act).toThrow(/ENOSPC/)
      expect(visibleData(mock)).toEqual(before)
      expect(mock.clock.now().toISOString()).toBe(now)
    }
    disk.before = () => {}
    mock.reset()
    expect(mock.db.conversations.get('conv_abc123').tags).not.toContain('before')
    expect(visibleData(persistedMock(copyAsKilled(path)).mock)).toEqual(visibleData(mock))
  })

  it('stays pending for changes by time: a GET returns them, and they are stored with the next write', () => {
    const path = newFile()
    const disk = failingDisk()
    const { mock, lines } = persistedMock(path, { disk })
    vi.useFakeTimers({ now: Date.parse('2030-01-01T00:00:00Z') })
    mock.clock.resume()
    send(mock, 'PATCH', CONVERSATION, { status: 'snoozed' })
    disk.before = (step) => {
      if (step === 'write') throw noSpace()
    }
    vi.advanceTimersByTime(2 * 60 * 60_000)
    for (let i = 0; i < 3; i++)
      expect(send(mock, 'GET', CONVERSATION)).toMatchObject({ status: 200, body: expect.stringContaining('"open"') })
    expect(lines).toEqual([`${path}.1.log: ENOSPC: no space left on device, write: due work is written as soon as that succeeds`])
    disk.before = () => {}
    send(mock, 'GET', CONVERSATION)
    const again = persistedMock(copyAsKilled(path)).mock
    vi.useRealTimers()

    expect(again.db.conversations.get('conv_abc123').reopenedAt).toBe(mock.db.conversations.get('conv_abc123').reopenedAt)
    expect(again.events.all()).toEqual([]) // reopened earlier, not now
  })

  it('is reported with the file name once that is closed', async () => {
    const path = newFile()
    const { mock, file, lines } = persistedMock(path)
    vi.useFakeTimers({ now: Date.parse('2030-01-01T00:00:00Z'), toFake: ['Date'] })
    mock.clock.resume()
    send(mock, 'PATCH', CONVERSATION, { status: 'snoozed' })
    await file.close()
    vi.setSystemTime(Date.parse('2030-01-01T02:00:00Z'))
    send(mock, 'GET', CONVERSATION)
    vi.useRealTimers()

    expect(lines).toEqual([`${path}: the data file is closed: due work is written as soon as that succeeds`])
  })

  it('cannot be rolled back when the stored data cannot be read, which is reported', () => {
    const path = newFile()
    const disk = failingDisk()
    const { mock, lines } = persistedMock(path, { disk })
    disk.before = () => {
      throw noSpace()
    }
    disk.read = () => {
      throw new Error('EIO: i/o error, read')
    }

    expect(send(mock, 'PATCH', CONVERSATION, { tags: ['x'] })).toMatchObject({
      status: 500,
      body: expect.stringContaining('the server must be started again'),
    })
    expect(lines[1]).toBe(`${path}: the persisted state cannot be read: EIO: i/o error, read`)
  })

  it('prevents a new file, and leaves nothing of it', () => {
    const path = newFile()
    const disk = failingDisk()
    disk.before = (step) => {
      if (step === 'rename') throw noSpace()
    }
    expect(() => persistedMock(path, { disk })).toThrow(/ENOSPC/)
  })
})

describe('deliveries', () => {
  it('that are pending are sent after a restart, with the same event ids; finished ones are not', async () => {
    const receiver = await receiving()
    const path = newFile()
    const { mock } = persistedMock(path)
    mock.webhooks.create({ url: receiver.url, events: ['conversation.closed', 'conversation.reopened'] })
    send(mock, 'POST', `${CONVERSATION}/close`)
    await mock.webhooks.settled()
    send(mock, 'POST', `${CONVERSATION}/reopen`)
    const copy = copyAsKilled(path) // before its microtask: the second delivery is not sent yet
    await mock.webhooks.settled()
    const [closed, reopened] = receiver.ids.splice(0)
    const { mock: again } = persistedMock(copy)
    await again.webhooks.settled()

    expect(receiver.ids).toEqual([reopened])
    expect(again.webhooks.deliveries.map(({ status, payload }) => [status, payload.id])).toEqual([
      ['succeeded', closed],
      ['succeeded', reopened],
    ])
  })

  it('that failed are retried after a restart when they are due, on the clock', async () => {
    const receiver = await receiving(500)
    const path = newFile()
    const { mock, file } = persistedMock(path)
    mock.webhooks.create({ url: receiver.url, events: ['conversation.closed'] })
    send(mock, 'POST', `${CONVERSATION}/close`)
    await mock.webhooks.settled()
    await file.close()
    const { mock: again } = persistedMock(path)
    await again.webhooks.settled()
    expect(receiver.ids).toHaveLength(1)
    again.clock.advance('1m')
    await again.webhooks.settled()

    expect(receiver.ids).toHaveLength(2)
    expect(new Set(receiver.ids).size).toBe(1)
    expect(again.webhooks.deliveries).toMatchObject([{ attempts: 2, status: 'pending' }])
  })
})
