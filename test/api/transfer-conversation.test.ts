import { expect } from 'vitest'
import { describeApi, NOW } from './mock-test.js'

const CONVERSATION = '/conversations/conv_abc123'
const TRANSFER = `${CONVERSATION}/transfer`
const SUPPORT_AGENT = { id: 'user_456', name: 'Support Agent' }
const EXPERT = { id: 'user_expert', type: 'user', name: 'Technical Expert' }

describeApi('POST /conversations/:id/transfer', (test) => {
  test('transfers to another user and returns only the attributes of the transfer', async ({ api }) => {
    const body = { toAssigneeId: 'user_expert', reason: 'Technical issue', summary: 'Needs access to invoice #12345.' }
    const response = await api.call('POST', TRANSFER, { body })
    expect(response.status).toBe(200)
    expect(response.body).toEqual({
      data: {
        id: 'conv_abc123',
        type: 'conversation',
        attributes: {
          assignee: EXPERT,
          transferredAt: NOW,
          transferredBy: SUPPORT_AGENT,
          transferReason: 'Technical issue',
          transferSummary: 'Needs access to invoice #12345.',
        },
      },
    })
  })

  test.for([
    { given: 'only the assignee', body: {}, shown: {} },
    { given: 'a reason', body: { reason: 'Technical issue' }, shown: { transferReason: 'Technical issue' } },
    { given: 'a summary', body: { summary: 'Billing dispute' }, shown: { transferSummary: 'Billing dispute' } },
    { given: 'notifyContact false', body: { notifyContact: false }, shown: {} },
    { given: 'notifyContact true', body: { notifyContact: true }, shown: {} },
  ])('accepts $given', async ({ body, shown }, { api }) => {
    const response = await api.call('POST', TRANSFER, { body: { toAssigneeId: 'user_expert', ...body } })
    expect(response.body).toEqual({
      data: {
        id: 'conv_abc123',
        type: 'conversation',
        attributes: { assignee: EXPERT, transferredAt: NOW, transferredBy: SUPPORT_AGENT, ...shown },
      },
    })
  })

  test('replaces the reason and the summary of the previous transfer', async ({ api }) => {
    await api.call('POST', TRANSFER, { body: { toAssigneeId: 'user_expert', reason: 'Old', summary: 'Old' } })
    const response = await api.call('POST', TRANSFER, { body: { toAssigneeId: 'user_789' } })
    expect(response.body).toEqual({
      data: {
        id: 'conv_abc123',
        type: 'conversation',
        attributes: {
          assignee: { id: 'user_789', type: 'user', name: 'Senior Support Agent' },
          transferredAt: NOW,
          transferredBy: SUPPORT_AGENT,
        },
      },
    })
  })

  test('assigns like assign, and adds no message by default', async ({ api }) => {
    const before = await api.conversation('conv_abc123', '?includeMessages=true')
    await api.call('POST', TRANSFER, { body: { toAssigneeId: 'user_expert', summary: 'Billing dispute' } })
    expect(await api.conversation('conv_abc123', '?includeMessages=true')).toEqual({
      ...before,
      attributes: {
        ...before.attributes,
        assignee: EXPERT,
        assignedAt: NOW,
        assignedBy: SUPPORT_AGENT,
        bot: { id: 'bot_abc', name: 'Support Bot', active: false },
        updatedAt: NOW,
      },
    })
    expect(await api.participants('conv_abc123')).toEqual(['contact_123', 'user_456', 'user_expert', 'bot_abc'])
    expect((await api.list('?assigneeId=user_expert')).ids).toEqual(['conv_abc123'])
    expect((await api.list('?assigneeId=user_456')).ids).toEqual([])
  })

  test('to a bot makes it the active bot of the conversation', async ({ api }) => {
    await api.call('POST', TRANSFER, { body: { toAssigneeId: 'user_expert' } })
    await api.call('POST', TRANSFER, { body: { toAssigneeId: 'bot_abc' } })
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject({
      assignee: { id: 'bot_abc', type: 'bot', name: 'Support Bot' },
      bot: { id: 'bot_abc', active: true },
    })
  })

  test('with notifyContact sends the contact a message, the last of the conversation', async ({ api }) => {
    const before = await api.conversation('conv_abc123')
    await api.call('POST', TRANSFER, { body: { toAssigneeId: 'user_expert', notifyContact: true } })
    const after = await api.conversation('conv_abc123', '?includeMessages=true&messageLimit=1')
    const notice = {
      direction: 'outbound',
      content: { type: 'text', text: 'You have been transferred to Technical Expert.' },
      timestamp: NOW,
    }
    expect(after.relationships?.messages).toEqual([{ id: expect.stringMatching(/^msg_[a-z0-9]{12}$/), ...notice }])
    expect(after.attributes).toMatchObject({
      messageCount: before.attributes.messageCount + 1,
      unreadCount: before.attributes.unreadCount,
      firstMessageAt: before.attributes.firstMessageAt,
      lastMessageAt: NOW,
    })
    expect(await api.call('GET', '/conversations')).toMatchObject({ body: { data: [{ attributes: { lastMessage: notice } }] } })
    expect((await api.list('?search=been transferred')).ids).toEqual(['conv_abc123'])
  })

  test('sends only conversation.transferred, with the conversation as returned by GET', async ({ api }) => {
    await api.call('POST', TRANSFER, { body: { toAssigneeId: 'user_expert', notifyContact: true } })
    expect(api.mock.events.all()).toMatchObject([
      { event: 'conversation.transferred', timestamp: NOW, data: await api.conversation('conv_abc123') },
    ])
  })

  test.for(['open', 'pending', 'snoozed', 'closed'])(
    'is allowed, and leaves the status unchanged, while the conversation is %s',
    async (status, { api }) => {
      if (status !== 'open') await api.call('PATCH', CONVERSATION, { body: { status } })
      const body = { toAssigneeId: 'user_expert', notifyContact: true }
      expect(await api.call('POST', TRANSFER, { body })).toMatchObject({ status: 200 })
      expect((await api.conversation('conv_abc123')).attributes).toMatchObject({ status, assignee: EXPERT })
    },
  )

  test.for([
    { wrong: 'no toAssigneeId', body: { reason: 'Technical issue' }, fields: ['toAssigneeId'] },
    { wrong: 'an empty toAssigneeId', body: { toAssigneeId: '' }, fields: ['toAssigneeId'] },
    { wrong: 'a toAssigneeId that is no text', body: { toAssigneeId: ['user_789'] }, fields: ['toAssigneeId'] },
    { wrong: 'a reason that is no text', body: { toAssigneeId: 'user_789', reason: 1 }, fields: ['reason'] },
    { wrong: 'a summary that is no text', body: { toAssigneeId: 'user_789', summary: null }, fields: ['summary'] },
    { wrong: 'a notifyContact that is text', body: { toAssigneeId: 'user_789', notifyContact: 'true' }, fields: ['notifyContact'] },
    { wrong: 'the assigneeId of assign', body: { assigneeId: 'user_789' }, fields: ['toAssigneeId'] },
    { wrong: 'no body', body: undefined, fields: ['body'] },
  ])('returns 400 for $wrong, and transfers nothing', async ({ body, fields }, { api }) => {
    const before = await api.conversation('conv_abc123')
    expect(await api.rejected('POST', TRANSFER, { body })).toEqual({ status: 400, code: 'VALIDATION_ERROR', fields })
    expect(await api.conversation('conv_abc123')).toEqual(before)
    expect(api.events()).toEqual([])
  })

  test('returns 404 for an unknown assignee, and sends the contact nothing', async ({ api }) => {
    const before = await api.conversation('conv_abc123')
    const body = { toAssigneeId: 'user_nope', notifyContact: true }
    expect(await api.rejected('POST', TRANSFER, { body })).toEqual({ status: 404, code: 'RESOURCE_NOT_FOUND', fields: ['toAssigneeId'] })
    expect(await api.conversation('conv_abc123')).toEqual(before)
  })

  test('returns 404 for an unknown conversation', async ({ api }) => {
    expect(await api.rejected('POST', '/conversations/conv_nope/transfer', { body: { toAssigneeId: 'user_789' } })).toEqual({
      status: 404,
      code: 'CONVERSATION_NOT_FOUND',
      fields: ['id'],
    })
  })
})
