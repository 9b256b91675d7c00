import { expect } from 'vitest'
import { describeApi, NOW } from './mock-test.js'

const CLOSE = '/conversations/conv_abc123/close'
const SUPPORT_AGENT = { id: 'user_456', name: 'Support Agent' }

describeApi('POST /conversations/:id/close', (test) => {
  test('closes the conversation and returns only the attributes of the closure', async ({ api }) => {
    const body = { reason: 'Issue resolved', resolution: 'resolved', notes: 'Customer was happy with the refund' }
    expect(await api.call('POST', CLOSE, { body })).toMatchObject({ status: 200 })
    expect((await api.call('POST', CLOSE)).body).toEqual({
      data: {
        id: 'conv_abc123',
        type: 'conversation',
        attributes: {
          status: 'closed',
          closedAt: NOW,
          closedBy: SUPPORT_AGENT,
          resolution: 'resolved',
          closureReason: 'Issue resolved',
        },
      },
    })
  })

  test.for([
    { given: 'no body', body: undefined, shown: {} },
    { given: 'an empty object', body: {}, shown: {} },
    { given: 'only a reason', body: { reason: 'Spam again' }, shown: { closureReason: 'Spam again' } },
    { given: 'an empty reason', body: { reason: '' }, shown: { closureReason: '' } },
    { given: 'the resolution resolved', body: { resolution: 'resolved' }, shown: { resolution: 'resolved' } },
    { given: 'the resolution unresolved', body: { resolution: 'unresolved' }, shown: { resolution: 'unresolved' } },
    { given: 'the resolution spam', body: { resolution: 'spam' }, shown: { resolution: 'spam' } },
    { given: 'only notes, which are internal', body: { notes: 'Do not call' }, shown: {} },
  ])('accepts $given', async ({ body, shown }, { api }) => {
    const response = await api.call('POST', CLOSE, body && { body })
    const closure = { status: 'closed', closedAt: NOW, closedBy: SUPPORT_AGENT, ...shown }
    expect(response.body).toEqual({ data: { id: 'conv_abc123', type: 'conversation', attributes: closure } })
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject(closure)
  })

  test('stores the notes, and never returns them', async ({ api }) => {
    await api.call('POST', CLOSE, { body: { notes: 'Do not call' } })
    expect(api.mock.db.conversations.get('conv_abc123').closureNotes).toBe('Do not call')
    expect(JSON.stringify(await api.conversation('conv_abc123'))).not.toContain('Do not call')
    expect(JSON.stringify(api.mock.events.all())).not.toContain('Do not call')
  })

  test('changes nothing else', async ({ api }) => {
    const before = await api.conversation('conv_abc123', '?includeMessages=true')
    await api.call('POST', CLOSE, { body: { reason: 'Done', resolution: 'resolved' } })
    const after = await api.conversation('conv_abc123', '?includeMessages=true')
    expect(after).toEqual({
      ...before,
      attributes: {
        ...before.attributes,
        status: 'closed',
        closedAt: NOW,
        closedBy: SUPPORT_AGENT,
        resolution: 'resolved',
        closureReason: 'Done',
        updatedAt: NOW,
      },
    })
    expect(await api.participants('conv_abc123')).toEqual(['contact_123', 'user_456', 'bot_abc'])
  })

  test('updates the status filter of the list', async ({ api }) => {
    await api.call('POST', CLOSE)
    expect((await api.list('?status=open')).ids).toEqual([])
    expect((await api.list('?status=closed')).ids).toEqual(['conv_abc123'])
  })

  test('sends conversation.closed, with the conversation as returned by GET', async ({ api }) => {
    await api.call('POST', CLOSE, { body: { resolution: 'spam' } })
    expect(api.mock.events.all()).toMatchObject([
      { event: 'conversation.closed', timestamp: NOW, data: await api.conversation('conv_abc123'), meta: { organizationId: 'org_123' } },
    ])
  })

  test('of a closed conversation changes nothing, whatever the body', async ({ api }) => {
    await api.call('POST', CLOSE, { body: { reason: 'First', resolution: 'resolved' } })
    api.mock.clock.advance({ hours: 1 })
    const before = await api.conversation('conv_abc123')
    const again = await api.call('POST', CLOSE, { body: { reason: 'Second', resolution: 'spam', notes: 'Later' } })
    expect(again).toMatchObject({
      status: 200,
      body: { data: { attributes: { closureReason: 'First', resolution: 'resolved', closedAt: NOW } } },
    })
    expect(await api.conversation('conv_abc123')).toEqual(before)
    expect(api.events()).toEqual(['conversation.closed'])
  })

  test('ends a snooze, so that the conversation does not reopen by itself later', async ({ api }) => {
    await api.call('PATCH', '/conversations/conv_abc123', { body: { status: 'snoozed' } })
    await api.call('POST', CLOSE)
    expect((await api.conversation('conv_abc123')).attributes).not.toHaveProperty('snoozedUntil')
    api.mock.clock.advance({ days: 1 })
    expect((await api.conversation('conv_abc123')).attributes.status).toBe('closed')
    expect(api.events()).toEqual(['conversation.updated', 'conversation.closed'])
  })

  test('allows a new conversation of the same contact on the same channel', async ({ api }) => {
    const body = { channelId: 'ch_xyz789', contactId: 'contact_123' }
    expect(await api.rejected('POST', '/conversations', { body })).toMatchObject({ code: 'CONVERSATION_EXISTS' })
    await api.call('POST', CLOSE)
    expect(await api.call('POST', '/conversations', { body })).toMatchObject({ status: 201 })
  })

  test.for([
    { wrong: 'a resolution that is none', body: { resolution: 'done' }, fields: ['resolution'] },
    { wrong: 'a reason that is no text', body: { reason: 1 }, fields: ['reason'] },
    { wrong: 'notes that are no text', body: { notes: [] }, fields: ['notes'] },
    { wrong: 'null for a resolution', body: { resolution: null }, fields: ['resolution'] },
    { wrong: 'several fields', body: { resolution: 'done', reason: {}, notes: true }, fields: ['notes', 'reason', 'resolution'] },
    { wrong: 'an array', body: [], fields: ['body'] },
    { wrong: 'text that is no JSON', body: '{', fields: ['body'] },
  ])('returns 400 for $wrong, and closes nothing', async ({ body, fields }, { api }) => {
    const refusal = await api.rejected('POST', CLOSE, { body })
    expect({ ...refusal, fields: refusal.fields.toSorted() }).toEqual({ status: 400, code: 'VALIDATION_ERROR', fields })
    expect((await api.conversation('conv_abc123')).attributes.status).toBe('open')
    expect(api.events()).toEqual([])
  })

  test('returns 404 for an unknown conversation', async ({ api }) => {
    expect(await api.rejected('POST', '/conversations/conv_nope/close')).toEqual({
      status: 404,
      code: 'CONVERSATION_NOT_FOUND',
      fields: ['id'],
    })
  })
})
