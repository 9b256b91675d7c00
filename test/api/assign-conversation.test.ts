import { expect } from 'vitest'
import { describeApi, NOW } from './mock-test.js'

const CONVERSATION = '/conversations/conv_abc123'
const ASSIGN = `${CONVERSATION}/assign`
const SUPPORT_AGENT = { id: 'user_456', name: 'Support Agent' }
const SENIOR = { id: 'user_789', type: 'user', name: 'Senior Support Agent' }
const BOT = { id: 'bot_abc', type: 'bot', name: 'Support Bot' }

describeApi('POST /conversations/:id/assign', (test) => {
  test('assigns to a user and returns only the attributes of the assignment', async ({ api }) => {
    const response = await api.call('POST', ASSIGN, { body: { assigneeId: 'user_789', note: 'Escalated to senior support' } })
    expect(response.status).toBe(200)
    expect(response.body).toEqual({
      data: { id: 'conv_abc123', type: 'conversation', attributes: { assignee: SENIOR, assignedAt: NOW, assignedBy: SUPPORT_AGENT } },
    })
  })

  test('assigns to a bot', async ({ api }) => {
    const response = await api.call('POST', ASSIGN, { body: { assigneeId: 'bot_abc' } })
    expect(response.body).toEqual({
      data: { id: 'conv_abc123', type: 'conversation', attributes: { assignee: BOT, assignedAt: NOW, assignedBy: SUPPORT_AGENT } },
    })
  })

  test('to a user deactivates the bot, and changes nothing else', async ({ api }) => {
    const before = await api.conversation('conv_abc123', '?includeMessages=true')
    await api.call('POST', ASSIGN, { body: { assigneeId: 'user_789' } })
    expect(await api.conversation('conv_abc123', '?includeMessages=true')).toEqual({
      ...before,
      attributes: {
        ...before.attributes,
        assignee: SENIOR,
        assignedAt: NOW,
        assignedBy: SUPPORT_AGENT,
        bot: { id: 'bot_abc', name: 'Support Bot', active: false },
        updatedAt: NOW,
      },
    })
  })

  test('to a bot makes it the active bot of the conversation', async ({ api }) => {
    api.mock.db.bots.create({ id: 'bot_night', name: 'Night Bot' })
    await api.call('POST', ASSIGN, { body: { assigneeId: 'user_789' } })
    await api.call('POST', ASSIGN, { body: { assigneeId: 'bot_night' } })
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject({
      assignee: { id: 'bot_night', type: 'bot', name: 'Night Bot' },
      bot: { id: 'bot_night', name: 'Night Bot', active: true },
    })
    expect((await api.list('?botId=bot_night')).ids).toEqual(['conv_abc123'])
    expect((await api.list('?botId=bot_abc')).ids).toEqual([])
  })

  test('to a user adds no bot where there is none', async ({ api }) => {
    const { id } = api.mock.db.conversations.create({ contactId: 'contact_123' })
    await api.call('POST', `/conversations/${id}/assign`, { body: { assigneeId: 'user_789' } })
    expect((await api.conversation(id)).attributes).not.toHaveProperty('bot')
  })

  test('to the current assignee counts as an assignment', async ({ api }) => {
    await api.call('POST', ASSIGN, { body: { assigneeId: 'user_456' } })
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject({
      assignee: { id: 'user_456' },
      assignedAt: NOW,
      updatedAt: NOW,
    })
    expect(await api.participants('conv_abc123')).toEqual(['contact_123', 'user_456', 'bot_abc'])
    expect(api.events()).toEqual(['conversation.assigned'])
  })

  test('stores the note, and never returns it', async ({ api }) => {
    await api.call('POST', ASSIGN, { body: { assigneeId: 'user_789', note: 'Knows the carrier' } })
    expect(api.mock.db.conversations.get('conv_abc123').assignmentNote).toBe('Knows the carrier')
    expect(JSON.stringify(await api.conversation('conv_abc123'))).not.toContain('Knows the carrier')
  })

  test('updates the assigneeId filter of the list', async ({ api }) => {
    await api.call('POST', ASSIGN, { body: { assigneeId: 'user_789' } })
    expect((await api.list('?assigneeId=user_789')).ids).toEqual(['conv_abc123'])
    expect((await api.list('?assigneeId=user_456')).ids).toEqual([])
  })

  test('appends a user to the participants, never twice', async ({ api }) => {
    for (const assigneeId of ['user_expert', 'user_789', 'user_expert', 'bot_abc']) {
      await api.call('POST', ASSIGN, { body: { assigneeId } })
    }
    expect(await api.participants('conv_abc123')).toEqual(['contact_123', 'user_456', 'user_expert', 'user_789', 'bot_abc'])
  })

  test('sends conversation.assigned, with the conversation as returned by GET', async ({ api }) => {
    await api.call('POST', ASSIGN, { body: { assigneeId: 'user_789' } })
    expect(api.mock.events.all()).toMatchObject([
      { event: 'conversation.assigned', timestamp: NOW, data: await api.conversation('conv_abc123') },
    ])
  })

  test.for(['open', 'pending', 'snoozed', 'closed'])(
    'is allowed, and leaves the status unchanged, while the conversation is %s',
    async (status, { api }) => {
      if (status !== 'open') await api.call('PATCH', CONVERSATION, { body: { status } })
      expect(await api.call('POST', ASSIGN, { body: { assigneeId: 'user_789' } })).toMatchObject({ status: 200 })
      expect((await api.conversation('conv_abc123')).attributes).toMatchObject({ status, assignee: SENIOR })
    },
  )

  test.for([
    { assigneeId: 'user_789', assigneeType: 'user' },
    { assigneeId: 'bot_abc', assigneeType: 'bot' },
  ])('accepts the type $assigneeType if it matches the id', async (body, { api }) => {
    expect(await api.call('POST', ASSIGN, { body })).toMatchObject({
      body: { data: { attributes: { assignee: { id: body.assigneeId, type: body.assigneeType } } } },
    })
  })

  test.for([
    { wrong: 'a user that is said to be a bot', body: { assigneeId: 'user_789', assigneeType: 'bot' }, fields: ['assigneeType'] },
    { wrong: 'a bot that is said to be a user', body: { assigneeId: 'bot_abc', assigneeType: 'user' }, fields: ['assigneeType'] },
    { wrong: 'a type that is none', body: { assigneeId: 'user_789', assigneeType: 'team' }, fields: ['assigneeType'] },
    { wrong: 'no assigneeId', body: {}, fields: ['assigneeId'] },
    { wrong: 'an empty assigneeId', body: { assigneeId: '' }, fields: ['assigneeId'] },
    { wrong: 'an assigneeId that is no text', body: { assigneeId: 7 }, fields: ['assigneeId'] },
    { wrong: 'null for an assigneeId', body: { assigneeId: null }, fields: ['assigneeId'] },
    { wrong: 'a note that is no text', body: { assigneeId: 'user_789', note: 7 }, fields: ['note'] },
    { wrong: 'no body', body: undefined, fields: ['body'] },
  ])('returns 400 for $wrong, and assigns nothing', async ({ body, fields }, { api }) => {
    const before = await api.conversation('conv_abc123')
    expect(await api.rejected('POST', ASSIGN, { body })).toEqual({ status: 400, code: 'VALIDATION_ERROR', fields })
    expect(await api.conversation('conv_abc123')).toEqual(before)
    expect(api.events()).toEqual([])
  })

  test.for(['user_nope', 'contact_123', 'conv_abc123', ' user_789'])(
    'returns 404 for %o, which is neither a user nor a bot',
    async (assigneeId, { api }) => {
      const before = await api.conversation('conv_abc123')
      expect(await api.rejected('POST', ASSIGN, { body: { assigneeId } })).toEqual({
        status: 404,
        code: 'RESOURCE_NOT_FOUND',
        fields: ['assigneeId'],
      })
      expect(await api.conversation('conv_abc123')).toEqual(before)
    },
  )

  test('returns 404 for an unknown conversation', async ({ api }) => {
    expect(await api.rejected('POST', '/conversations/conv_nope/assign', { body: { assigneeId: 'user_789' } })).toEqual({
      status: 404,
      code: 'CONVERSATION_NOT_FOUND',
      fields: ['id'],
    })
  })
})
