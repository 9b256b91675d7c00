import { expect } from 'vitest'
import { describeApi, NOW } from './mock-test.js'

const CONVERSATION = '/conversations/conv_abc123'
const REOPEN = `${CONVERSATION}/reopen`
const LATER = '2024-01-15T14:00:00Z'
const SUPPORT_AGENT = { id: 'user_456', name: 'Support Agent' }

describeApi('POST /conversations/:id/reopen', (test) => {
  test('reopens a closed conversation and returns only the attributes of the reopening', async ({ api }) => {
    await api.call('POST', `${CONVERSATION}/close`)
    api.mock.clock.set(LATER)
    const response = await api.call('POST', REOPEN)
    expect(response.status).toBe(200)
    expect(response.body).toEqual({
      data: { id: 'conv_abc123', type: 'conversation', attributes: { status: 'open', reopenedAt: LATER, reopenedBy: SUPPORT_AGENT } },
    })
  })

  test('removes the closure, and changes nothing else', async ({ api }) => {
    const before = await api.conversation('conv_abc123', '?includeMessages=true')
    await api.call('POST', `${CONVERSATION}/close`, { body: { reason: 'Done', resolution: 'resolved', notes: 'Happy' } })
    api.mock.clock.set(LATER)
    await api.call('POST', REOPEN)
    expect(await api.conversation('conv_abc123', '?includeMessages=true')).toEqual({
      ...before,
      attributes: { ...before.attributes, reopenedAt: LATER, reopenedBy: SUPPORT_AGENT, updatedAt: LATER },
    })
    expect(api.mock.db.conversations.get('conv_abc123').closureNotes).toBeUndefined()
    expect(await api.participants('conv_abc123')).toEqual(['contact_123', 'user_456', 'bot_abc'])
  })

  test('updates the status filter of the list', async ({ api }) => {
    await api.call('POST', `${CONVERSATION}/close`)
    await api.call('POST', REOPEN)
    expect((await api.list('?status=open')).ids).toEqual(['conv_abc123'])
    expect((await api.list('?status=closed')).ids).toEqual([])
  })

  test('sends conversation.reopened, with the conversation as returned by GET', async ({ api }) => {
    await api.call('POST', `${CONVERSATION}/close`)
    api.mock.clock.set(LATER)
    await api.call('POST', REOPEN)
    expect(api.mock.events.all('conversation.reopened')).toMatchObject([
      { event: 'conversation.reopened', timestamp: LATER, data: await api.conversation('conv_abc123') },
    ])
    expect(api.events()).toEqual(['conversation.closed', 'conversation.reopened'])
  })

  test.for(['open', 'pending', 'snoozed'])('of a conversation that is %s changes nothing', async (status, { api }) => {
    if (status !== 'open') await api.call('PATCH', CONVERSATION, { body: { status } })
    const before = await api.conversation('conv_abc123')
    const events = api.events()
    api.mock.clock.advance({ minutes: 1 })
    const response = await api.call('POST', REOPEN)
    expect(response.body).toEqual({ data: { id: 'conv_abc123', type: 'conversation', attributes: { status } } })
    expect(await api.conversation('conv_abc123')).toEqual(before)
    expect(api.events()).toEqual(events)
  })

  test('of an already reopened conversation returns the time of the first reopening', async ({ api }) => {
    await api.call('POST', `${CONVERSATION}/close`)
    await api.call('POST', REOPEN)
    api.mock.clock.set(LATER)
    expect(await api.call('POST', REOPEN)).toMatchObject({
      body: { data: { attributes: { status: 'open', reopenedAt: NOW, reopenedBy: SUPPORT_AGENT } } },
    })
  })

  test('is still recorded when the conversation is closed again', async ({ api }) => {
    await api.call('POST', `${CONVERSATION}/close`)
    await api.call('POST', REOPEN)
    await api.call('POST', `${CONVERSATION}/close`, { body: { resolution: 'spam' } })
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject({ status: 'closed', reopenedAt: NOW, resolution: 'spam' })
  })

  test('ignores the body, since the guide defines none', async ({ api }) => {
    await api.call('POST', `${CONVERSATION}/close`)
    expect(await api.call('POST', REOPEN, { body: 'no JSON' })).toMatchObject({ status: 200 })
  })

  test('returns 404 for an unknown conversation', async ({ api }) => {
    expect(await api.rejected('POST', '/conversations/conv_nope/reopen')).toEqual({
      status: 404,
      code: 'CONVERSATION_NOT_FOUND',
      fields: ['id'],
    })
  })
})
