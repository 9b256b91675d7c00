import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { createMock } from '../../src/index.js'
import { ask, eventsOf, frozenMock, NOW, send } from './kit.js'

const CONVERSATION = '/conversations/conv_abc123'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('events', () => {
  it('are passed to listeners of their name, once the change is complete', () => {
    const mock = frozenMock()
    const received: string[] = []
    mock.events.on('conversation.closed', (event) => {
      expectTypeOf(event.event).toEqualTypeOf<'conversation.closed'>()
      received.push(`${event.data.id} is ${mock.db.conversations.get(event.data.id).status}`)
    })
    ask(mock, 'POST', `${CONVERSATION}/close`)
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    expect(received).toEqual(['conv_abc123 is closed'])
  })

  it('are all passed to listeners of *', () => {
    const mock = frozenMock()
    const received: string[] = []
    mock.events.on('*', ({ event }) => received.push(event))
    ask(mock, 'PATCH', CONVERSATION, { status: 'closed', priority: 'low' })
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    expect(received).toEqual(['conversation.updated', 'conversation.closed', 'conversation.reopened'])
  })

  it('are passed to listeners that are added during another event, if they come later', () => {
    const mock = frozenMock()
    const received: string[] = []
    const stop = mock.events.on('conversation.closed', () => {
      stop()
      ask(mock, 'PATCH', CONVERSATION, { priority: 'high' })
      mock.events.on('*', ({ event }) => received.push(event))
    })
    ask(mock, 'POST', `${CONVERSATION}/close`)
    expect(received).toEqual(['conversation.updated'])
  })

  it('are no longer passed to removed listeners', () => {
    const mock = frozenMock()
    const one = vi.fn()
    const other = vi.fn()
    const stop = mock.events.on('*', one)
    mock.events.on('*', other)
    ask(mock, 'POST', `${CONVERSATION}/close`)
    stop()
    stop()
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    expect(one).toHaveBeenCalledTimes(1)
    expect(other).toHaveBeenCalledTimes(2)
  })

  it('are passed twice to a listener that was added twice, until each is removed', () => {
    const mock = frozenMock()
    const listener = vi.fn()
    const stop = mock.events.on('*', listener)
    mock.events.on('*', listener)
    ask(mock, 'POST', `${CONVERSATION}/close`)
    expect(listener).toHaveBeenCalledTimes(2)
    stop()
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    expect(listener).toHaveBeenCalledTimes(3)
  })

  it('are passed to all listeners, though one is removed or added during an event', () => {
    const mock = frozenMock()
    const late = vi.fn()
    const second = vi.fn()
    const stop = mock.events.on('*', () => {
      stop()
      mock.events.on('*', late)
    })
    mock.events.on('*', second)
    ask(mock, 'POST', `${CONVERSATION}/close`)
    expect(second).toHaveBeenCalledTimes(1)
    expect(late).not.toHaveBeenCalled()
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    expect(late).toHaveBeenCalledTimes(1)
  })

  it('are safe from listeners that throw: the request succeeds, other listeners are called, and the error is printed', () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
    const mock = frozenMock()
    const other = vi.fn()
    const error = new Error('no receiver')
    mock.events.on('*', () => {
      throw error
    })
    mock.events.on('*', other)
    expect(send(mock, 'POST', `${CONVERSATION}/close`).status).toBe(200)
    expect(other).toHaveBeenCalledTimes(1)
    expect(printed).toHaveBeenCalledExactlyOnceWith('A listener of conversation.closed failed:', error)
  })

  it('allow listeners to make requests', () => {
    const mock = frozenMock()
    mock.events.on('conversation.closed', ({ data }) => {
      ask(mock, 'PATCH', `/conversations/${data.id}`, { tags: ['to-review'] })
    })
    ask(mock, 'POST', `${CONVERSATION}/close`)
    expect(mock.db.conversations.get('conv_abc123')).toMatchObject({ status: 'closed', tags: ['to-review'] })
    expect(eventsOf(mock)).toEqual(['conversation.closed', 'conversation.updated'])
  })

  it('are stored, oldest first, and returned all or by name', () => {
    const mock = frozenMock()
    ask(mock, 'POST', `${CONVERSATION}/close`)
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    ask(mock, 'POST', `${CONVERSATION}/close`)
    expect(eventsOf(mock)).toEqual(['conversation.closed', 'conversation.reopened', 'conversation.closed'])
    expect(mock.events.all('conversation.closed')).toHaveLength(2)
    expect(mock.events.all('conversation.created')).toEqual([])
  })

  it('have an id, a time, and the organization', () => {
    const mock = frozenMock()
    ask(mock, 'POST', `${CONVERSATION}/close`)
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    const events = mock.events.all()
    for (const event of events) {
      expect(event).toMatchObject({ id: expect.stringMatching(/^evt_[a-z0-9]{12}$/), timestamp: NOW, meta: { organizationId: 'org_123' } })
    }
    expect(new Set(events.map(({ id }) => id)).size).toBe(2)
  })

  it('contain the conversation as it was at that time', () => {
    const mock = frozenMock()
    ask(mock, 'PATCH', CONVERSATION, { tags: ['one'] })
    ask(mock, 'PATCH', CONVERSATION, { tags: ['two'] })
    mock.db.contacts.update('contact_123', { name: 'Jon' })
    expect(mock.events.all()).toMatchObject([
      { data: { attributes: { tags: ['one'], contact: { name: 'John Doe' } } } },
      { data: { attributes: { tags: ['two'] } } },
    ])
  })

  it('are stored up to the last thousand', () => {
    const mock = frozenMock()
    for (let i = 0; i < 2500; i++) ask(mock, 'PATCH', CONVERSATION, { tags: [`${i}`] })
    const stored = mock.events.all('conversation.updated').map(({ data }) => data.attributes.tags[0])
    expect(stored).toHaveLength(1000)
    expect(stored[0]).toBe('1500')
    expect(stored.at(-1)).toBe('2499')
  })

  it('are deleted by clear, which keeps listeners', () => {
    const mock = frozenMock()
    const listener = vi.fn()
    mock.events.on('*', listener)
    ask(mock, 'POST', `${CONVERSATION}/close`)
    mock.events.clear()
    expect(mock.events.all()).toEqual([])
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    expect(listener).toHaveBeenCalledTimes(2)
    expect(eventsOf(mock)).toEqual(['conversation.reopened'])
  })

  it('are returned as a new list each time', () => {
    const mock = frozenMock()
    ask(mock, 'POST', `${CONVERSATION}/close`)
    const before = mock.events.all()
    ask(mock, 'POST', `${CONVERSATION}/reopen`)
    expect(before).toHaveLength(1)
  })

  it('of a request come before its response', () => {
    const mock = createMock()
    const order: string[] = []
    mock.events.on('*', () => order.push('event'))
    send(mock, 'POST', `${CONVERSATION}/close`)
    order.push('answer')
    expect(order).toEqual(['event', 'answer'])
  })

  it('reach every listener in order, even when one causes more events', () => {
    const mock = createMock()
    const published: string[] = []
    mock.events.on('conversation.updated', () => ask(mock, 'POST', '/conversations/conv_abc123/assign', { assigneeId: 'user_789' }))
    mock.events.on('*', ({ event }) => published.push(event))
    ask(mock, 'PATCH', '/conversations/conv_abc123', { priority: 'low', status: 'closed' })
    expect(published).toEqual(['conversation.updated', 'conversation.closed', 'conversation.assigned'])
    expect(mock.events.all().map(({ event }) => event)).toEqual(published)
  })

  it('are published after all changes: a reset by a listener leaves nothing of the request', () => {
    const mock = createMock()
    const create = () =>
      mock.handle({
        method: 'POST',
        path: '/conversations',
        headers: { authorization: 'Bearer key', 'idempotency-key': 'order-1' },
        body: JSON.stringify({ channelId: 'ch_xyz789', contact: { email: 'ana@example.com' } }),
      })
    const stop = mock.events.on('conversation.created', () => mock.reset())
    create()
    stop()
    expect(create().headers).not.toHaveProperty('idempotent-replayed')
    expect(mock.db.conversations.count()).toBe(2)
  })

  it('stop when a listener causes events endlessly, and continue afterwards', () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
    const mock = createMock()
    const patch = () => ask(mock, 'PATCH', '/conversations/conv_abc123', { tags: ['again'] })
    const stop = mock.events.on('conversation.updated', patch)
    patch()
    expect(printed).toHaveBeenCalledOnce()
    stop()
    printed.mockRestore()
    const published: string[] = []
    mock.events.on('*', ({ event }) => published.push(event))
    patch()
    expect(published).toEqual(['conversation.updated'])
  })

  it('are not published after a reset by a listener', () => {
    const mock = createMock()
    const published: string[] = []
    mock.events.on('*', ({ event }) => {
      published.push(event)
      mock.reset()
    })
    ask(mock, 'PATCH', '/conversations/conv_abc123', { priority: 'low', status: 'closed' })
    expect(published).toEqual(['conversation.updated'])
    expect(mock.events.all()).toEqual([])
  })

  it('can be listened to by known names only', () => {
    const on = (name: string) => createMock().events.on(name as 'conversation.closed', () => {})
    expect(() => on('closed')).toThrow(/^events\.on: there is no event "closed"; there are \*, conversation\.created, /)
  })
})
