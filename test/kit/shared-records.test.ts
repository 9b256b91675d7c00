import { expect, it } from 'vitest'
import { createMock, type World } from '../../src/index.js'

const headers = { authorization: 'Bearer key' }

it('does not keep objects that a caller passes to db', () => {
  const mock = createMock()
  const tags = ['vip']
  mock.db.conversations.update('conv_abc123', { tags })
  tags.push('later')
  expect(mock.db.conversations.get('conv_abc123').tags).toEqual(['vip'])
})

it('returns immutable records', () => {
  const { db } = createMock()
  const conversation: { tags: unknown; metadata: unknown } = db.conversations.get('conv_abc123')
  expect(() => Object.assign(conversation, { status: 'closed' })).toThrow(TypeError)
  expect(() => Array.prototype.push.call(conversation.tags, 'more')).toThrow(TypeError)
  expect(() => Object.assign(conversation.metadata as object, { source: 'elsewhere' })).toThrow(TypeError)
  expect(() => Object.assign(db.messages.get('msg_001').content, { text: 'Bye' })).toThrow(TypeError)
  expect(() => Object.assign(db.contacts.get('contact_123').metadata ?? {}, { tier: 'none' })).toThrow(TypeError)
  expect(() => Object.assign(db.users.get('user_456'), { name: 'Nobody' })).toThrow(TypeError)
})

it('returns the same objects from find, create and update', () => {
  const { db, messages } = createMock()
  const seen: object[] = []
  db.conversations.find((conversation) => seen.push(conversation) === 0)
  db.contacts.findMany((contact) => seen.push(contact) === 0)
  seen.push(...db.conversations.findMany(), ...db.contacts.findMany(), db.contacts.get('contact_123'))
  seen.push(db.contacts.create(), db.contacts.update('contact_123', { name: 'Ana' }), db.conversations.create())
  seen.push(db.conversations.update('conv_abc123', { priority: 'low' }), messages.read('conv_abc123'))
  expect(seen.length).toBeGreaterThan(9)
  expect(seen.filter((record) => !Object.isFrozen(record))).toEqual([])
})

it('returns an event as plain JSON, whatever happens to its record later', () => {
  const mock = createMock()
  const received: unknown[] = []
  mock.events.on('conversation.updated', (event) => received.push(event))
  mock.handle({ method: 'PATCH', path: '/conversations/conv_abc123', headers, body: '{"tags":["vip"]}' })
  mock.db.contacts.update('contact_123', { name: 'Somebody else' })
  const [event] = mock.events.all('conversation.updated')
  expect(event).toBe(received[0])
  expect(event).toStrictEqual(JSON.parse(JSON.stringify(event)))
  expect(event?.data.attributes).toMatchObject({ tags: ['vip'], contact: { name: 'John Doe' } })
})

it('keeps the data of an event until it is read', () => {
  const mock = createMock()
  const before = mock.db.contacts.get('contact_123').name
  mock.handle({ method: 'PATCH', path: '/conversations/conv_abc123', headers, body: '{"tags":["vip"]}' })
  mock.db.contacts.update('contact_123', { name: 'Somebody else' })
  mock.db.conversations.update('conv_abc123', { tags: [], priority: 'low' })
  const [event] = mock.events.all('conversation.updated')
  expect(event?.data.attributes).toMatchObject({ tags: ['vip'], contact: { name: before } })
})

it('publishes immutable events', () => {
  const mock = createMock()
  mock.handle({ method: 'POST', path: '/conversations/conv_abc123/close', headers })
  const [event] = mock.events.all('conversation.closed')
  expect(() => Object.assign(event?.data.attributes.metadata ?? {}, { source: 'elsewhere' })).toThrow(TypeError)
})

it('starts several independent mocks from one world', () => {
  const world: World = {
    version: 1,
    organization: { id: 'org_1', name: 'Acme' },
    users: [{ id: 'user_1', name: 'Ana', email: 'ana@example.com' }],
    bots: [],
    channels: [{ id: 'ch_1', type: 'email', name: 'Email' }],
    contacts: [{ id: 'contact_1', name: 'Bo' }],
    conversations: [
      {
        id: 'conv_1',
        status: 'open',
        channelId: 'ch_1',
        contactId: 'contact_1',
        createdAt: '2024-01-15T10:00:00Z',
        updatedAt: '2024-01-15T10:00:00Z',
      },
    ],
    messages: [],
  }
  const [one, other] = [createMock({ world }), createMock({ world })]
  one.db.conversations.update('conv_1', { tags: ['vip'] })
  expect(other.db.conversations.get('conv_1').tags).toEqual([])
})
