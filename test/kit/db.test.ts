import { beforeEach, describe, expect, it } from 'vitest'
import { emptyWorld } from '../../fixtures/index.js'
import type { Mock } from '../../src/index.js'
import { ask, dataOf, frozenMock, NOW, send } from './kit.js'

let mock: Mock
let db: Mock['db']

beforeEach(() => {
  mock = frozenMock()
  db = mock.db
})

/** Expects a write to throw a TypeError with this message, and to change nothing. */
function expectTypeError(write: () => unknown, message: string): void {
  const before = dataOf(mock)
  expect(write).toThrow(new TypeError(message))
  expect(dataOf(mock)).toEqual(before)
}

describe('reading', () => {
  beforeEach(() => {
    db.contacts.create({ id: 'contact_ana', name: 'Ana', email: 'ana@example.com', phone: undefined })
    db.contacts.create({ id: 'contact_ana2', name: 'Ana', phone: '+351911111111' })
  })

  it('returns a record by its id', () => {
    expect(db.contacts.get('contact_ana')).toMatchObject({ id: 'contact_ana', name: 'Ana' })
    expect(db.conversations.get('conv_abc123')).toMatchObject({ id: 'conv_abc123', status: 'open', messageCount: 15, unreadCount: 2 })
    expect(db.messages.get('msg_789')).toMatchObject({ content: { text: 'Thanks for your help!' } })
  })

  it.for(['conversations', 'messages', 'contacts', 'channels', 'users', 'bots'] as const)('throws for an unknown id of %s', (kind) => {
    expect(() => db[kind].get('nope')).toThrow(new Error(`There is no ${kind.slice(0, -1)} "nope"`))
    expect(() => db[kind].update('nope', {})).toThrow(new Error(`There is no ${kind.slice(0, -1)} "nope"`))
  })

  it('finds the first match, in order of creation', () => {
    expect(db.contacts.find({ name: 'Ana' })?.id).toBe('contact_ana')
    expect(db.contacts.find({ name: 'Ana', phone: '+351911111111' })?.id).toBe('contact_ana2')
    expect(db.contacts.find(({ name }) => name?.startsWith('J') === true)?.id).toBe('contact_123')
    expect(db.contacts.find({ name: 'Nobody' })).toBeUndefined()
  })

  it('finds all matches, in order of creation', () => {
    expect(db.contacts.findMany().map(({ id }) => id)).toEqual(['contact_123', 'contact_ana', 'contact_ana2'])
    expect(db.contacts.findMany({ name: 'Ana' }).map(({ id }) => id)).toEqual(['contact_ana', 'contact_ana2'])
    expect(db.contacts.findMany(({ email }) => email !== undefined).map(({ id }) => id)).toEqual(['contact_123', 'contact_ana'])
  })

  it('finds records without a value by undefined', () => {
    expect(db.contacts.findMany({ email: undefined }).map(({ id }) => id)).toEqual(['contact_ana2'])
  })

  it('counts', () => {
    expect(db.contacts.count()).toBe(3)
    expect(db.contacts.count({ name: 'Ana' })).toBe(2)
    expect(db.contacts.count(({ name }) => name === 'Nobody')).toBe(0)
    expect(db.messages.count({ direction: 'inbound', status: 'delivered' })).toBe(2)
  })

  it('returns messages oldest first, whatever the order of writing', () => {
    db.messages.create({ id: 'msg_late', conversationId: 'conv_abc123', timestamp: '2024-01-15T10:00:30Z' })
    expect(
      db.messages
        .findMany()
        .slice(0, 3)
        .map(({ id }) => id),
    ).toEqual(['msg_001', 'msg_late', 'msg_002'])
  })

  it('returns conversations in order of creation, despite later changes', () => {
    db.conversations.create({ id: 'conv_2' })
    ask(mock, 'PATCH', '/conversations/conv_abc123', { priority: 'low' })
    expect(db.conversations.findMany().map(({ id }) => id)).toEqual(['conv_abc123', 'conv_2'])
  })
})

describe('contacts, channels, users and bots', () => {
  it('get default values for omitted fields', () => {
    expect(db.contacts.create()).toMatchObject({
      id: expect.stringMatching(/^contact_[a-z0-9]{12}$/),
      name: 'Contact 2',
      phone: '+15550000002',
    })
    expect(db.channels.create()).toMatchObject({ id: expect.stringMatching(/^ch_[a-z0-9]{12}$/), type: 'webchat', name: 'Channel 2' })
    expect(db.users.create()).toMatchObject({
      id: expect.stringMatching(/^user_[a-z0-9]{12}$/),
      name: 'User 4',
      email: 'user4@example.com',
    })
    expect(db.bots.create()).toMatchObject({ id: expect.stringMatching(/^bot_[a-z0-9]{12}$/), name: 'Bot 2' })
  })

  it('get a default phone only for a contact without an email', () => {
    expect(db.contacts.create({ email: 'ana@example.com' })).not.toHaveProperty('phone')
    expect(db.contacts.create({ name: undefined, phone: '+351911111111' })).toMatchObject({ phone: '+351911111111' })
  })

  it('keep the given values', () => {
    const contact = { id: 'c', name: 'Ana', phone: '+351911111111', email: 'a@b.co', avatar: 'https://a.b/c.png', metadata: { vip: true } }
    expect(db.contacts.create(contact)).toMatchObject(contact)
    expect(db.contacts.get('c')).toMatchObject(contact)
    expect(db.channels.create({ type: 'sms', name: 'SMS' })).toMatchObject({ type: 'sms', name: 'SMS' })
    expect(db.users.create({ name: 'Ana', email: 'ana@company.com', team: 'Night' })).toMatchObject({ name: 'Ana', team: 'Night' })
  })

  it('are visible to the API at once', () => {
    db.contacts.update('contact_123', { name: 'Jon Doe', avatar: undefined })
    db.channels.update('ch_xyz789', { name: 'WhatsApp' })
    db.users.update('user_456', { name: 'Agent' })
    db.bots.update('bot_abc', { name: 'Helper' })
    expect(ask(mock, 'GET', '/conversations/conv_abc123')).toMatchObject({
      data: {
        attributes: { contact: { name: 'Jon Doe' }, channel: { name: 'WhatsApp' }, assignee: { name: 'Agent' }, bot: { name: 'Helper' } },
      },
    })
    expect(db.contacts.get('contact_123')).not.toHaveProperty('avatar')
    const { id } = db.users.create()
    expect(send(mock, 'POST', '/conversations/conv_abc123/assign', { assigneeId: id }).status).toBe(200)
  })

  it('are found by a new name, and no longer by the old one', () => {
    db.contacts.update('contact_123', { name: 'Zacharias' })
    expect(ask(mock, 'GET', '/conversations?search=zacha')).toMatchObject({ data: [{ id: 'conv_abc123' }] })
    expect(ask(mock, 'GET', '/conversations?search=doe')).toMatchObject({ data: [] })
    expect(ask(mock, 'GET', '/conversations?search=za')).toMatchObject({ data: [{ id: 'conv_abc123' }] })
  })

  it('are matched by a new phone, and no longer by the old one', () => {
    db.contacts.update('contact_123', { phone: '+351911111111' })
    const channelId = db.channels.create().id
    expect(ask(mock, 'POST', '/conversations', { channelId, contact: { phone: '+351911111111' } })).toMatchObject({
      data: { attributes: { contact: { id: 'contact_123' } } },
    })
    ask(mock, 'POST', '/conversations', { channelId, contact: { phone: '+5511999999999' } })
    expect(db.contacts.count()).toBe(2)
  })

  it('reject an id in use, also one shared by a user and a bot', () => {
    expectTypeError(() => db.contacts.create({ id: 'contact_123' }), 'db.contacts.create: id "contact_123" is in use already')
    expectTypeError(() => db.channels.create({ id: 'ch_xyz789' }), 'db.channels.create: id "ch_xyz789" is in use already')
    expectTypeError(() => db.users.create({ id: 'bot_abc' }), 'db.users.create: id "bot_abc" is in use already')
    expectTypeError(() => db.bots.create({ id: 'user_456' }), 'db.bots.create: id "user_456" is in use already')
  })

  it('reject invalid values, naming each field', () => {
    expectTypeError(
      () => db.contacts.create({ phone: '911', email: 'ana' }),
      'db.contacts.create: phone must be a phone number in E.164 format, such as "+5511999999999"; got "911"; ' +
        'email must be an email address, such as "john@example.com"; got "ana"',
    )
    expectTypeError(() => db.users.update('user_456', { name: undefined }), 'db.users.update: name is required')
    expectTypeError(() => db.bots.update('bot_abc', { name: '' }), 'db.bots.update: name must not be empty; got ""')
    expect(() => db.channels.create({ id: 'a b' })).toThrow(/^db\.channels\.create: id must .+; got "a b"$/)
    const unknown: object = { nickname: 'Jo' }
    expectTypeError(() => db.contacts.update('contact_123', unknown), 'db.contacts.update: the record has the unknown field "nickname"')
  })

  it('are returned as immutable records', () => {
    const before = db.contacts.get('contact_123')
    db.contacts.update('contact_123', { name: 'Jon' })
    expect(before.name).toBe('John Doe')
  })
})

describe('conversations', () => {
  it('accept a complete record with a change', () => {
    const conversation = db.conversations.get('conv_abc123')
    expect(db.conversations.update('conv_abc123', { ...conversation, priority: 'low' })).toMatchObject({
      priority: 'low',
      messageCount: 15,
    })
    const contact = db.contacts.get('contact_123')
    expect(db.contacts.update('contact_123', { ...contact, name: 'Jo' })).toMatchObject({ name: 'Jo', phone: contact.phone })
  })

  it('accept a complete record although its counts have changed meanwhile', () => {
    const conversation = db.conversations.get('conv_abc123')
    const { id } = db.messages.create({ conversationId: 'conv_abc123', text: 'One more' })
    expect(db.conversations.update('conv_abc123', { ...conversation, priority: 'low' })).toMatchObject({
      priority: 'low',
      messageCount: 16,
    })
    expect(db.messages.update(id, { ...db.messages.get(id), text: 'Another' }).content).toEqual({ type: 'text', text: 'Another' })
  })

  it('keep fields given beside a change that affects them', () => {
    const bot = db.bots.create()
    expect(db.conversations.update('conv_abc123', { botId: bot.id, botActive: false }).botActive).toBe(false)
    expect(db.conversations.update('conv_abc123', { assigneeId: 'user_789', botActive: true }).botActive).toBe(true)
    const { updatedAt } = db.conversations.get('conv_abc123')
    mock.clock.advance('1m')
    expect(db.conversations.update('conv_abc123', { tags: ['x'], updatedAt }).updatedAt).toBe(updatedAt)
  })

  it('reject values that JSON cannot represent, and write nothing', () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    const created = (metadata: Record<string, unknown>) => () => db.conversations.create({ contact: { name: 'Ana' }, metadata })
    expectTypeError(created({ f: () => 1 }), 'db.conversations.create: metadata.f must be what JSON can hold; got () => 1')
    expectTypeError(created({ bytes: new Uint8Array(2) }), 'db.conversations.create: metadata.bytes must be what JSON can hold; got 0,0')
    expectTypeError(created({ n: Number.NaN }), 'db.conversations.create: metadata.n must be what JSON can hold; got NaN')
    expect(created(circle)).toThrow(/^db\.conversations\.create: metadata(\.self)+ holds itself, or is nested deeper than 64 levels$/)
    expect(db.conversations.create({ tags: new Proxy(['vip'], {}) }).tags).toEqual(['vip'])
  })

  it('are found by equal lists and objects', () => {
    expect(db.conversations.count({ tags: ['vip', 'order-issue'] })).toBe(1)
    expect(db.conversations.count({ tags: ['order-issue', 'vip'] })).toBe(0)
    expect(db.contacts.find({ metadata: { tier: 'premium', customerId: 'cust_789' } })?.id).toBe('contact_123')
    expect(db.conversations.find({ id: 'conv_abc123', status: 'closed' })).toBeUndefined()
    expect(db.messages.findMany({ conversationId: 'conv_abc123', direction: 'inbound', status: 'delivered' })).toHaveLength(2)
  })

  it('can lose their bot, or get another active one', () => {
    const { id } = db.bots.create()
    expect(db.conversations.update('conv_abc123', { botId: undefined })).toMatchObject({ botId: undefined, botActive: undefined })
    expect(db.conversations.update('conv_abc123', { botId: id })).toMatchObject({ botId: id, botActive: true })
  })

  it('are open by default, of a new contact, on the first channel, at the current time', () => {
    const conversation = db.conversations.create()
    expect(conversation).toMatchObject({
      id: expect.stringMatching(/^conv_[a-z0-9]{12}$/),
      status: 'open',
      channelId: 'ch_xyz789',
      messageCount: 0,
      unreadCount: 0,
      metadata: {},
      tags: [],
      createdAt: NOW,
      updatedAt: NOW,
    })
    expect(db.contacts.get(conversation.contactId)).toMatchObject({ name: 'Contact 2' })
    expect(db.conversations.get(conversation.id)).toEqual(conversation)
  })

  it('create a channel where there is none', () => {
    const empty = frozenMock({ world: emptyWorld })
    const { channelId } = empty.db.conversations.create()
    expect(empty.db.channels.get(channelId)).toMatchObject({ type: 'webchat', name: 'Channel 1' })
    expect(empty.db.conversations.create().channelId).toBe(channelId)
  })

  it('accept a new contact, or an existing one', () => {
    const { contactId } = db.conversations.create({ contact: { name: 'Ana', email: 'ana@example.com' } })
    expect(db.contacts.get(contactId)).toMatchObject({ name: 'Ana', email: 'ana@example.com' })
    expect(db.conversations.create({ contactId: 'contact_123' }).contactId).toBe('contact_123')
    expect(db.contacts.count()).toBe(2)
  })

  it('accept messages, as text or as objects, oldest first', () => {
    const { id, ...conversation } = db.conversations.create({
      messages: [
        'Hi',
        { text: 'Hello!', direction: 'outbound', senderId: 'user_456', timestamp: '2024-01-15T11:00:05Z' },
        { content: { type: 'image', url: 'https://a.b/c.png' }, status: 'read', timestamp: '2024-01-15T10:59:00Z' },
      ],
    })
    expect(conversation).toMatchObject({
      messageCount: 3,
      unreadCount: 1,
      firstMessageAt: '2024-01-15T10:59:00Z',
      lastMessageAt: '2024-01-15T11:00:05Z',
      createdAt: '2024-01-15T10:59:00Z',
      updatedAt: '2024-01-15T11:00:05Z',
    })
    expect(db.messages.findMany({ conversationId: id }).map(({ direction, status, content }) => ({ direction, status, content }))).toEqual([
      { direction: 'inbound', status: 'read', content: { type: 'image', url: 'https://a.b/c.png' } },
      { direction: 'inbound', status: 'delivered', content: { type: 'text', text: 'Hi' } },
      { direction: 'outbound', status: 'sent', content: { type: 'text', text: 'Hello!' } },
    ])
    expect(ask(mock, 'GET', `/conversations/${id}`)).toMatchObject({ data: { attributes: { messageCount: 3, unreadCount: 1 } } })
  })

  it('accept an assignee: a user among the agents, a bot as the bot', () => {
    const { id } = db.conversations.create({ assigneeId: 'user_789' })
    expect(db.conversations.get(id)).toMatchObject({ assigneeId: 'user_789', agentIds: ['user_789'], botId: undefined })
    const withBot = db.conversations.create({ assigneeId: 'bot_abc' })
    expect(withBot).toMatchObject({ assigneeId: 'bot_abc', agentIds: [], botId: 'bot_abc', botActive: true })
  })

  it('accept a status with its fields', () => {
    expect(db.conversations.create({ status: 'pending' })).toMatchObject({ status: 'pending' })
    expect(db.conversations.create({ status: 'closed' })).toMatchObject({ status: 'closed', closedAt: NOW, closedById: 'user_456' })
    expect(db.conversations.create({ status: 'snoozed' })).toMatchObject({ status: 'snoozed', snoozedUntil: '2024-01-15T12:00:00Z' })
    expect(
      db.conversations.create({
        status: 'closed',
        closedAt: '2024-01-15T10:00:00Z',
        resolution: 'spam',
        createdAt: '2024-01-15T09:00:00Z',
      }),
    ).toMatchObject({ closedAt: '2024-01-15T10:00:00Z', closedById: 'user_456', resolution: 'spam' })
  })

  it('accept any other field of a world file', () => {
    const fields = {
      id: 'conv_2',
      priority: 'high',
      tags: ['vip'],
      metadata: { a: 1 },
      botId: 'bot_abc',
      botActive: false,
      agentIds: ['user_expert', 'user_789'],
      assigneeId: 'user_789',
      createdAt: '2024-01-01T00:00:00Z',
      updatedAt: '2024-01-02T00:00:00Z',
    } as const
    expect(db.conversations.create(fields)).toMatchObject(fields)
  })

  it('can be updated, which sets updatedAt', () => {
    mock.clock.advance({ minutes: 5 })
    const changed = db.conversations.update('conv_abc123', { tags: ['new'], priority: 'low', metadata: { only: 'this' } })
    expect(changed).toMatchObject({ tags: ['new'], priority: 'low', metadata: { only: 'this' }, updatedAt: '2024-01-15T11:05:00Z' })
    expect(changed).toMatchObject({ messageCount: 15, unreadCount: 2, lastMessageId: 'msg_789', assigneeId: 'user_456' })
    expect(db.conversations.get('conv_abc123')).toEqual(changed)
  })

  it('can be updated even if the clock was set to before their creation', () => {
    mock.clock.set('2024-01-01T00:00:00Z')
    expect(db.conversations.update('conv_abc123', { tags: ['early'] }).tags).toEqual(['early'])
    expect(db.conversations.update('conv_abc123', { status: 'closed' }).status).toBe('closed')
  })

  it('accept a given updatedAt', () => {
    expect(db.conversations.update('conv_abc123', { updatedAt: '2024-01-15T10:40:00Z' }).updatedAt).toBe('2024-01-15T10:40:00Z')
  })

  it('lose a value that is set to undefined', () => {
    db.conversations.update('conv_abc123', { priority: 'high' })
    db.conversations.update('conv_abc123', { priority: undefined, assigneeId: undefined, botId: undefined, botActive: undefined })
    expect(ask(mock, 'GET', '/conversations/conv_abc123')).not.toMatchObject({ data: { attributes: { assignee: {} } } })
    expect(db.conversations.get('conv_abc123')).toMatchObject({ priority: undefined, assigneeId: undefined, botId: undefined })
    expect(ask(mock, 'GET', '/conversations?assigneeId=user_456')).toMatchObject({ data: [] })
    expect(ask(mock, 'GET', '/conversations?botId=bot_abc')).toMatchObject({ data: [] })
  })

  it('can be closed with the consequences of closing', () => {
    expect(db.conversations.update('conv_abc123', { status: 'closed' })).toMatchObject({
      status: 'closed',
      closedAt: NOW,
      closedById: 'user_456',
      updatedAt: NOW,
    })
    expect(ask(mock, 'GET', '/conversations?status=closed')).toMatchObject({ data: [{ id: 'conv_abc123' }] })
    expect(ask(mock, 'GET', '/conversations?status=open')).toMatchObject({ data: [] })
  })

  it('can be closed with a given closure', () => {
    const closure = { closedById: 'user_789', closedAt: '2024-01-15T10:50:00Z', resolution: 'spam', closureReason: 'Ads' } as const
    expect(db.conversations.update('conv_abc123', { status: 'closed', ...closure })).toMatchObject(closure)
  })

  it('keep their closure or snooze when the status does not change', () => {
    db.conversations.update('conv_abc123', { status: 'closed', closureReason: 'Done', resolution: 'resolved' })
    const closed = db.conversations.get('conv_abc123')
    mock.clock.advance('5m')
    for (const changes of [{ tags: ['later'] }, { status: 'closed' }] as const) {
      expect(db.conversations.update('conv_abc123', changes)).toMatchObject({
        closedAt: closed.closedAt,
        closureReason: 'Done',
        resolution: 'resolved',
        updatedAt: '2024-01-15T11:05:00Z',
      })
    }
    db.conversations.update('conv_abc123', { status: 'snoozed', snoozedUntil: '2024-01-16T00:00:00Z' })
    expect(db.conversations.update('conv_abc123', { priority: 'low' }).snoozedUntil).toBe('2024-01-16T00:00:00Z')
    expect(db.conversations.update('conv_abc123', { status: 'snoozed' }).snoozedUntil).toBe('2024-01-16T00:00:00Z')
  })

  it('can be reopened with the consequences of reopening', () => {
    db.conversations.update('conv_abc123', { status: 'closed', resolution: 'resolved', closureNotes: 'Happy' })
    expect(db.conversations.update('conv_abc123', { status: 'open' })).toMatchObject({
      status: 'open',
      closedAt: undefined,
      closedById: undefined,
      resolution: undefined,
      closureNotes: undefined,
      reopenedAt: NOW,
      reopenedById: 'user_456',
    })
  })

  it('are snoozed for one hour by default, and reopen by themselves', () => {
    expect(db.conversations.update('conv_abc123', { status: 'snoozed' }).snoozedUntil).toBe('2024-01-15T12:00:00Z')
    expect(db.conversations.update('conv_abc123', { status: 'pending' }).snoozedUntil).toBeUndefined()
    db.conversations.update('conv_abc123', { status: 'snoozed', snoozedUntil: '2024-01-15T13:00:00Z' })
    mock.clock.set('2024-01-15T13:00:00Z')
    expect(db.conversations.get('conv_abc123').status).toBe('open')
  })

  it('can be snoozed when closed', () => {
    db.conversations.update('conv_abc123', { status: 'closed' })
    expect(db.conversations.update('conv_abc123', { status: 'snoozed' })).toMatchObject({
      status: 'snoozed',
      closedAt: undefined,
      snoozedUntil: '2024-01-15T12:00:00Z',
    })
  })

  it('can be assigned with the consequences of assigning', () => {
    expect(db.conversations.update('conv_abc123', { assigneeId: 'user_789' })).toMatchObject({
      assigneeId: 'user_789',
      agentIds: ['user_456', 'user_789'],
      botActive: false,
      assignedAt: NOW,
      assignedById: 'user_456',
    })
    expect(db.conversations.update('conv_abc123', { assigneeId: 'bot_abc' })).toMatchObject({ botId: 'bot_abc', botActive: true })
    expect(ask(mock, 'GET', '/conversations?assigneeId=bot_abc')).toMatchObject({ data: [{ id: 'conv_abc123' }] })
  })

  it('keep their assignment when the assignee does not change', () => {
    expect(db.conversations.update('conv_abc123', { assigneeId: 'user_456' })).toMatchObject({ assignedAt: undefined, botActive: true })
  })

  it('can be moved to another contact, and are then found by that one', () => {
    db.contacts.create({ id: 'contact_ana', name: 'Ana' })
    db.conversations.update('conv_abc123', { contactId: 'contact_ana' })
    expect(ask(mock, 'GET', '/conversations?contactId=contact_ana')).toMatchObject({ data: [{ id: 'conv_abc123' }] })
    expect(ask(mock, 'GET', '/conversations?search=ana')).toMatchObject({ data: [{ id: 'conv_abc123' }] })
    expect(ask(mock, 'GET', '/conversations?contactId=contact_123')).toMatchObject({ data: [] })
    expect(ask(mock, 'GET', '/conversations?search=doe')).toMatchObject({ data: [] })
  })

  it.for([
    { field: 'channelId', id: 'ch_nope', what: 'channel' },
    { field: 'contactId', id: 'contact_nope', what: 'contact' },
    { field: 'assigneeId', id: 'user_nope', what: 'user or bot' },
    { field: 'botId', id: 'bot_nope', what: 'bot' },
    { field: 'reopenedById', id: 'bot_abc', what: 'user' },
    { field: 'assignedById', id: 'user_nope', what: 'user' },
    { field: 'transferredById', id: 'user_nope', what: 'user' },
  ])('reject an unknown $field', ({ field, id, what }) => {
    expectTypeError(() => db.conversations.create({ [field]: id }), `db.conversations.create: ${field} names no ${what}; got "${id}"`)
    expectTypeError(
      () => db.conversations.update('conv_abc123', { [field]: id }),
      `db.conversations.update: ${field} names no ${what}; got "${id}"`,
    )
  })

  it('reject unknown agents, each by its index', () => {
    expectTypeError(
      () => db.conversations.create({ agentIds: ['user_456', 'user_nope', 'bot_abc'] }),
      'db.conversations.create: agentIds[1] names no user; got "user_nope"; agentIds[2] names no user; got "bot_abc"',
    )
  })

  it('reject fields that contradict each other', () => {
    const created = (fields: object) => () => db.conversations.create(fields)
    expectTypeError(created({ resolution: 'spam' }), 'db.conversations.create: resolution goes with status closed only; got "spam"')
    expectTypeError(
      created({ snoozedUntil: '2024-01-16T00:00:00Z' }),
      'db.conversations.create: snoozedUntil goes with status snoozed only; got "2024-01-16T00:00:00Z"',
    )
    expectTypeError(created({ botActive: false }), 'db.conversations.create: botActive goes with botId only; got false')
    expectTypeError(
      created({ status: 'done' }),
      'db.conversations.create: status must be one of open, pending, snoozed, closed; got "done"',
    )
    expect(created({ createdAt: 'today' })).toThrow(/^db\.conversations\.create: createdAt must .+; got "today"/)
    expectTypeError(
      () => db.conversations.update('conv_abc123', { status: 'snoozed', snoozedUntil: '2024-01-15T11:00:00Z' }),
      'db.conversations.update: snoozedUntil must be after now, 2024-01-15T11:00:00Z; got "2024-01-15T11:00:00Z"',
    )
    const { id } = db.conversations.create({ status: 'closed' })
    expectTypeError(
      () => db.conversations.update(id, { closedAt: undefined }),
      'db.conversations.update: closedAt is required with status closed',
    )
  })

  it('reject a contact beside a contactId, and an id in use', () => {
    expectTypeError(
      () => db.conversations.create({ contactId: 'contact_123', contact: { name: 'Ana' } }),
      'db.conversations.create: give contactId, of a contact that exists, or contact, for a new one, not both',
    )
    expectTypeError(() => db.conversations.create({ id: 'conv_abc123' }), 'db.conversations.create: id "conv_abc123" is in use already')
    expectTypeError(
      () => db.conversations.create({ contact: { id: 'contact_123' } }),
      'db.conversations.create: contact: id "contact_123" is in use already',
    )
  })

  it('write nothing, no contact and no message, when any part is invalid', () => {
    expectTypeError(
      () => db.conversations.create({ contact: { name: 'Ana' }, messages: ['Hi', { senderId: 'user_nope', direction: 'outbound' }] }),
      'db.conversations.create: messages[1]: senderId names no user or bot; got "user_nope"',
    )
    expectTypeError(
      () => db.conversations.create({ messages: ['Hi'], channelId: 'ch_nope' }),
      'db.conversations.create: channelId names no channel; got "ch_nope"',
    )
    expectTypeError(
      () => db.conversations.create({ messages: ['Hi'], contact: { phone: '1' } }),
      'db.conversations.create: contact: phone must be a phone number in E.164 format, such as "+5511999999999"; got "1"',
    )
  })

  it('keep their id in an update', () => {
    const changes: object = { id: 'conv_other' }
    expect(db.conversations.update('conv_abc123', changes).id).toBe('conv_abc123')
  })
})

describe('messages', () => {
  it('of one call get unique ids, and reject ids in use', () => {
    expectTypeError(
      () => db.conversations.create({ messages: [{ id: 'msg_789', text: 'Mine' }] }),
      'db.conversations.create: messages[0]: id "msg_789" of a message is in use already',
    )
    expectTypeError(
      () => db.conversations.create({ messages: [{ id: 'a' }, { id: 'a' }] }),
      'db.conversations.create: messages[1]: id "a" of a message is in use already',
    )
  })

  it('accept text as short for a content, in create and in update, but not both', () => {
    const { id } = db.messages.create({ conversationId: 'conv_abc123', text: 'Hello?' })
    expect(db.messages.update(id, { text: 'Hello!' }).content).toEqual({ type: 'text', text: 'Hello!' })
    expectTypeError(
      () => db.messages.update(id, { text: 'Hi', content: { type: 'text', text: 'Ho' } }),
      'db.messages.update: give text, which is short for a content of text, or content, not both',
    )
  })

  it('reject an invalid content, and say what that kind of content requires', () => {
    const created = (content: object) => () => db.messages.create({ conversationId: 'conv_abc123', content: content as never })
    expectTypeError(created({ type: 'image' }), 'db.messages.create: content.url is required')
    expectTypeError(created({ type: 'poll' }), 'db.messages.create: content.type must be a kind that the spec knows; got "poll"')
  })

  it('are text from the contact, sent now, by default', () => {
    expect(db.messages.create({ conversationId: 'conv_abc123' })).toEqual({
      id: expect.stringMatching(/^msg_[a-z0-9]{12}$/),
      conversationId: 'conv_abc123',
      direction: 'inbound',
      content: { type: 'text', text: 'Hello' },
      status: 'delivered',
      timestamp: NOW,
    })
    expect(db.messages.create({ conversationId: 'conv_abc123', direction: 'outbound', text: 'Bye' })).toMatchObject({
      content: { type: 'text', text: 'Bye' },
      status: 'sent',
    })
  })

  it('update counts, last message and times of their conversation', () => {
    const { id } = db.messages.create({ conversationId: 'conv_abc123', text: 'One more thing' })
    expect(db.conversations.get('conv_abc123')).toMatchObject({
      messageCount: 16,
      unreadCount: 3,
      firstMessageAt: '2024-01-15T10:00:00Z',
      lastMessageAt: NOW,
      lastMessageId: id,
      updatedAt: NOW,
    })
    expect(ask(mock, 'GET', '/conversations?search=one more')).toMatchObject({
      data: [{ attributes: { lastMessage: { id, content: { text: 'One more thing' } }, messageCount: 16, updatedAt: NOW } }],
    })
  })

  it('with an earlier time do not become the last, nor set updatedAt back', () => {
    db.messages.create({ conversationId: 'conv_abc123', timestamp: '2024-01-15T09:00:00Z' })
    expect(db.conversations.get('conv_abc123')).toMatchObject({
      messageCount: 16,
      unreadCount: 3,
      firstMessageAt: '2024-01-15T09:00:00Z',
      lastMessageAt: '2024-01-15T10:35:00Z',
      lastMessageId: 'msg_789',
      updatedAt: '2024-01-15T10:35:00Z',
    })
  })

  it('that are outbound, or read, are not unread', () => {
    db.messages.create({ conversationId: 'conv_abc123', direction: 'outbound', senderId: 'bot_abc' })
    db.messages.create({ conversationId: 'conv_abc123', status: 'read' })
    expect(db.conversations.get('conv_abc123')).toMatchObject({ messageCount: 17, unreadCount: 2 })
  })

  it('can be updated, with the fields derived from them', () => {
    db.messages.update('msg_789', { status: 'read' })
    expect(db.conversations.get('conv_abc123').unreadCount).toBe(1)
    db.messages.update('msg_789', { content: { type: 'text', text: 'Obrigado!' } })
    expect(ask(mock, 'GET', '/conversations?search=obrigado')).toMatchObject({ data: [{ id: 'conv_abc123' }] })
    expect(ask(mock, 'GET', '/conversations?search=thanks for your')).toMatchObject({ data: [] })
    db.messages.update('msg_789', { timestamp: '2024-01-15T09:00:00Z' })
    expect(db.conversations.get('conv_abc123')).toMatchObject({
      messageCount: 15,
      firstMessageAt: '2024-01-15T09:00:00Z',
      lastMessageAt: '2024-01-15T10:33:20Z',
      lastMessageId: 'msg_014',
    })
  })

  it('keep their position among those of the same second', () => {
    for (const id of ['msg_a', 'msg_b', 'msg_c']) db.messages.create({ id, conversationId: 'conv_abc123' })
    expect(
      db.messages
        .findMany()
        .slice(-3)
        .map(({ id }) => id),
    ).toEqual(['msg_a', 'msg_b', 'msg_c'])
    expect(db.conversations.get('conv_abc123').lastMessageId).toBe('msg_c')
  })

  it('reject unknown references, and fields that contradict each other', () => {
    const created = (fields: object) => () => db.messages.create({ conversationId: 'conv_abc123', ...fields })
    expectTypeError(created({ conversationId: 'conv_nope' }), 'db.messages.create: conversationId names no conversation; got "conv_nope"')
    expectTypeError(
      created({ direction: 'outbound', senderId: 'contact_123' }),
      'db.messages.create: senderId names no user or bot; got "contact_123"',
    )
    expectTypeError(
      created({ senderId: 'user_456' }),
      'db.messages.create: senderId goes with outbound messages only: the contact sends the inbound ones; got "user_456"',
    )
    expectTypeError(created({ id: 'msg_789' }), 'db.messages.create: id "msg_789" of a message is in use already')
    expectTypeError(
      created({ status: 'seen' }),
      'db.messages.create: status must be one of pending, sent, delivered, read, failed; got "seen"',
    )
    expectTypeError(
      () => db.messages.update('msg_002', { senderId: 'user_nope' }),
      'db.messages.update: senderId names no user or bot; got "user_nope"',
    )
  })

  it('stay in their conversation in an update', () => {
    const { id } = db.conversations.create()
    const changes: object = { conversationId: id, id: 'msg_other' }
    expect(db.messages.update('msg_789', changes)).toMatchObject({ id: 'msg_789', conversationId: 'conv_abc123' })
    expect(db.conversations.get(id).messageCount).toBe(0)
  })
})

describe('writes', () => {
  it('send no events', () => {
    const { id } = db.conversations.create({ messages: ['Hi'] })
    db.conversations.update(id, { status: 'closed' })
    db.conversations.update(id, { status: 'open', assigneeId: 'user_789' })
    db.messages.create({ conversationId: id })
    db.contacts.create()
    expect(mock.events.all()).toEqual([])
  })

  it('may use the next id that the mock would generate, and the mock generates another', () => {
    const made = frozenMock().db.conversations.create().id
    db.conversations.create({ id: made })
    expect(db.conversations.create().id).not.toBe(made)
  })
})
