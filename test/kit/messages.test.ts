import { beforeEach, describe, expect, it } from 'vitest'
import { emptyWorld } from '../../fixtures/index.js'
import { createMock, type Mock } from '../../src/index.js'
import { ask, dataOf, eventsOf, frozenMock } from './kit.js'

const ID = 'conv_abc123'
const LATER = '2024-01-15T11:10:00Z'
let mock: Mock

beforeEach(() => {
  mock = frozenMock()
  mock.clock.advance('10m')
})

describe('messages.add', () => {
  it('adds a message of the contact by default, and updates counts, unread, the last message, and sends message.received', () => {
    const before = mock.db.conversations.get(ID)
    const message = mock.messages.add(ID, { text: 'Are you still there?' })
    expect(message).toMatchObject({ conversationId: ID, direction: 'inbound', status: 'delivered', timestamp: LATER })
    expect(message).toHaveProperty('content', { type: 'text', text: 'Are you still there?' })
    expect(ask(mock, 'GET', `/conversations/${ID}?includeMessages=true&messageLimit=1`)).toMatchObject({
      data: {
        attributes: {
          messageCount: before.messageCount + 1,
          unreadCount: before.unreadCount + 1,
          lastMessageAt: LATER,
          updatedAt: LATER,
        },
        relationships: { messages: [{ id: message.id, direction: 'inbound', content: { text: 'Are you still there?' } }] },
      },
    })
    expect(ask(mock, 'GET', '/conversations')).toMatchObject({
      data: [{ attributes: { lastMessage: { content: { text: 'Are you still there?' } } } }],
    })
    expect(ask(mock, 'GET', '/conversations?search=still%20there')).toMatchObject({ data: [{ id: ID }] })
    expect(mock.events.all()).toMatchObject([
      { event: 'message.received', timestamp: LATER, data: { id: message.id, type: 'message', attributes: { direction: 'inbound' } } },
    ])
  })

  it.each([
    ['agent', 'user_456'],
    ['bot', 'bot_abc'],
  ] as const)('adds a message of an %s, which is not unread, and sends message.sent', (from, senderId) => {
    const before = mock.db.conversations.get(ID)
    const message = mock.messages.add(ID, { from, text: 'I am.' })
    expect(message).toMatchObject({ direction: 'outbound', status: 'sent', senderId })
    expect(mock.db.conversations.get(ID)).toMatchObject({
      messageCount: before.messageCount + 1,
      unreadCount: before.unreadCount,
      lastMessageId: message.id,
    })
    expect(eventsOf(mock)).toEqual(['message.sent'])
  })

  it('accepts a named sender', () => {
    expect(mock.messages.add(ID, { senderId: 'user_789', text: 'Hi' })).toMatchObject({ direction: 'outbound', senderId: 'user_789' })
    expect(mock.messages.add(ID, { from: 'agent', senderId: 'user_expert', text: 'Hi' })).toMatchObject({ senderId: 'user_expert' })
  })

  it('uses a default sender where nobody is assigned: the user behind the key, or the first bot', () => {
    mock.db.conversations.create({ id: 'conv_new' })
    expect(mock.messages.add('conv_new', { from: 'agent', text: 'Hi' })).toHaveProperty('senderId', 'user_456')
    expect(mock.messages.add('conv_new', { from: 'bot', text: 'Hi' })).toHaveProperty('senderId', 'bot_abc')
  })

  it('accepts contents of every type', () => {
    const content = { type: 'location', latitude: 1, longitude: 2 } as const
    expect(mock.messages.add(ID, { content })).toHaveProperty('content', content)
  })

  it.each([
    [{}, 'messages.add: text or content is required'],
    [{ from: 'robot', text: 'Hi' }, 'messages.add: from must be one of contact, agent, bot; got "robot"'],
    [{ txt: 'Hi' }, 'messages.add: there is no field txt; there are text, content, from, senderId'],
    [{ from: 'contact', senderId: 'user_456', text: 'Hi' }, 'messages.add: senderId goes with from "agent" or "bot": the contact is known'],
    [
      { text: 'Hi', content: { type: 'text', text: 'Hi' } },
      'messages.add: give text, which is short for a content of text, or content, not both',
    ],
    [{ senderId: 'user_nope', text: 'Hi' }, /senderId .*names no user or bot/],
    [{ content: { type: 'dance' } }, /messages\.add: content/],
    [{ text: 1 }, /messages\.add: content\.text/],
    ['Hi', 'messages.add: a message is an object with text; got Hi'],
    [null, 'messages.add: a message is an object with text; got null'],
  ])('rejects %j, and changes nothing', (message, expected) => {
    const before = dataOf(mock)
    expect(() => mock.messages.add(ID, message as never)).toThrow(expect.objectContaining({ name: 'TypeError' }))
    expect(() => mock.messages.add(ID, message as never)).toThrow(expected)
    expect([dataOf(mock), eventsOf(mock)]).toEqual([before, []])
  })

  it('rejects an unknown conversation, and a bot where there is none', () => {
    expect(() => mock.messages.add('conv_nope', { text: 'Hi' })).toThrow(/conv_nope/)
    const world = { ...emptyWorld, channels: [{ id: 'ch_1', type: 'sms', name: 'Texts' } as const] }
    const other = createMock({ world })
    const { id } = other.db.conversations.create()
    expect(() => other.messages.add(id, { from: 'bot', text: 'Hi' })).toThrow('from must be "contact" or "agent": there is no bot')
  })

  it('ends a snooze that is due first', () => {
    ask(mock, 'PATCH', `/conversations/${ID}`, { status: 'snoozed' })
    mock.clock.advance('1h')
    mock.messages.add(ID, { text: 'Hi' })
    expect(eventsOf(mock)).toEqual(['conversation.updated', 'conversation.reopened', 'message.received'])
  })
})

describe('messages.read', () => {
  it("marks the contact's messages as read, and sends one event", () => {
    mock.messages.add(ID, { text: 'Hi' })
    expect(mock.messages.read(ID)).toMatchObject({ unreadCount: 0, updatedAt: LATER })
    const inbound = mock.db.messages.findMany({ conversationId: ID, direction: 'inbound' })
    expect(new Set(inbound.map(({ status }) => status))).toEqual(new Set(['read']))
    expect(mock.messages.read(ID)).toMatchObject({ unreadCount: 0 })
    expect(eventsOf(mock)).toEqual(['message.received', 'conversation.updated'])
    expect(mock.events.all('conversation.updated')[0]).toHaveProperty('data.attributes.unreadCount', 0)
  })

  it('rejects an unknown conversation', () => {
    expect(() => mock.messages.read('conv_nope')).toThrow(/conv_nope/)
  })
})
