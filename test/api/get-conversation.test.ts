import { expect } from 'vitest'
import { describeApi, NOW } from './mock-test.js'

const CONVERSATION = '/conversations/conv_abc123'

describeApi('GET /conversations/:id', (test) => {
  test('returns only the attributes of the guide', async ({ api }) => {
    expect((await api.call('GET', CONVERSATION)).body).toEqual({
      data: {
        id: 'conv_abc123',
        type: 'conversation',
        attributes: {
          status: 'open',
          channel: { id: 'ch_xyz789', type: 'whatsapp', name: 'WhatsApp Business' },
          contact: {
            id: 'contact_123',
            name: 'John Doe',
            phone: '+5511999999999',
            email: 'john@example.com',
            avatar: 'https://cdn.linktor.io/avatars/contact_123.jpg',
            metadata: { customerId: 'cust_789', tier: 'premium' },
          },
          assignee: { id: 'user_456', type: 'user', name: 'Support Agent' },
          bot: { id: 'bot_abc', name: 'Support Bot', active: true },
          unreadCount: 2,
          messageCount: 15,
          firstMessageAt: '2024-01-15T10:00:00Z',
          lastMessageAt: '2024-01-15T10:35:00Z',
          metadata: { source: 'website', campaign: 'winter_sale', intent: 'order_status' },
          tags: ['vip', 'order-issue'],
          createdAt: '2024-01-15T10:00:00Z',
          updatedAt: '2024-01-15T10:35:00Z',
        },
      },
    })
  })

  test('returns only attributes with a value, and always metadata and tags', async ({ api }) => {
    const { id } = api.mock.db.conversations.create({ contact: { name: undefined, email: 'ana@example.com' }, channelId: 'ch_xyz789' })
    const { attributes } = await api.conversation(id)
    expect(Object.keys(attributes).toSorted()).toEqual([
      'channel',
      'contact',
      'createdAt',
      'messageCount',
      'metadata',
      'status',
      'tags',
      'unreadCount',
      'updatedAt',
    ])
    expect(attributes).toMatchObject({ metadata: {}, tags: [] })
  })

  test('returns every attribute of the state once it has a value', async ({ api }) => {
    const by = { id: 'user_456', name: 'Support Agent' }
    await api.call('PATCH', CONVERSATION, { body: { priority: 'urgent' } })
    await api.call('POST', `${CONVERSATION}/assign`, { body: { assigneeId: 'user_789' } })
    await api.call('POST', `${CONVERSATION}/close`)
    await api.call('POST', `${CONVERSATION}/reopen`)
    await api.call('POST', `${CONVERSATION}/close`, { body: { reason: 'Done', resolution: 'unresolved' } })
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject({
      priority: 'urgent',
      assignedAt: NOW,
      assignedBy: by,
      reopenedAt: NOW,
      reopenedBy: by,
      closedAt: NOW,
      closedBy: by,
      closureReason: 'Done',
      resolution: 'unresolved',
    })
    await api.call('PATCH', CONVERSATION, { body: { status: 'snoozed', snoozedUntil: '2024-01-16T09:00:00Z' } })
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject({ snoozedUntil: '2024-01-16T09:00:00Z' })
  })

  test.for(['', '?includeMessages=false', '?messageLimit=5', '?includeMessages=false&messageLimit=5'])(
    'returns no messages with the query "%s"',
    async (query, { api }) => {
      expect(await api.conversation('conv_abc123', query)).not.toHaveProperty('relationships')
    },
  )

  test('returns the latest messages, oldest first, with only the attributes of the guide', async ({ api }) => {
    const { relationships } = await api.conversation('conv_abc123', '?includeMessages=true&messageLimit=2')
    expect(relationships).toEqual({
      messages: [
        {
          id: 'msg_014',
          direction: 'inbound',
          content: { type: 'text', text: 'Perfect, it already shows up as on its way' },
          timestamp: '2024-01-15T10:33:20Z',
        },
        {
          id: 'msg_789',
          direction: 'inbound',
          content: { type: 'text', text: 'Thanks for your help!' },
          timestamp: '2024-01-15T10:35:00Z',
        },
      ],
    })
  })

  test.for([
    { limit: 1, shown: 1 },
    { limit: 14, shown: 14 },
    { limit: 15, shown: 15 },
    { limit: 100, shown: 15 },
  ])('returns $shown of fifteen messages with messageLimit=$limit', async ({ limit, shown }, { api }) => {
    const { relationships } = await api.conversation('conv_abc123', `?includeMessages=true&messageLimit=${limit}`)
    const all = api.mock.db.messages.findMany().map(({ id }) => id)
    expect(relationships?.messages.map(({ id }) => id)).toEqual(all.slice(-shown))
  })

  test('returns 20 messages by default', async ({ api }) => {
    const texts = Array.from({ length: 25 }, (_, i) => `Message ${i}`)
    const { id } = api.mock.db.conversations.create({ contactId: 'contact_123', messages: texts })
    const { relationships } = await api.conversation(id, '?includeMessages=true')
    expect(relationships?.messages.map(({ content }) => content)).toEqual(texts.slice(-20).map((text) => ({ type: 'text', text })))
  })

  test('returns an empty list where there are no messages', async ({ api }) => {
    const { id } = api.mock.db.conversations.create({ contactId: 'contact_123' })
    expect((await api.conversation(id, '?includeMessages=true')).relationships).toEqual({ messages: [] })
  })

  test('changes nothing', async ({ api }) => {
    const before = await api.conversation('conv_abc123', '?includeMessages=true')
    api.mock.clock.advance('1h')
    expect(await api.conversation('conv_abc123', '?includeMessages=true')).toEqual(before)
    expect(before.attributes.unreadCount).toBe(2)
    expect(api.events()).toEqual([])
  })

  test.for([
    { query: '?includeMessages=yes', fields: ['includeMessages'] },
    { query: '?includeMessages=1', fields: ['includeMessages'] },
    { query: '?includeMessages=', fields: ['includeMessages'] },
    { query: '?includeMessages=TRUE', fields: ['includeMessages'] },
    { query: '?messageLimit=0', fields: ['messageLimit'] },
    { query: '?messageLimit=101', fields: ['messageLimit'] },
    { query: '?messageLimit=-1', fields: ['messageLimit'] },
    { query: '?messageLimit=1.5', fields: ['messageLimit'] },
    { query: '?messageLimit=ten', fields: ['messageLimit'] },
    { query: '?messageLimit=', fields: ['messageLimit'] },
    { query: '?messageLimit=0&includeMessages=maybe', fields: ['includeMessages', 'messageLimit'] },
    { query: '?messageLimit=1&messageLimit=2', fields: ['messageLimit'] },
  ])('returns 400 for $query', async ({ query, fields }, { api }) => {
    const refusal = await api.rejected('GET', CONVERSATION + query)
    expect({ ...refusal, fields: refusal.fields.toSorted() }).toEqual({ status: 400, code: 'VALIDATION_ERROR', fields })
  })

  test.for(['conv_nope', 'CONV_ABC123', 'conv_abc123%20', 'conv_abc123%2Fclose', '%E0%A4%A', '__proto__', 'constructor'])(
    'returns 404 for the unknown conversation %s',
    async (id, { api }) => {
      expect(await api.rejected('GET', `/conversations/${id}`)).toEqual({ status: 404, code: 'CONVERSATION_NOT_FOUND', fields: ['id'] })
    },
  )

  test('decodes percent-encoded ids', async ({ api }) => {
    api.mock.db.conversations.create({ id: 'conv/ä?', contactId: 'contact_123' })
    expect(await api.call('GET', '/conversations/conv%2F%C3%A4%3F')).toMatchObject({ status: 200, body: { data: { id: 'conv/ä?' } } })
    expect(await api.conversation('%63onv_abc123')).toMatchObject({ id: 'conv_abc123' })
  })

  test('names the unknown id', async ({ api }) => {
    expect(await api.reasons('GET', '/conversations/conv_nope')).toEqual({ id: 'Conversation "conv_nope" does not exist' })
  })
})
