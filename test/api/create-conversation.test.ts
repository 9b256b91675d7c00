import { expect } from 'vitest'
import { idOf } from './client.js'
import { describeApi, NOW } from './mock-test.js'

const CREATE = '/conversations'
const CHANNEL = { id: 'ch_xyz789', type: 'whatsapp', name: 'WhatsApp Business' }
const NEW_CONTACT = { phone: '+351911111111', name: 'Ana' }

describeApi('POST /conversations', (test) => {
  test('creates a conversation with a new contact, and returns it like GET', async ({ api }) => {
    const response = await api.call('POST', CREATE, { body: { channelId: 'ch_xyz789', contact: NEW_CONTACT } })
    expect(response.status).toBe(201)
    expect(response.body).toEqual({
      data: {
        id: expect.stringMatching(/^conv_[a-z0-9]{12}$/),
        type: 'conversation',
        attributes: {
          status: 'open',
          channel: CHANNEL,
          contact: { id: expect.stringMatching(/^contact_[a-z0-9]{12}$/), ...NEW_CONTACT },
          unreadCount: 0,
          messageCount: 0,
          metadata: {},
          tags: [],
          createdAt: NOW,
          updatedAt: NOW,
        },
      },
    })
    expect(response.body).toEqual({ data: await api.conversation(idOf(response)) })
  })

  test('accepts all fields at once', async ({ api }) => {
    const response = await api.call('POST', CREATE, {
      body: {
        channelId: 'ch_xyz789',
        contact: { ...NEW_CONTACT, email: 'ana@example.com' },
        assigneeId: 'user_789',
        botId: 'bot_abc',
        metadata: { source: 'api', nested: { deep: [1, null] } },
        tags: ['api-created', 'order-inquiry'],
      },
    })
    const { id, attributes } = await api.conversation(idOf(response))
    expect(attributes).toEqual({
      status: 'open',
      channel: CHANNEL,
      contact: { id: attributes.contact.id, name: 'Ana', phone: '+351911111111', email: 'ana@example.com' },
      assignee: { id: 'user_789', type: 'user', name: 'Senior Support Agent' },
      bot: { id: 'bot_abc', name: 'Support Bot', active: true },
      unreadCount: 0,
      messageCount: 0,
      metadata: { source: 'api', nested: { deep: [1, null] } },
      tags: ['api-created', 'order-inquiry'],
      createdAt: NOW,
      updatedAt: NOW,
    })
    expect(await api.participants(id)).toEqual([attributes.contact.id, 'user_789', 'bot_abc'])
  })

  test('is found by all list filters, newest first', async ({ api }) => {
    const body = { channelId: 'ch_xyz789', contact: NEW_CONTACT, assigneeId: 'user_789', botId: 'bot_abc' }
    const id = idOf(await api.call('POST', CREATE, { body }))
    expect((await api.list()).ids).toEqual([id, 'conv_abc123'])
    expect((await api.list('?assigneeId=user_789')).ids).toEqual([id])
    expect((await api.list('?search=ANA')).ids).toEqual([id])
    expect((await api.list(`?startDate=${NOW}`)).ids).toEqual([id])
    expect((await api.list('?botId=bot_abc&channelId=ch_xyz789&status=open')).ids).toEqual([id, 'conv_abc123'])
  })

  test('sends conversation.created, with the conversation as returned by GET', async ({ api }) => {
    const id = idOf(await api.call('POST', CREATE, { body: { channelId: 'ch_xyz789', contact: NEW_CONTACT, assigneeId: 'user_789' } }))
    expect(api.mock.events.all()).toMatchObject([{ event: 'conversation.created', timestamp: NOW, data: await api.conversation(id) }])
  })

  test.for([
    { given: 'a phone', contact: { phone: '+351911111111' } },
    { given: 'an email', contact: { email: 'ana@example.com' } },
    { given: 'a phone and an email', contact: { phone: '+351911111111', email: 'ana@example.com' } },
    { given: 'the shortest phone', contact: { phone: '+12' } },
    { given: 'the longest phone', contact: { phone: '+123456789012345' } },
    { given: 'a name and an email', contact: { email: 'ana@example.com', name: 'Ana' } },
  ])('creates a contact from $given', async ({ contact }, { api }) => {
    const id = idOf(await api.call('POST', CREATE, { body: { channelId: 'ch_xyz789', contact } }))
    const { id: contactId, ...details } = (await api.conversation(id)).attributes.contact
    expect(details).toEqual(contact)
    expect(api.mock.db.contacts.get(contactId)).toMatchObject(contact)
    expect(api.mock.db.contacts.count()).toBe(2)
  })

  test("assigns to a bot, which becomes the conversation's bot", async ({ api }) => {
    const id = idOf(await api.call('POST', CREATE, { body: { channelId: 'ch_xyz789', contact: NEW_CONTACT, assigneeId: 'bot_abc' } }))
    expect((await api.conversation(id)).attributes).toMatchObject({
      assignee: { id: 'bot_abc', type: 'bot', name: 'Support Bot' },
      bot: { id: 'bot_abc', name: 'Support Bot', active: true },
    })
    expect((await api.list('?botId=bot_abc&assigneeId=bot_abc')).ids).toEqual([id])
  })

  test('with contactId uses the existing contact', async ({ api }) => {
    api.mock.db.channels.create({ id: 'ch_other' })
    const id = idOf(await api.call('POST', CREATE, { body: { channelId: 'ch_other', contactId: 'contact_123' } }))
    expect((await api.conversation(id)).attributes.contact).toMatchObject({
      id: 'contact_123',
      name: 'John Doe',
      email: 'john@example.com',
    })
    expect(api.mock.db.contacts.count()).toBe(1)
  })

  test('with contactId and contact uses the contactId', async ({ api }) => {
    api.mock.db.channels.create({ id: 'ch_other' })
    const body = { channelId: 'ch_other', contactId: 'contact_123', contact: NEW_CONTACT }
    const id = idOf(await api.call('POST', CREATE, { body }))
    expect((await api.conversation(id)).attributes.contact).toMatchObject({ id: 'contact_123', name: 'John Doe' })
    expect(api.mock.db.contacts.count()).toBe(1)
  })

  test.for([
    { details: 'the phone', contact: { phone: '+5511999999999' } },
    { details: 'the email', contact: { email: 'john@example.com' } },
    { details: 'the phone and the name', contact: { phone: '+5511999999999', name: 'John Doe' } },
    { details: 'the email and the name', contact: { email: 'john@example.com', name: 'John Doe' } },
    { details: 'the phone, and a new email', contact: { phone: '+5511999999999', email: 'new@example.com' } },
    { details: 'the email, and a new phone', contact: { phone: '+351911111111', email: 'john@example.com' } },
  ])('with $details of an existing contact uses that contact unchanged', async ({ contact }, { api }) => {
    const before = api.mock.db.contacts.get('contact_123')
    await api.call('POST', '/conversations/conv_abc123/close')
    const id = idOf(await api.call('POST', CREATE, { body: { channelId: 'ch_xyz789', contact } }))
    expect((await api.conversation(id)).attributes.contact.id).toBe('contact_123')
    expect(api.mock.db.contacts.findMany()).toEqual([before])
  })

  test.for([
    { details: 'the phone, under another name', contact: { phone: '+5511999999999', name: 'Jane Smith' } },
    { details: 'the email, under another name', contact: { email: 'john@example.com', name: 'Jane Smith' } },
    { details: 'the name, with another phone', contact: { phone: '+351911111111', name: 'John Doe' } },
    { details: 'the name in other letters', contact: { phone: '+5511999999999', name: 'JOHN DOE' } },
  ])('with $details creates a new contact', async ({ contact }, { api }) => {
    const id = idOf(await api.call('POST', CREATE, { body: { channelId: 'ch_xyz789', contact } }))
    const { id: contactId, ...details } = (await api.conversation(id)).attributes.contact
    expect(contactId).not.toBe('contact_123')
    expect(details).toEqual(contact)
  })

  test('of several contacts with one phone, picks the one with the name, and without a name the first', async ({ api }) => {
    const jane = api.mock.db.contacts.create({ name: 'Jane Smith', phone: '+5511999999999' })
    await api.call('POST', '/conversations/conv_abc123/close')
    const withName = { channelId: 'ch_xyz789', contact: { phone: '+5511999999999', name: 'Jane Smith' } }
    const withoutName = { channelId: 'ch_xyz789', contact: { phone: '+5511999999999' } }
    const first = idOf(await api.call('POST', CREATE, { body: withName }))
    const second = idOf(await api.call('POST', CREATE, { body: withoutName }))
    expect((await api.conversation(first)).attributes.contact.id).toBe(jane.id)
    expect((await api.conversation(second)).attributes.contact.id).toBe('contact_123')
  })

  test.for(['open', 'pending', 'snoozed'])('returns 409 for a second conversation while the first is %s', async (status, { api }) => {
    if (status !== 'open') await api.call('PATCH', '/conversations/conv_abc123', { body: { status } })
    for (const whom of [{ contactId: 'contact_123' }, { contact: { phone: '+5511999999999' } }]) {
      expect(await api.rejected('POST', CREATE, { body: { channelId: 'ch_xyz789', ...whom } })).toEqual({
        status: 409,
        code: 'CONVERSATION_EXISTS',
        fields: [],
      })
    }
    expect(api.mock.db.conversations.count()).toBe(1)
    expect(api.mock.events.all('conversation.created')).toEqual([])
  })

  test('allows a second conversation on another channel, or once the first is closed', async ({ api }) => {
    api.mock.db.channels.create({ id: 'ch_other' })
    expect(await api.call('POST', CREATE, { body: { channelId: 'ch_other', contactId: 'contact_123' } })).toMatchObject({ status: 201 })
    await api.call('POST', '/conversations/conv_abc123/close')
    expect(await api.call('POST', CREATE, { body: { channelId: 'ch_xyz789', contactId: 'contact_123' } })).toMatchObject({ status: 201 })
    expect(await api.rejected('POST', CREATE, { body: { channelId: 'ch_xyz789', contactId: 'contact_123' } })).toMatchObject({
      status: 409,
    })
  })

  test.for([
    { unknown: 'channel', code: 'CHANNEL_NOT_FOUND', body: { channelId: 'ch_nope', contact: NEW_CONTACT }, fields: ['channelId'] },
    { unknown: 'contact', code: 'CONTACT_NOT_FOUND', body: { channelId: 'ch_xyz789', contactId: 'contact_nope' }, fields: ['contactId'] },
    {
      unknown: 'assignee',
      code: 'RESOURCE_NOT_FOUND',
      body: { channelId: 'ch_xyz789', contact: NEW_CONTACT, assigneeId: 'user_nope' },
      fields: ['assigneeId'],
    },
    {
      unknown: 'bot',
      code: 'RESOURCE_NOT_FOUND',
      body: { channelId: 'ch_xyz789', contact: NEW_CONTACT, botId: 'bot_nope' },
      fields: ['botId'],
    },
    {
      unknown: 'bot, where a user stands',
      code: 'RESOURCE_NOT_FOUND',
      body: { channelId: 'ch_xyz789', contact: NEW_CONTACT, botId: 'user_456' },
      fields: ['botId'],
    },
  ])('returns 404 $code for an unknown $unknown, and creates nothing', async ({ code, body, fields }, { api }) => {
    expect(await api.rejected('POST', CREATE, { body })).toEqual({ status: 404, code, fields })
    expect(api.mock.db.conversations.count()).toBe(1)
    expect(api.mock.db.contacts.count()).toBe(1)
    expect(api.events()).toEqual([])
  })

  test.for([
    { wrong: 'no body', body: undefined, fields: ['body'] },
    { wrong: 'no channelId', body: { contact: NEW_CONTACT }, fields: ['channelId'] },
    { wrong: 'an empty channelId', body: { channelId: '', contact: NEW_CONTACT }, fields: ['channelId'] },
    { wrong: 'a channelId that is no text', body: { channelId: 1, contact: NEW_CONTACT }, fields: ['channelId'] },
    { wrong: 'neither contactId nor contact', body: { channelId: 'ch_xyz789' }, fields: ['contactId'] },
    { wrong: 'a contact with nothing in it', body: { channelId: 'ch_xyz789', contact: {} }, fields: ['contact.phone'] },
    { wrong: 'a contact with a name only', body: { channelId: 'ch_xyz789', contact: { name: 'Ana' } }, fields: ['contact.phone'] },
    { wrong: 'a contact that is no object', body: { channelId: 'ch_xyz789', contact: '+351911111111' }, fields: ['contact'] },
    { wrong: 'null for a contact', body: { channelId: 'ch_xyz789', contact: null }, fields: ['contact'] },
    { wrong: 'null for a contactId', body: { channelId: 'ch_xyz789', contactId: null }, fields: ['contactId'] },
    { wrong: 'an empty contactId', body: { channelId: 'ch_xyz789', contactId: '' }, fields: ['contactId'] },
    { wrong: 'a phone without +', body: withContact({ phone: '351911111111' }), fields: ['contact.phone'] },
    { wrong: 'a phone with spaces', body: withContact({ phone: '+351 911 111 111' }), fields: ['contact.phone'] },
    { wrong: 'a phone that starts with 0', body: withContact({ phone: '+0351911111' }), fields: ['contact.phone'] },
    { wrong: 'a phone with one digit', body: withContact({ phone: '+1' }), fields: ['contact.phone'] },
    { wrong: 'a phone with sixteen digits', body: withContact({ phone: '+1234567890123456' }), fields: ['contact.phone'] },
    { wrong: 'an email that is none', body: withContact({ email: 'ana@' }), fields: ['contact.email'] },
    { wrong: 'an empty name', body: withContact({ ...NEW_CONTACT, name: '' }), fields: ['contact.name'] },
    { wrong: 'metadata that is no object', body: { ...withContact(NEW_CONTACT), metadata: 'x' }, fields: ['metadata'] },
    { wrong: 'tags that are no array', body: { ...withContact(NEW_CONTACT), tags: 'a' }, fields: ['tags'] },
    { wrong: 'an empty tag', body: { ...withContact(NEW_CONTACT), tags: ['a', ''] }, fields: ['tags[1]'] },
    { wrong: 'an empty assigneeId', body: { ...withContact(NEW_CONTACT), assigneeId: '' }, fields: ['assigneeId'] },
    { wrong: 'a botId that is no text', body: { ...withContact(NEW_CONTACT), botId: {} }, fields: ['botId'] },
    {
      wrong: 'several fields',
      body: { contact: { phone: 'x', email: 'y' }, tags: [1] },
      fields: ['channelId', 'contact.email', 'contact.phone', 'tags[0]'],
    },
  ])('returns 400 for $wrong, and creates nothing', async ({ body, fields }, { api }) => {
    const refusal = await api.rejected('POST', CREATE, { body })
    expect({ ...refusal, fields: refusal.fields.toSorted() }).toEqual({ status: 400, code: 'VALIDATION_ERROR', fields })
    expect(api.mock.db.conversations.count()).toBe(1)
    expect(api.mock.db.contacts.count()).toBe(1)
    expect(api.events()).toEqual([])
  })

  test('names for each field what was wrong and what is valid', async ({ api }) => {
    const body = { channelId: '', contact: { phone: '911', email: 'ana@' } }
    expect(await api.reasons('POST', CREATE, { body })).toEqual({
      channelId: 'channelId must not be empty; got ""',
      'contact.phone': 'contact.phone must be a phone number in E.164 format, such as "+5511999999999"; got "911"',
      'contact.email': 'contact.email must be an email address, such as "john@example.com"; got "ana@"',
    })
  })

  test('gives every conversation and contact a unique id', async ({ api }) => {
    const ids = new Set<string>()
    for (let i = 0; i < 30; i++) {
      const contact = { phone: `+3519111111${10 + i}` }
      ids.add(idOf(await api.call('POST', CREATE, { body: { channelId: 'ch_xyz789', contact } })))
    }
    expect(ids.size).toBe(30)
    expect(api.mock.db.contacts.count()).toBe(31)
  })
})

function withContact(contact: object) {
  return { channelId: 'ch_xyz789', contact }
}
