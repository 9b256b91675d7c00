import { expect } from 'vitest'
import { describeApi, NOW } from './mock-test.js'

const CONVERSATION = '/conversations/conv_abc123'
const STATUSES = ['open', 'pending', 'snoozed', 'closed'] as const
const IN_AN_HOUR = '2024-01-15T12:00:00Z'
const METADATA = { source: 'website', campaign: 'winter_sale', intent: 'order_status' }
const SUPPORT_AGENT = { id: 'user_456', name: 'Support Agent' }

describeApi('PATCH /conversations/:id', (test) => {
  test('returns only the attributes that the guide shows', async ({ api }) => {
    const body = { priority: 'high', metadata: { escalationReason: 'customer_request' }, tags: ['vip', 'escalated'] }
    const response = await api.call('PATCH', CONVERSATION, { body })
    expect(response.status).toBe(200)
    expect(response.body).toEqual({
      data: {
        id: 'conv_abc123',
        type: 'conversation',
        attributes: {
          status: 'open',
          priority: 'high',
          metadata: { ...METADATA, escalationReason: 'customer_request' },
          tags: ['vip', 'escalated'],
          updatedAt: NOW,
        },
      },
    })
  })

  test.for([
    { change: 'the priority', body: { priority: 'low' }, changed: { priority: 'low' } },
    { change: 'the tags', body: { tags: ['a', 'b', 'a'] }, changed: { tags: ['a', 'b', 'a'] } },
    { change: 'the tags to none', body: { tags: [] }, changed: { tags: [] } },
    { change: 'a key of the metadata', body: { metadata: { intent: 'refund' } }, changed: { metadata: { ...METADATA, intent: 'refund' } } },
    { change: 'no key of the metadata', body: { metadata: {} }, changed: {} },
    { change: 'the status', body: { status: 'pending' }, changed: { status: 'pending' } },
    { change: 'nothing, with the status that it has', body: { status: 'open' }, changed: {} },
  ])('changes only $change and updatedAt', async ({ body, changed }, { api }) => {
    const before = await api.conversation('conv_abc123', '?includeMessages=true')
    await api.call('PATCH', CONVERSATION, { body })
    expect(await api.conversation('conv_abc123', '?includeMessages=true')).toEqual({
      ...before,
      attributes: { ...before.attributes, ...changed, updatedAt: NOW },
    })
    expect(await api.participants('conv_abc123')).toEqual(['contact_123', 'user_456', 'bot_abc'])
    expect(api.mock.events.all()).toMatchObject([
      { event: 'conversation.updated', timestamp: NOW, data: await api.conversation('conv_abc123') },
    ])
  })

  test.for(['low', 'normal', 'high', 'urgent'])('accepts the priority %s', async (priority, { api }) => {
    expect(await api.call('PATCH', CONVERSATION, { body: { priority } })).toMatchObject({ body: { data: { attributes: { priority } } } })
  })

  test.for([
    { what: 'adds a key', metadata: { a: 1 }, merged: { ...METADATA, a: 1 } },
    { what: 'takes any kind of value', metadata: { intent: [1, { b: true }] }, merged: { ...METADATA, intent: [1, { b: true }] } },
    { what: 'removes a key that is set to null', metadata: { intent: null }, merged: { source: 'website', campaign: 'winter_sale' } },
    { what: 'removes nothing where there is no such key', metadata: { nope: null }, merged: METADATA },
    { what: 'keeps a null that lies deeper', metadata: { a: { b: null } }, merged: { ...METADATA, a: { b: null } } },
    { what: 'keeps an empty text, 0 and false', metadata: { a: '', b: 0, c: false }, merged: { ...METADATA, a: '', b: 0, c: false } },
  ])('metadata $what', async ({ metadata, merged }, { api }) => {
    const { body } = await api.call('PATCH', CONVERSATION, { body: { metadata } })
    expect(body).toMatchObject({ data: { attributes: { metadata: merged } } })
    expect((await api.conversation('conv_abc123')).attributes.metadata).toEqual(merged)
  })

  test('metadata merges one level deep: nested objects are replaced', async ({ api }) => {
    await api.call('PATCH', CONVERSATION, { body: { metadata: { order: { id: 1, paid: true } } } })
    await api.call('PATCH', CONVERSATION, { body: { metadata: { order: { id: 2 } } } })
    expect((await api.conversation('conv_abc123')).attributes.metadata).toEqual({ ...METADATA, order: { id: 2 } })
  })

  test('metadata treats __proto__ like any other key', async ({ api }) => {
    const { body } = await api.call('PATCH', CONVERSATION, { body: '{"metadata":{"__proto__":{"polluted":true},"constructor":1}}' })
    expect(JSON.stringify(body)).toContain('"__proto__":{"polluted":true}')
    expect({}).not.toHaveProperty('polluted')
    expect(JSON.stringify(await api.conversation('conv_abc123'))).toContain('"__proto__":{"polluted":true},"constructor":1')
  })

  for (const from of STATUSES) {
    for (const to of STATUSES) {
      test(`changes a conversation from ${from} to ${to}`, async ({ api }) => {
        if (from !== 'open') await api.call('PATCH', CONVERSATION, { body: { status: from } })
        api.mock.events.clear()
        api.mock.clock.advance({ minutes: 5 })
        const later = '2024-01-15T11:05:00Z'

        const { body } = await api.call('PATCH', CONVERSATION, { body: { status: to } })
        expect(body).toMatchObject({ data: { attributes: { status: to } } })
        const { attributes } = await api.conversation('conv_abc123')
        expect(attributes).toMatchObject({ status: to })
        expect('closedAt' in attributes).toBe(to === 'closed')
        expect('closedBy' in attributes).toBe(to === 'closed')
        expect(attributes.snoozedUntil).toBe(to === 'snoozed' ? '2024-01-15T12:05:00Z' : undefined)
        expect((await api.list(`?status=${to}`)).ids).toEqual(['conv_abc123'])

        if (from === 'closed' && to === 'closed') {
          expect(attributes).toMatchObject({ updatedAt: NOW, closedAt: NOW })
          expect(api.events()).toEqual([])
        } else if (to === 'closed') {
          expect(attributes).toMatchObject({ updatedAt: later, closedAt: later, closedBy: SUPPORT_AGENT })
          expect(api.events()).toEqual(['conversation.closed'])
        } else if (from === 'closed') {
          expect(attributes).toMatchObject({ updatedAt: later, reopenedAt: later, reopenedBy: SUPPORT_AGENT })
          expect(api.events()).toEqual(['conversation.reopened'])
        } else {
          expect(attributes).toMatchObject({ updatedAt: later })
          expect(attributes).not.toHaveProperty('reopenedAt')
          expect(api.events()).toEqual(['conversation.updated'])
        }
      })
    }
  }

  test('to closed keeps the closure of an earlier close', async ({ api }) => {
    await api.call('POST', `${CONVERSATION}/close`, { body: { reason: 'Done', resolution: 'resolved' } })
    await api.call('PATCH', CONVERSATION, { body: { status: 'closed', priority: 'low' } })
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject({
      closureReason: 'Done',
      resolution: 'resolved',
      closedAt: NOW,
      priority: 'low',
    })
    expect(api.events()).toEqual(['conversation.closed', 'conversation.updated'])
  })

  test('from closed removes the closure', async ({ api }) => {
    await api.call('POST', `${CONVERSATION}/close`, { body: { reason: 'Done', resolution: 'resolved' } })
    await api.call('PATCH', CONVERSATION, { body: { status: 'pending' } })
    const { attributes } = await api.conversation('conv_abc123')
    for (const name of ['closedAt', 'closedBy', 'closureReason', 'resolution']) expect(attributes).not.toHaveProperty(name)
  })

  test('that closes and changes other fields sends conversation.updated, still open, and then conversation.closed', async ({ api }) => {
    await api.call('PATCH', CONVERSATION, { body: { status: 'closed', tags: ['done'] } })
    expect(api.mock.events.all()).toMatchObject([
      { event: 'conversation.updated', data: { attributes: { status: 'open', tags: ['done'] } } },
      { event: 'conversation.closed', data: await api.conversation('conv_abc123') },
    ])
  })

  test('that reopens and changes other fields sends conversation.updated and then conversation.reopened', async ({ api }) => {
    await api.call('POST', `${CONVERSATION}/close`)
    api.mock.events.clear()
    await api.call('PATCH', CONVERSATION, { body: { status: 'pending', priority: 'high' } })
    expect(api.mock.events.all()).toMatchObject([
      { event: 'conversation.updated', data: { attributes: { status: 'closed', priority: 'high' } } },
      { event: 'conversation.reopened', data: { attributes: { status: 'pending', priority: 'high' } } },
    ])
  })

  test('snoozes for one hour by default', async ({ api }) => {
    await api.call('PATCH', CONVERSATION, { body: { status: 'snoozed' } })
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject({ status: 'snoozed', snoozedUntil: IN_AN_HOUR })
  })

  test.for([
    { given: '2024-01-16T09:00:00Z', until: '2024-01-16T09:00:00Z' },
    { given: '2024-01-16T09:00:00.999Z', until: '2024-01-16T09:00:00Z' },
    { given: '2024-01-16T09:00:00+02:00', until: '2024-01-16T07:00:00Z' },
    { given: '2024-01-15T11:00:01Z', until: '2024-01-15T11:00:01Z' },
  ])('snoozes until $given', async ({ given, until }, { api }) => {
    await api.call('PATCH', CONVERSATION, { body: { status: 'snoozed', snoozedUntil: given } })
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject({ status: 'snoozed', snoozedUntil: until })
  })

  test('accepts snoozedUntil alone while the conversation is snoozed', async ({ api }) => {
    await api.call('PATCH', CONVERSATION, { body: { status: 'snoozed' } })
    await api.call('PATCH', CONVERSATION, { body: { snoozedUntil: '2024-01-16T09:00:00Z' } })
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject({ status: 'snoozed', snoozedUntil: '2024-01-16T09:00:00Z' })
    expect(api.events()).toEqual(['conversation.updated', 'conversation.updated'])
  })

  test('of other fields does not change the end of a snooze', async ({ api }) => {
    await api.call('PATCH', CONVERSATION, { body: { status: 'snoozed', snoozedUntil: '2024-01-16T09:00:00Z' } })
    await api.call('PATCH', CONVERSATION, { body: { priority: 'high' } })
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject({ status: 'snoozed', snoozedUntil: '2024-01-16T09:00:00Z' })
  })

  test('snoozes a closed conversation, with a time to reopen by itself', async ({ api }) => {
    await api.call('POST', `${CONVERSATION}/close`)
    await api.call('PATCH', CONVERSATION, { body: { status: 'snoozed', snoozedUntil: '2024-01-16T09:00:00Z' } })
    api.mock.clock.set('2024-01-16T09:00:00Z')
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject({ status: 'open', reopenedAt: '2024-01-16T09:00:00Z' })
  })

  test('of the status ends a snooze', async ({ api }) => {
    await api.call('PATCH', CONVERSATION, { body: { status: 'snoozed' } })
    await api.call('PATCH', CONVERSATION, { body: { status: 'pending' } })
    api.mock.clock.advance({ days: 1 })
    expect((await api.conversation('conv_abc123')).attributes.status).toBe('pending')
  })

  test('is found by its new status, and first in the list', async ({ api }) => {
    const { id } = api.mock.db.conversations.create({ createdAt: '2024-01-15T10:50:00Z', updatedAt: '2024-01-15T10:50:00Z' })
    expect((await api.list()).ids).toEqual([id, 'conv_abc123'])
    await api.call('PATCH', CONVERSATION, { body: { status: 'pending' } })
    expect((await api.list()).ids).toEqual(['conv_abc123', id])
    expect((await api.list('?status=pending')).ids).toEqual(['conv_abc123'])
  })

  test.for([
    { wrong: 'an empty object', body: {}, fields: ['body'] },
    { wrong: 'unknown fields alone', body: { colour: 'red' }, fields: ['colour'] },
    { wrong: 'no body', body: undefined, fields: ['body'] },
    { wrong: 'an array', body: [{ priority: 'low' }], fields: ['body'] },
    { wrong: 'a status that is none', body: { status: 'done' }, fields: ['status'] },
    { wrong: 'null for a status', body: { status: null }, fields: ['status'] },
    { wrong: 'a priority that is none', body: { priority: 'highest' }, fields: ['priority'] },
    { wrong: 'null for a priority', body: { priority: null }, fields: ['priority'] },
    { wrong: 'tags that are no array', body: { tags: 'vip' }, fields: ['tags'] },
    { wrong: 'a tag that is no text', body: { tags: ['vip', 1] }, fields: ['tags[1]'] },
    { wrong: 'an empty tag', body: { tags: [''] }, fields: ['tags[0]'] },
    { wrong: 'metadata that is no object', body: { metadata: 'x' }, fields: ['metadata'] },
    { wrong: 'metadata that is an array', body: { metadata: [] }, fields: ['metadata'] },
    { wrong: 'null for the metadata', body: { metadata: null }, fields: ['metadata'] },
    { wrong: 'several fields', body: { status: 'done', priority: 1, tags: {} }, fields: ['priority', 'status', 'tags'] },
    { wrong: 'a snooze until now', body: { status: 'snoozed', snoozedUntil: NOW }, fields: ['snoozedUntil'] },
    { wrong: 'a snooze into the past', body: { status: 'snoozed', snoozedUntil: '2024-01-15T10:00:00Z' }, fields: ['snoozedUntil'] },
    { wrong: 'a snooze until a date', body: { status: 'snoozed', snoozedUntil: '2024-01-16' }, fields: ['snoozedUntil'] },
    { wrong: 'a snooze until some text', body: { status: 'snoozed', snoozedUntil: 'tomorrow' }, fields: ['snoozedUntil'] },
    { wrong: 'a snooze until a leap second', body: { status: 'snoozed', snoozedUntil: '2026-12-31T23:59:60Z' }, fields: ['snoozedUntil'] },
    { wrong: 'snoozedUntil with another status', body: { status: 'open', snoozedUntil: IN_AN_HOUR }, fields: ['snoozedUntil'] },
    { wrong: 'snoozedUntil of what is not snoozed', body: { snoozedUntil: IN_AN_HOUR }, fields: ['snoozedUntil'] },
  ])('returns 400 for $wrong, and changes nothing', async ({ body, fields }, { api }) => {
    const before = await api.conversation('conv_abc123')
    const refusal = await api.rejected('PATCH', CONVERSATION, { body })
    expect({ ...refusal, fields: refusal.fields.toSorted() }).toEqual({ status: 400, code: 'VALIDATION_ERROR', fields })
    expect(await api.conversation('conv_abc123')).toEqual(before)
    expect(api.events()).toEqual([])
  })

  test('returns 404 for an unknown conversation', async ({ api }) => {
    expect(await api.rejected('PATCH', '/conversations/conv_nope', { body: { priority: 'low' } })).toEqual({
      status: 404,
      code: 'CONVERSATION_NOT_FOUND',
      fields: ['id'],
    })
  })
})
