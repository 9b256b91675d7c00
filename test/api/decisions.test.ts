import { expect } from 'vitest'
import { guideWorld } from '../../fixtures/index.js'
import { idOf } from './client.js'
import { inbox } from './inbox.js'
import { describeApi, NOW } from './mock-test.js'

const CONVERSATION = '/conversations/conv_abc123'
const SUPPORT_AGENT = { id: 'user_456', name: 'Support Agent' }
const ANA = { phone: '+351911111111', name: 'Ana' }

/** Behaviour where the guide is silent: the decisions of spec/README.md, by number. */
describeApi('the register', (test) => {
  test('decision 1: a list item has the attributes of its example, a single conversation also those of its state', async ({ api }) => {
    const STATE = [
      'assignedAt',
      'assignedBy',
      'closedAt',
      'closedBy',
      'closureReason',
      'priority',
      'reopenedAt',
      'reopenedBy',
      'resolution',
    ]
    const before = Object.keys((await api.conversation('conv_abc123')).attributes)
    await api.call('PATCH', CONVERSATION, { body: { priority: 'high' } })
    await api.call('POST', `${CONVERSATION}/assign`, { body: { assigneeId: 'user_789' } })
    await api.call('POST', `${CONVERSATION}/close`)
    await api.call('POST', `${CONVERSATION}/reopen`)
    await api.call('POST', `${CONVERSATION}/close`, { body: { reason: 'Done', resolution: 'resolved' } })

    const after = Object.keys((await api.conversation('conv_abc123')).attributes)
    expect(after.toSorted()).toEqual([...before, ...STATE].toSorted())
    const { body } = await api.call('GET', '/conversations')
    for (const name of [...STATE, 'tags', 'bot', 'firstMessageAt', 'lastMessageAt']) expect(JSON.stringify(body)).not.toContain(`"${name}"`)
  })

  test('decision 1: attributes without a value are absent, never null', async ({ api }) => {
    const { id } = api.mock.db.conversations.create({ contact: { name: undefined, phone: '+351911111111' } })
    for (const path of ['/conversations', `/conversations/${id}`, `/conversations/${id}/participants`]) {
      expect(JSON.stringify((await api.call('GET', path)).body)).not.toContain('null')
    }
  })

  test('decision 2: PATCH, close, reopen, assign and transfer return only the attributes of their examples', async ({ api }) => {
    const shown = async (method: string, path: string, body?: object): Promise<string[]> => {
      const response = await api.call(method, CONVERSATION + path, body && { body })
      const { data } = response.body as { readonly data: { readonly attributes: object } }
      return Object.keys(data.attributes).toSorted()
    }
    expect(await shown('PATCH', '', { priority: 'high' })).toEqual(['metadata', 'priority', 'status', 'tags', 'updatedAt'])
    expect(await shown('POST', '/close', { reason: 'Done', resolution: 'resolved', notes: 'Happy' })).toEqual([
      'closedAt',
      'closedBy',
      'closureReason',
      'resolution',
      'status',
    ])
    expect(await shown('POST', '/reopen')).toEqual(['reopenedAt', 'reopenedBy', 'status'])
    expect(await shown('POST', '/assign', { assigneeId: 'user_789', note: 'Please' })).toEqual(['assignedAt', 'assignedBy', 'assignee'])
    expect(await shown('POST', '/transfer', { toAssigneeId: 'user_expert', reason: 'Why', summary: 'What' })).toEqual([
      'assignee',
      'transferReason',
      'transferSummary',
      'transferredAt',
      'transferredBy',
    ])
  })

  test('decision 3: attributes that all examples show are always present, even in a minimal conversation', async ({ api }) => {
    const { id } = api.mock.db.conversations.create({ contact: { name: undefined } })
    const { attributes } = await api.conversation(id)
    for (const name of ['status', 'channel', 'contact', 'unreadCount', 'messageCount', 'metadata', 'tags', 'createdAt', 'updatedAt']) {
      expect(attributes).toHaveProperty(name)
    }
  })

  test('decision 4: timestamps are in UTC, truncated to the second', async ({ api }) => {
    api.mock.clock.set('2024-01-15T13:45:59.999+02:00')
    await api.call('POST', `${CONVERSATION}/close`)
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject({
      closedAt: '2024-01-15T11:45:59Z',
      updatedAt: '2024-01-15T11:45:59Z',
    })
  })

  test('decision 4: records changed in the same second keep their order of writing', async ({ start }) => {
    const api = await start({ world: inbox })
    for (const number of [4, 1, 5]) await api.call('PATCH', `/conversations/conv_${number}`, { body: { priority: 'low' } })
    expect((await api.list('?perPage=4')).ids).toEqual(['conv_5', 'conv_1', 'conv_4', 'conv_6'])
    expect((await api.list('?sortOrder=asc')).ids.slice(-4)).toEqual(['conv_6', 'conv_4', 'conv_1', 'conv_5'])
  })

  test('decision 5: messages are present only with includeMessages=true: the latest, oldest first', async ({ api }) => {
    expect(await api.conversation('conv_abc123')).not.toHaveProperty('relationships')
    const { relationships } = await api.conversation('conv_abc123', '?includeMessages=true&messageLimit=3')
    expect(relationships?.messages.map(({ id }) => id)).toEqual(['msg_013', 'msg_014', 'msg_789'])
    for (const limit of [0, 101]) {
      const query = `?includeMessages=true&messageLimit=${limit}`
      expect(await api.rejected('GET', CONVERSATION + query)).toMatchObject({ status: 400, fields: ['messageLimit'] })
    }
  })

  test('decision 6: status accepts all four statuses', async ({ start }) => {
    const api = await start({ world: inbox })
    expect((await api.list('?status=open')).ids).toEqual(['conv_6', 'conv_1', 'conv_5'])
    expect((await api.list('?status=pending')).ids).toEqual(['conv_2'])
    expect((await api.list('?status=snoozed')).ids).toEqual(['conv_3'])
    expect((await api.list('?status=closed')).ids).toEqual(['conv_4'])
  })

  test('decision 7: startDate and endDate are inclusive, and an end date without a time includes the complete day', async ({ start }) => {
    const api = await start({ world: inbox })
    const between = async (start: string, end: string) => (await api.list(`?startDate=${start}&endDate=${end}&sortBy=createdAt`)).ids
    expect(await between('2024-01-11', '2024-01-11')).toEqual(['conv_3', 'conv_2'])
    expect(await between('2024-01-11T00:00:00Z', '2024-01-11T23:59:59Z')).toEqual(['conv_3', 'conv_2'])
    expect(await between('2024-01-11T00:00:01Z', '2024-01-11T23:59:58Z')).toEqual([])
    expect(await between('2024-01-11', '2024-01-12T00:00:00Z')).toEqual(['conv_4', 'conv_3', 'conv_2'])
  })

  test('decision 8: search matches part of the name or of any message, case-insensitively', async ({ start }) => {
    const api = await start({ world: inbox })
    expect((await api.list('?search=ohn d')).ids).toEqual(['conv_1', 'conv_2'])
    expect((await api.list('?search=ReFuNd')).ids).toEqual(['conv_6', 'conv_1'])
    expect((await api.list('?search=re fund')).ids).toEqual([])
    expect((await api.list('?search=ana')).ids).toEqual([]) // an agent, not a contact
  })

  test('decision 9: sortBy accepts five fields only; of equal values the newest write comes first', async ({ start }) => {
    const api = await start({ world: inbox })
    for (const field of ['createdAt', 'updatedAt', 'lastMessageAt', 'messageCount', 'unreadCount']) {
      expect((await api.list(`?sortBy=${field}`)).ids).toHaveLength(6)
    }
    for (const field of ['status', 'name', 'id', 'priority']) {
      expect(await api.rejected('GET', `/conversations?sortBy=${field}`)).toMatchObject({ status: 400, fields: ['sortBy'] })
    }
    expect((await api.list('?sortBy=unreadCount')).ids).toEqual(['conv_6', 'conv_1', 'conv_3', 'conv_5', 'conv_4', 'conv_2'])
    await api.call('PATCH', '/conversations/conv_2', { body: { priority: 'low' } })
    expect((await api.list('?sortBy=unreadCount')).ids).toEqual(['conv_6', 'conv_1', 'conv_3', 'conv_2', 'conv_5', 'conv_4'])
    expect((await api.list('?sortBy=unreadCount&sortOrder=asc')).ids).toEqual(['conv_4', 'conv_5', 'conv_2', 'conv_3', 'conv_1', 'conv_6'])
  })

  test('decision 10: values out of range or of the wrong type return 400, with an entry for each field', async ({ api }) => {
    const query = '?perPage=0&page=x&status=done'
    const refusal = await api.rejected('GET', `/conversations${query}`)
    expect({ ...refusal, fields: refusal.fields.toSorted() }).toEqual({
      status: 400,
      code: 'VALIDATION_ERROR',
      fields: ['page', 'perPage', 'status'],
    })
    expect(await api.rejected('GET', '/conversations?perPage=101')).toMatchObject({ status: 400, fields: ['perPage'] })
  })

  test('decision 10: a page past the end is empty, with correct totals', async ({ api }) => {
    expect(await api.list('?page=7')).toEqual({ ids: [], pagination: { page: 7, perPage: 20, totalPages: 1, totalCount: 1 } })
  })

  test('decision 10: unknown parameters and fields are ignored, and rejected in strict mode', async ({ api, start }) => {
    const strict = await start({ strict: true })
    const body = { priority: 'low', colour: 'red' }
    expect(await api.call('GET', '/conversations?limit=1')).toMatchObject({ status: 200 })
    expect(await api.call('PATCH', CONVERSATION, { body })).toMatchObject({ status: 200 })
    expect(await strict.rejected('GET', '/conversations?limit=1')).toMatchObject({ status: 400, fields: ['?limit'] })
    expect(await strict.rejected('PATCH', CONVERSATION, { body })).toMatchObject({ status: 400, fields: ['colour'] })
  })

  test('decision 11: create returns 201; contactId takes precedence over contact, and one of them is required', async ({ api }) => {
    const channelId = api.mock.db.channels.create().id
    const both = await api.call('POST', '/conversations', { body: { channelId, contactId: 'contact_123', contact: ANA } })
    expect(both).toMatchObject({ status: 201, body: { data: { attributes: { contact: { id: 'contact_123' } } } } })
    const refused = (body: object) => api.rejected('POST', '/conversations', { body })
    expect(await refused({ channelId })).toMatchObject({ status: 400 })
    expect(await refused({ channelId, contact: { name: 'Ana' } })).toMatchObject({ status: 400, fields: ['contact.phone'] })
    expect(await refused({ channelId, contact: { phone: '911' } })).toMatchObject({ status: 400, fields: ['contact.phone'] })
    expect(await refused({ contact: ANA })).toMatchObject({ status: 400, fields: ['channelId'] })
    expect(await refused({ channelId, contactId: 'contact_nope' })).toMatchObject({ status: 404, code: 'CONTACT_NOT_FOUND' })
  })

  test('decision 12: the phone or email of a contact, with the same name or none, identifies that contact; any other is a new contact', async ({
    api,
  }) => {
    const contactOf = async (contact: object): Promise<string> => {
      const body = { channelId: api.mock.db.channels.create().id, contact }
      return (await api.conversation(idOf(await api.call('POST', '/conversations', { body })))).attributes.contact.id
    }
    expect(await contactOf({ phone: '+5511999999999' })).toBe('contact_123')
    expect(await contactOf({ email: 'john@example.com', name: 'John Doe' })).toBe('contact_123')
    const jane = await contactOf({ phone: '+5511999999999', name: 'Jane Smith' })
    expect(jane).not.toBe('contact_123')
    expect(await contactOf({ phone: '+5511999999999', name: 'Jane Smith' })).toBe(jane)
  })

  test('decision 13: a contact has at most one conversation per channel that is not closed', async ({ api }) => {
    const body = { channelId: 'ch_xyz789', contactId: 'contact_123' }
    for (const status of ['open', 'pending', 'snoozed']) {
      await api.call('PATCH', CONVERSATION, { body: { status } })
      expect(await api.rejected('POST', '/conversations', { body })).toMatchObject({ status: 409, code: 'CONVERSATION_EXISTS' })
    }
    await api.call('POST', `${CONVERSATION}/close`)
    expect(await api.call('POST', '/conversations', { body })).toMatchObject({ status: 201 })
  })

  test('decision 14: an unknown assigneeId or botId returns 404 and names the field', async ({ api }) => {
    for (const field of ['assigneeId', 'botId']) {
      const body = { channelId: 'ch_xyz789', contact: ANA, [field]: 'nobody' }
      expect(await api.rejected('POST', '/conversations', { body })).toEqual({ status: 404, code: 'RESOURCE_NOT_FOUND', fields: [field] })
    }
    const refused = (path: string, body: object) => api.rejected('POST', CONVERSATION + path, { body })
    expect(await refused('/assign', { assigneeId: 'nobody' })).toMatchObject({ code: 'RESOURCE_NOT_FOUND', fields: ['assigneeId'] })
    expect(await refused('/transfer', { toAssigneeId: 'nobody' })).toMatchObject({ code: 'RESOURCE_NOT_FOUND', fields: ['toAssigneeId'] })
  })

  test('decision 15: metadata merges one level deep, null removes a key, tags replace, an empty body returns 400', async ({ api }) => {
    const body = { metadata: { source: null, campaign: { name: 'spring' } }, tags: ['new'] }
    await api.call('PATCH', CONVERSATION, { body })
    await api.call('PATCH', CONVERSATION, { body: { metadata: { campaign: { year: 2024 } } } })
    const { metadata, tags } = (await api.conversation('conv_abc123')).attributes
    expect(metadata).toEqual({ campaign: { year: 2024 }, intent: 'order_status' })
    expect(tags).toEqual(['new'])
    expect(await api.rejected('PATCH', CONVERSATION, { body: {} })).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' })
  })

  test('decision 15: a null in the metadata of a new conversation stays until its key is changed', async ({ api }) => {
    const created = await api.call('POST', '/conversations', { body: { channelId: 'ch_xyz789', contact: ANA, metadata: { a: null } } })
    const path = `/conversations/${idOf(created)}`
    await api.call('PATCH', path, { body: { metadata: { b: 1 } } })
    expect((await api.conversation(idOf(created))).attributes.metadata).toEqual({ a: null, b: 1 })
  })

  test('decision 16: PATCH closes like close, and reopens like reopen', async ({ api }) => {
    await api.call('PATCH', CONVERSATION, { body: { status: 'closed' } })
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject({ status: 'closed', closedAt: NOW, closedBy: SUPPORT_AGENT })
    await api.call('PATCH', CONVERSATION, { body: { status: 'pending' } })
    const { attributes } = await api.conversation('conv_abc123')
    expect(attributes).toMatchObject({ status: 'pending', reopenedAt: NOW, reopenedBy: SUPPORT_AGENT })
    expect(attributes).not.toHaveProperty('closedAt')
  })

  test('decision 16: a snooze lasts one hour by default, and then the conversation reopens by itself', async ({ api }) => {
    await api.call('PATCH', CONVERSATION, { body: { status: 'snoozed' } })
    expect((await api.conversation('conv_abc123')).attributes.snoozedUntil).toBe('2024-01-15T12:00:00Z')
    api.mock.clock.set('2024-01-15T11:59:59Z')
    expect((await api.conversation('conv_abc123')).attributes.status).toBe('snoozed')
    api.mock.clock.set('2024-01-15T12:00:00Z')
    const { attributes } = await api.conversation('conv_abc123')
    expect(attributes).toMatchObject({ status: 'open', reopenedAt: '2024-01-15T12:00:00Z', updatedAt: '2024-01-15T12:00:00Z' })
    expect(attributes).not.toHaveProperty('snoozedUntil')

    await api.call('PATCH', CONVERSATION, { body: { status: 'snoozed', snoozedUntil: '2024-01-15T18:00:00Z' } })
    expect((await api.conversation('conv_abc123')).attributes.snoozedUntil).toBe('2024-01-15T18:00:00Z')
    const past = { status: 'snoozed', snoozedUntil: '2024-01-15T12:00:00Z' }
    expect(await api.rejected('PATCH', CONVERSATION, { body: past })).toMatchObject({ status: 400, fields: ['snoozedUntil'] })
  })

  test('decision 17: closing a closed conversation, or reopening an open one, changes nothing and sends nothing', async ({ api }) => {
    const open = await api.conversation('conv_abc123')
    expect(await api.call('POST', `${CONVERSATION}/reopen`)).toMatchObject({ status: 200 })
    expect(await api.conversation('conv_abc123')).toEqual(open)
    await api.call('POST', `${CONVERSATION}/close`)
    const closed = await api.conversation('conv_abc123')
    api.mock.clock.advance('1m')
    expect(await api.call('POST', `${CONVERSATION}/close`, { body: { resolution: 'spam' } })).toMatchObject({ status: 200 })
    expect(await api.conversation('conv_abc123')).toEqual(closed)
    expect(api.events()).toEqual(['conversation.closed'])
  })

  test('decision 18: assigneeType must match the id', async ({ api }) => {
    const assign = (body: object) => api.call('POST', `${CONVERSATION}/assign`, { body })
    expect(await assign({ assigneeId: 'user_789', assigneeType: 'bot' })).toMatchObject({ status: 400 })
    expect(await assign({ assigneeId: 'bot_abc', assigneeType: 'user' })).toMatchObject({ status: 400 })
    expect(await assign({ assigneeId: 'bot_abc', assigneeType: 'bot' })).toMatchObject({ status: 200 })
  })

  test('decision 18: a user takes over from the bot, an assigned bot is active, in every status', async ({ api }) => {
    for (const status of ['open', 'pending', 'snoozed', 'closed']) {
      await api.call('PATCH', CONVERSATION, { body: { status } })
      await api.call('POST', `${CONVERSATION}/assign`, { body: { assigneeId: 'user_789' } })
      expect((await api.conversation('conv_abc123')).attributes).toMatchObject({ status, bot: { active: false } })
      await api.call('POST', `${CONVERSATION}/transfer`, { body: { toAssigneeId: 'bot_abc' } })
      expect((await api.conversation('conv_abc123')).attributes).toMatchObject({ status, bot: { id: 'bot_abc', active: true } })
    }
  })

  test('decision 19: notifyContact adds an outbound text message, the last of the conversation', async ({ api }) => {
    await api.call('POST', `${CONVERSATION}/transfer`, { body: { toAssigneeId: 'user_expert', notifyContact: true } })
    const { attributes, relationships } = await api.conversation('conv_abc123', '?includeMessages=true')
    expect(attributes).toMatchObject({ messageCount: 16, unreadCount: 2, lastMessageAt: NOW })
    expect(relationships?.messages.at(-1)).toMatchObject({ direction: 'outbound', content: { type: 'text' }, timestamp: NOW })
  })

  test('decision 20: every change sets updatedAt, and reading sets nothing', async ({ api }) => {
    const changes = [
      ['PATCH', '', { priority: 'low' }],
      ['POST', '/assign', { assigneeId: 'user_789' }],
      ['POST', '/transfer', { toAssigneeId: 'user_expert' }],
      ['POST', '/close', {}],
      ['POST', '/reopen', undefined],
    ] as const
    let hour = 11
    for (const [method, path, body] of changes) {
      api.mock.clock.set(`2024-01-15T${++hour}:00:00Z`)
      await api.conversation('conv_abc123', '?includeMessages=true')
      await api.list()
      await api.participants('conv_abc123')
      expect((await api.conversation('conv_abc123')).attributes.updatedAt).not.toBe(`2024-01-15T${hour}:00:00Z`)
      await api.call(method, CONVERSATION + path, { body })
      expect((await api.conversation('conv_abc123')).attributes.updatedAt).toBe(`2024-01-15T${hour}:00:00Z`)
    }
  })

  test('decision 21: changes are attributed to the first user of the data', async ({ start }) => {
    const api = await start({ world: { ...guideWorld, users: guideWorld.users.toReversed() } })
    const by = { id: 'user_expert', name: 'Technical Expert' }
    await api.call('POST', `${CONVERSATION}/assign`, { body: { assigneeId: 'user_789' } })
    await api.call('POST', `${CONVERSATION}/close`)
    expect((await api.conversation('conv_abc123')).attributes).toMatchObject({ assignedBy: by, closedBy: by })
    expect(await api.call('POST', `${CONVERSATION}/reopen`)).toMatchObject({ body: { data: { attributes: { reopenedBy: by } } } })
    expect(await api.call('POST', `${CONVERSATION}/transfer`, { body: { toAssigneeId: 'user_456' } })).toMatchObject({
      body: { data: { attributes: { transferredBy: by } } },
    })
  })

  test('decision 22: participants are the contact, every user that was ever assigned, and the bot', async ({ api }) => {
    await api.call('POST', `${CONVERSATION}/assign`, { body: { assigneeId: 'user_expert' } })
    await api.call('POST', `${CONVERSATION}/transfer`, { body: { toAssigneeId: 'user_789' } })
    await api.call('POST', `${CONVERSATION}/assign`, { body: { assigneeId: 'bot_abc' } })
    expect(await api.call('GET', `${CONVERSATION}/participants`)).toMatchObject({
      body: {
        data: [
          { id: 'contact_123', type: 'contact', attributes: { role: 'customer' } },
          { id: 'user_456', type: 'user', attributes: { role: 'agent' } },
          { id: 'user_expert', type: 'user', attributes: { role: 'agent' } },
          { id: 'user_789', type: 'user', attributes: { role: 'agent' } },
          { id: 'bot_abc', type: 'bot', attributes: { role: 'bot' } },
        ],
      },
    })
  })

  test('decision 23: each change sends its event, with the conversation as returned by GET', async ({ api }) => {
    const sends = async (event: string, method: string, path: string, body?: object): Promise<void> => {
      api.mock.events.clear()
      await api.call(method, CONVERSATION + path, body && { body })
      expect(api.mock.events.all()).toEqual([
        {
          id: expect.stringMatching(/^evt_[a-z0-9]{12}$/),
          event,
          timestamp: NOW,
          data: await api.conversation('conv_abc123'),
          meta: { organizationId: 'org_123' },
        },
      ])
    }
    await sends('conversation.assigned', 'POST', '/assign', { assigneeId: 'user_789' })
    await sends('conversation.transferred', 'POST', '/transfer', { toAssigneeId: 'user_expert', notifyContact: true })
    await sends('conversation.updated', 'PATCH', '', { tags: ['new'] })
    await sends('conversation.updated', 'PATCH', '', { status: 'pending' })
    await sends('conversation.closed', 'POST', '/close')
    await sends('conversation.reopened', 'POST', '/reopen')
    await sends('conversation.closed', 'PATCH', '', { status: 'closed' })
    await sends('conversation.reopened', 'PATCH', '', { status: 'open' })

    const created = await api.call('POST', '/conversations', { body: { channelId: 'ch_xyz789', contact: ANA } })
    expect(api.mock.events.all().at(-1)).toMatchObject({ event: 'conversation.created', data: await api.conversation(idOf(created)) })
  })

  test('decision 23: a snooze that ends sends conversation.reopened', async ({ api }) => {
    await api.call('PATCH', CONVERSATION, { body: { status: 'snoozed' } })
    api.mock.clock.advance({ hours: 2 })
    expect(api.events()).toEqual(['conversation.updated', 'conversation.reopened'])
    expect(api.mock.events.all('conversation.reopened')).toMatchObject([
      { timestamp: '2024-01-15T12:00:00Z', data: await api.conversation('conv_abc123') },
    ])
  })

  test('decision 23: a PATCH that closes and changes other fields sends conversation.updated, then conversation.closed', async ({
    api,
  }) => {
    await api.call('PATCH', CONVERSATION, { body: { status: 'closed', priority: 'low' } })
    expect(api.events()).toEqual(['conversation.updated', 'conversation.closed'])
  })

  test('decision 23: rejected requests send nothing', async ({ api }) => {
    await api.rejected('PATCH', CONVERSATION, { body: { priority: 'low', tags: [1] } })
    await api.rejected('POST', `${CONVERSATION}/assign`, { body: { assigneeId: 'nobody' } })
    await api.rejected('POST', '/conversations', { body: { channelId: 'ch_xyz789', contactId: 'contact_123' } })
    expect(api.events()).toEqual([])
  })

  test('decision 24: returns 401 without a key, with a key that starts with invalid, and with an unknown key', async ({ api, start }) => {
    expect(await api.rejected('GET', CONVERSATION, { key: null })).toMatchObject({ status: 401, code: 'AUTHENTICATION_REQUIRED' })
    expect(await api.rejected('GET', CONVERSATION, { key: 'invalid_x' })).toMatchObject({ status: 401, code: 'INVALID_API_KEY' })
    expect(await api.call('GET', CONVERSATION, { key: 'anything' })).toMatchObject({ status: 200 })
    const configured = await start({ apiKeys: ['secret'] })
    expect(await configured.rejected('GET', CONVERSATION, { key: 'anything' })).toMatchObject({ status: 401, code: 'INVALID_API_KEY' })
    expect(await configured.call('GET', CONVERSATION, { key: 'secret' })).toMatchObject({ status: 200 })
  })

  test('decision 25: error codes for malformed, non-object, missing and too large bodies, unknown paths, wrong methods', async ({
    api,
  }) => {
    const patch = (body: string | undefined) => api.rejected('PATCH', CONVERSATION, { body })
    for (const body of ['{', '[]', undefined]) expect(await patch(body)).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' })
    expect(await patch(' '.repeat(1024 * 1024 + 1))).toMatchObject({ status: 413 })
    expect(await api.rejected('GET', '/nope')).toMatchObject({ status: 404, code: 'RESOURCE_NOT_FOUND' })
    const wrong = await api.call('DELETE', CONVERSATION)
    expect(wrong).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, PATCH, OPTIONS' } })
    expect(wrong.body).toMatchObject({ meta: { requestId: wrong.headers['x-request-id'] } })
  })

  test('decision 26: HEAD responds like GET without a body, OPTIONS responds to preflights, CORS allows all origins', async ({ api }) => {
    expect(await api.call('HEAD', CONVERSATION)).toMatchObject({ status: 200, body: undefined })
    const preflight = await api.call('OPTIONS', CONVERSATION, { key: null })
    expect(preflight).toMatchObject({ status: 204, body: undefined, headers: { 'access-control-allow-origin': '*' } })
    const { headers } = await api.call('GET', CONVERSATION)
    expect(headers['access-control-expose-headers']).toMatch(/X-Request-ID.*X-RateLimit-Limit.*X-RateLimit-Remaining.*X-RateLimit-Reset/)
  })

  test('decision 27: an Idempotency-Key reused with another body returns 409', async ({ api }) => {
    const headers = { 'Idempotency-Key': 'k' }
    await api.call('POST', `${CONVERSATION}/close`, { headers, body: { reason: 'One' } })
    expect(await api.rejected('POST', `${CONVERSATION}/close`, { headers, body: { reason: 'Two' } })).toMatchObject({
      status: 409,
      code: 'RESOURCE_ALREADY_EXISTS',
    })
  })
})
