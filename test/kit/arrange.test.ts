import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { emptyWorld } from '../../fixtures/index.js'
import { type ConversationRecord, createMock, type Mock } from '../../src/index.js'
import { ask, frozenMock, NOW, send } from './kit.js'

const STATUSES = ['open', 'pending', 'snoozed', 'closed'] as const
const AN_HOUR_LATER = '2024-01-15T12:00:00Z'

/** Fields that follow from a status. */
const COMES_WITH: Readonly<Record<ConversationRecord['status'], object>> = {
  open: { snoozedUntil: undefined, closedAt: undefined, closedById: undefined },
  pending: { snoozedUntil: undefined, closedAt: undefined, closedById: undefined },
  snoozed: { snoozedUntil: AN_HOUR_LATER, closedAt: undefined, closedById: undefined },
  closed: { snoozedUntil: undefined, closedAt: NOW, closedById: 'user_456' },
}

let mock: Mock
let db: Mock['db']

beforeEach(() => {
  mock = frozenMock()
  db = mock.db
})

describe('a conversation arranged in one call', () => {
  it('is returned by the API with its contact and its messages', () => {
    const { id } = db.conversations.create({ status: 'open', contact: { name: 'Ana' }, messages: ['Hi', 'Still there?'] })
    expect(ask(mock, 'GET', `/conversations/${id}?includeMessages=true`)).toMatchObject({
      data: {
        id,
        attributes: {
          status: 'open',
          contact: { name: 'Ana' },
          messageCount: 2,
          unreadCount: 2,
        },
        relationships: {
          messages: [
            { direction: 'inbound', content: { type: 'text', text: 'Hi' } },
            { direction: 'inbound', content: { type: 'text', text: 'Still there?' } },
          ],
        },
      },
    })
    expect(ask(mock, 'GET', '/conversations?search=still%20there')).toMatchObject({
      data: [{ id, attributes: { lastMessage: { content: { text: 'Still there?' } } } }],
    })
    expect(ask(mock, 'GET', `/conversations/${id}/participants`)).toMatchObject({
      data: [{ attributes: { name: 'Ana', role: 'customer' } }],
    })
  })

  it('sends no event, and is not recorded as a request', () => {
    db.conversations.create({ status: 'closed', contact: { name: 'Ana' }, messages: ['Hi'] })
    expect(mock.events.all()).toEqual([])
    expect(mock.requests.all()).toEqual([])
  })

  it('is removed by a reset, with its contact and its messages', () => {
    db.conversations.create({ contact: { name: 'Ana' }, messages: ['Hi', 'Still there?'] })
    expect([db.conversations.count(), db.contacts.count(), db.messages.count()]).toEqual([2, 2, 17])
    mock.reset()
    expect([db.conversations.count(), db.contacts.count(), db.messages.count()]).toEqual([1, 1, 15])
  })

  it('accepts messages of either direction, of any content, each with the given fields', () => {
    const { id } = db.conversations.create({
      messages: [
        'Hi',
        { direction: 'outbound', senderId: 'bot_abc', text: 'Hello!' },
        { id: 'msg_image', content: { type: 'image', url: 'https://cdn.example.com/a.jpg' }, status: 'read' },
      ],
    })
    expect(db.messages.findMany({ conversationId: id })).toMatchObject([
      { direction: 'inbound', content: { text: 'Hi' }, status: 'delivered' },
      { direction: 'outbound', senderId: 'bot_abc', content: { text: 'Hello!' } },
      { id: 'msg_image', direction: 'inbound', status: 'read', content: { type: 'image' } },
    ])
    expect(db.conversations.get(id)).toMatchObject({ messageCount: 3, unreadCount: 1, lastMessageId: 'msg_image' })
  })

  it('starts at its first message', () => {
    const messages = [
      { text: 'Hi', timestamp: '2024-01-14T08:00:00Z' },
      { text: 'Still there?', timestamp: '2024-01-14T09:00:00Z' },
    ]
    expect(db.conversations.create({ messages })).toMatchObject({
      createdAt: '2024-01-14T08:00:00Z',
      updatedAt: '2024-01-14T09:00:00Z',
      firstMessageAt: '2024-01-14T08:00:00Z',
      lastMessageAt: '2024-01-14T09:00:00Z',
    })
  })

  it('needs no initial data', () => {
    const empty = frozenMock({ world: emptyWorld })
    const { id } = empty.db.conversations.create({ status: 'open', contact: { name: 'Ana' }, messages: ['Hi'] })
    expect(ask(empty, 'GET', `/conversations/${id}`)).toMatchObject({ data: { attributes: { contact: { name: 'Ana' } } } })
    expect(ask(empty, 'POST', `/conversations/${id}/close`)).toMatchObject({ data: { attributes: { status: 'closed' } } })
  })

  it('can be assigned to a user or a bot', () => {
    expect(db.conversations.create({ assigneeId: 'user_789' })).toMatchObject({ agentIds: ['user_789'], botId: undefined })
    expect(db.conversations.create({ assigneeId: 'bot_abc' })).toMatchObject({ agentIds: [], botId: 'bot_abc', botActive: true })
  })

  it('as snoozed ends its snooze like one snoozed by the API', () => {
    const { id } = db.conversations.create({ status: 'snoozed' })
    mock.clock.advance('1h')
    expect(mock.events.all()).toMatchObject([{ event: 'conversation.reopened', timestamp: AN_HOUR_LATER, data: { id } }])
  })
})

describe('a conversation arranged as snoozed', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it("reopens by itself, as the machine's time passes", () => {
    vi.useFakeTimers()
    const running = createMock({ now: NOW })
    const { id } = running.db.conversations.create({ status: 'snoozed' })
    vi.advanceTimersByTime(60 * 60_000)
    expect(running.events.all()).toMatchObject([{ event: 'conversation.reopened', timestamp: AN_HOUR_LATER, data: { id } }])
  })
})

describe('a status alone', () => {
  it.for(STATUSES)('of %s makes a consistent conversation', (status) => {
    const { id } = db.conversations.create({ status })
    expect(db.conversations.get(id)).toMatchObject({ status, ...COMES_WITH[status] })
    expect(ask(mock, 'GET', `/conversations/${id}`)).toMatchObject({ data: { attributes: { status } } })
    expect(ask(mock, 'GET', `/conversations?status=${status}`)).toMatchObject({
      data: expect.arrayContaining([expect.objectContaining({ id })]),
    })
    expect(createMock({ world: mock.world() }).db.conversations.get(id)).toMatchObject({ status, ...COMES_WITH[status] })
  })

  it.for(STATUSES.flatMap((from) => STATUSES.map((to) => [from, to] as const)))('changes %s to %s', ([from, to]) => {
    const { id } = db.conversations.create({ status: from })
    expect(db.conversations.update(id, { status: to })).toMatchObject({ status: to, ...COMES_WITH[to] })
    expect(createMock({ world: mock.world() }).db.conversations.get(id)).toMatchObject({ status: to, ...COMES_WITH[to] })
  })

  it.for(STATUSES)('of %s continues through the API like any other', (status) => {
    const { id } = db.conversations.create({ status, contact: { name: 'Ana' } })
    expect(send(mock, 'POST', `/conversations/${id}/${status === 'closed' ? 'reopen' : 'close'}`).status).toBe(200)
    expect(db.conversations.get(id)).toMatchObject(COMES_WITH[status === 'closed' ? 'open' : 'closed'])
  })

  it('is rejected if unknown', () => {
    const create = () => db.conversations.create({ status: 'done' as never })
    expect(create).toThrow(new TypeError('db.conversations.create: status must be one of open, pending, snoozed, closed; got "done"'))
  })
})
