import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import type { Duration } from '../../src/index.js'
import { ask, eventsOf, frozenMock } from './kit.js'

const CONVERSATION = '/conversations/conv_abc123'
const NAMES =
  '*, conversation.created, conversation.updated, conversation.assigned, conversation.transferred, conversation.closed, conversation.reopened, message.received, message.sent'

afterEach(() => {
  vi.useRealTimers()
})

/** Whether a promise is still pending once all immediate work is done. */
async function isOpen(promise: Promise<unknown>): Promise<boolean> {
  const open = Symbol()
  const first = await Promise.race([promise, new Promise((resolve) => setImmediate(resolve, open))])
  return first === open
}

describe('the next event', () => {
  it('may have occurred before the call', async () => {
    const mock = frozenMock()
    ask(mock, 'POST', `${CONVERSATION}/close`)
    const event = await mock.events.next('conversation.closed')
    expectTypeOf(event.event).toEqualTypeOf<'conversation.closed'>()
    expect(event).toBe(mock.events.all()[0])
  })

  it('may occur after the call', async () => {
    const mock = frozenMock()
    const next = mock.events.next('conversation.closed')
    ask(mock, 'PATCH', CONVERSATION, { priority: 'low' })
    expect(await isOpen(next)).toBe(true)
    ask(mock, 'POST', `${CONVERSATION}/close`)
    expect(await next).toMatchObject({ event: 'conversation.closed', data: { id: 'conv_abc123' } })
  })

  it('is returned once: the oldest that was not returned yet, then the next one', async () => {
    const mock = frozenMock()
    for (const tag of ['one', 'two', 'three']) ask(mock, 'PATCH', CONVERSATION, { tags: [tag] })
    const tags: unknown[] = []
    for (let i = 0; i < 3; i++) tags.push((await mock.events.next('conversation.updated')).data.attributes.tags)
    expect(tags).toEqual([['one'], ['two'], ['three']])
    const next = mock.events.next('conversation.updated')
    expect(await isOpen(next)).toBe(true)
    ask(mock, 'PATCH', CONVERSATION, { tags: ['four'] })
    expect((await next).data.attributes.tags).toEqual(['four'])
    expect(await isOpen(mock.events.next('conversation.updated', { timeout: '1m' }).catch(() => {}))).toBe(true)
    mock.events.clear()
  })

  it('is returned to waiting calls in their order', async () => {
    const mock = frozenMock()
    const waiting = [mock.events.next('conversation.updated'), mock.events.next('*'), mock.events.next('conversation.updated')]
    ask(mock, 'PATCH', CONVERSATION, { tags: ['one'] })
    expect(await isOpen(waiting[1] as Promise<unknown>)).toBe(true)
    ask(mock, 'PATCH', CONVERSATION, { tags: ['two'] })
    ask(mock, 'PATCH', CONVERSATION, { tags: ['three'] })
    expect((await Promise.all(waiting)).map(({ data }) => data.type === 'conversation' && data.attributes.tags)).toEqual([
      ['one'],
      ['two'],
      ['three'],
    ])
  })

  it('is not returned to calls that wait for another name', async () => {
    const mock = frozenMock()
    const closed = mock.events.next('conversation.closed')
    const reopened = mock.events.next('conversation.reopened')
    ask(mock, 'POST', `${CONVERSATION}/close`)
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    expect((await reopened).event).toBe('conversation.reopened')
    expect((await closed).event).toBe('conversation.closed')
  })

  it('of any name is returned for *', async () => {
    const mock = frozenMock()
    ask(mock, 'PATCH', CONVERSATION, { status: 'closed', priority: 'low' })
    expect((await mock.events.next('*')).event).toBe('conversation.updated')
    expect((await mock.events.next('*')).event).toBe('conversation.closed')
  })

  it('returned by name is not returned for *, nor the other way round', async () => {
    const mock = frozenMock()
    ask(mock, 'PATCH', CONVERSATION, { status: 'closed', priority: 'low' })
    await mock.events.next('conversation.closed')
    expect((await mock.events.next('*')).event).toBe('conversation.updated')
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    await mock.events.next('*')
    expect(await isOpen(mock.events.next('conversation.reopened', { timeout: '1m' }).catch(() => {}))).toBe(true)
    mock.events.clear()
  })

  it('is independent of listeners, and stays in all()', async () => {
    const mock = frozenMock()
    const listener = vi.fn()
    mock.events.on('conversation.closed', listener)
    const next = mock.events.next('conversation.closed')
    ask(mock, 'POST', `${CONVERSATION}/close`)
    expect(listener).toHaveBeenCalledExactlyOnceWith(await next)
    expect(eventsOf(mock)).toEqual(['conversation.closed'])
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    ask(mock, 'POST', `${CONVERSATION}/close`)
    mock.events.all('conversation.closed')
    expect(await mock.events.next('conversation.closed')).toBe(mock.events.all('conversation.closed')[1])
  })

  it('may be the end of a snooze, as the clock of the mock moves', async () => {
    const mock = frozenMock()
    ask(mock, 'PATCH', CONVERSATION, { status: 'snoozed' })
    const next = mock.events.next('conversation.reopened')
    mock.clock.advance('2h')
    expect((await next).timestamp).toBe('2024-01-15T12:00:00Z')
  })

  it('never is an event from before a reset or a clear', async () => {
    const mock = frozenMock()
    for (const clear of [mock.reset, mock.events.clear.bind(mock.events)]) {
      ask(mock, 'POST', `${CONVERSATION}/close`)
      clear()
      await expect(mock.events.next('conversation.closed', { timeout: 1 })).rejects.toThrow(/there were no events at all$/)
    }
  })
})

describe('an event that does not occur', () => {
  it('rejects with an error that names the other events', async () => {
    const mock = frozenMock()
    ask(mock, 'PATCH', CONVERSATION, { status: 'closed', priority: 'low' })
    await mock.events.next('conversation.updated')
    const next = mock.events.next('conversation.reopened', { timeout: '5ms' })
    await expect(next).rejects.toThrow(
      new Error('No next conversation.reopened: none came within 5 ms; there were conversation.updated, conversation.closed'),
    )
  })

  it('rejects with an error that says that there were no events', async () => {
    await expect(frozenMock().events.next('*', { timeout: 1 })).rejects.toThrow(
      new Error('No next event: none came within 1 ms; there were no events at all'),
    )
  })

  it('rejects with an error that names the events during the wait', async () => {
    const mock = frozenMock()
    const next = mock.events.next('conversation.reopened', { timeout: '50ms' })
    ask(mock, 'POST', `${CONVERSATION}/close`)
    await expect(next).rejects.toThrow(/there were conversation\.closed$/)
  })

  it('is awaited for one second by default', async () => {
    const started = performance.now()
    await expect(frozenMock().events.next('*')).rejects.toThrow(/none came within 1000 ms/)
    expect(performance.now() - started).toBeGreaterThanOrEqual(999) // a timer counts full milliseconds
  })

  it('leaves the next one to the next call', async () => {
    const mock = frozenMock()
    await expect(mock.events.next('conversation.closed', { timeout: 1 })).rejects.toThrow()
    ask(mock, 'POST', `${CONVERSATION}/close`)
    expect((await mock.events.next('conversation.closed')).event).toBe('conversation.closed')
  })

  it('is no longer awaited after a reset or a clear', async () => {
    const mock = frozenMock()
    for (const clear of [mock.reset, mock.events.clear.bind(mock.events)]) {
      const waiting = [mock.events.next('conversation.closed'), mock.events.next('*')]
      const outcomes = Promise.allSettled(waiting)
      clear()
      expect(await outcomes).toMatchObject([
        { reason: { message: 'No next conversation.closed: the events were cleared meanwhile, by reset() or clear()' } },
        { reason: { message: 'No next event: the events were cleared meanwhile, by reset() or clear()' } },
      ])
    }
  })

  it('is still awaited after a restore', async () => {
    const mock = frozenMock()
    const snapshot = mock.snapshot()
    const next = mock.events.next('conversation.closed')
    mock.restore(snapshot)
    ask(mock, 'POST', `${CONVERSATION}/close`)
    expect((await next).event).toBe('conversation.closed')
  })

  it('times out in real time, though timers are faked', async () => {
    vi.useFakeTimers()
    await expect(frozenMock().events.next('*', { timeout: 5 })).rejects.toThrow(/none came within 5 ms/)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is awaited however far fake timers are advanced', async () => {
    vi.useFakeTimers()
    const mock = frozenMock()
    const next = mock.events.next('conversation.closed')
    vi.advanceTimersByTime(60 * 60_000)
    ask(mock, 'POST', `${CONVERSATION}/close`)
    expect((await next).event).toBe('conversation.closed')
  })
})

describe('a call for the next event', () => {
  it.for(['closed', '', 'conversation', 'CONVERSATION.CLOSED', undefined])('with the name %o is rejected', async (name) => {
    const next = frozenMock().events.next(name as never)
    await expect(next).rejects.toThrow(new TypeError(`events.next: there is no event ${JSON.stringify(name)}; there are ${NAMES}`))
  })

  it.for(['soon', '', '1 s', Number.NaN, Number.POSITIVE_INFINITY, {}, { weeks: 1 }, null, -5, '30d'])(
    'with the timeout %o is rejected, with and without a stored event',
    async (value) => {
      const mock = frozenMock()
      const timeout = value as Duration // possible for callers without types
      const would = 'a duration of up to a day, such as 500 (milliseconds) or "5s"'
      const wanted = `events.next: timeout must be ${would}; got ${JSON.stringify(value)}`
      await expect(mock.events.next('*', { timeout })).rejects.toThrow(new TypeError(wanted))
      ask(mock, 'POST', `${CONVERSATION}/close`)
      await expect(mock.events.next('*', { timeout })).rejects.toThrow(new TypeError(wanted))
      expect((await mock.events.next('*')).event).toBe('conversation.closed')
    },
  )
})
