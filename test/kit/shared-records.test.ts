import { expect, it } from 'vitest'
import { createMock, type World } from '../../src/index.js'

const headers = { authorization: 'Bearer key' }

it('leaves what a caller passes to db in the hands of the caller', () => {
  const mock = createMock()
  const tags = ['vip']
  mock.db.conversations.update('conv_abc123', { tags })
  tags.push('later')
  expect(mock.db.conversations.get('conv_abc123').tags).toEqual(['vip'])
})

it('hands out records that nobody can change', () => {
  const { db } = createMock()
  const conversation: { tags: unknown; metadata: unknown } = db.conversations.get('conv_abc123')
  expect(() => Object.assign(conversation, { status: 'closed' })).toThrow(TypeError)
  expect(() => Array.prototype.push.call(conversation.tags, 'more')).toThrow(TypeError)
  expect(() => Object.assign(conversation.metadata as object, { source: 'elsewhere' })).toThrow(TypeError)
  expect(() => Object.assign(db.messages.get('msg_001').content, { text: 'Bye' })).toThrow(TypeError)
  expect(() => Object.assign(db.contacts.get('contact_123').metadata ?? {}, { tier: 'none' })).toThrow(TypeError)
  expect(() => Object.assign(db.users.get('user_456'), { name: 'Nobody' })).toThrow(TypeError)
})

it('tells of events that no listener can change', () => {
  const mock = createMock()
  mock.handle({ method: 'POST', path: '/conversations/conv_abc123/close', headers })
  const [event] = mock.events.all('conversation.closed')
  expect(() => Object.assign(event?.data.attributes.metadata ?? {}, { source: 'elsewhere' })).toThrow(TypeError)
})

it('starts several mocks from one world, each with what it had', () => {
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
