import { type Client, errorOf } from '../client.js'
import type { Answer } from '../exchange.js'
import { rulesOf } from '../rule.js'
import { UNKNOWN_ID } from '../target.js'
import { isRejected, responseText, SUCCESS } from './rejection.js'
import { idsOf, isTimestamp } from './response-values.js'
import { requireDocumentedError } from './unspecified.js'

const { writes, answersFit } = rulesOf('createConversation', 'Create Conversation')

export const createConversationRules = [
  writes('CREATE-01', 'documented', 'creating returns 201 with the new conversation', async ({ api, expect }) => {
    const answer = await tryToCreate(api)
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({ data: { id: expect.stringMatching(/./), type: 'conversation', attributes: {} } })
  }),

  writes('CREATE-02', 'documented', 'a new conversation is open, without messages, with nothing unread', async ({ api, expect }) => {
    const created = await api.create()
    const asNew = { status: 'open', unreadCount: 0, messageCount: 0 }
    expect(created.attributes).toMatchObject(asNew)
    expect((await api.get(created.id)).attributes).toMatchObject(asNew)
  }),

  writes('CREATE-03', 'documented', 'channelId selects the channel', async ({ api, target, expect }) => {
    const channelId = await target.channelId()
    const created = await api.create({ channelId })
    const channel = { id: channelId, type: expect.any(String), name: expect.any(String) }
    expect(created.attributes.channel).toMatchObject(channel)
    expect((await api.get(created.id)).attributes.channel).toMatchObject(channel)
  }),

  writes('CREATE-04', 'documented', 'the contact has the phone, email and name sent', async ({ api, expect }) => {
    const contact = { ...api.newAddress(), name: `Jane Smith ${api.runId}` }
    const { id } = await api.create({ contact })
    expect((await api.get(id)).attributes.contact).toMatchObject({ ...contact, id: expect.stringMatching(/./) })
  }),

  writes('CREATE-05', 'documented', 'metadata and tags are stored as sent', async ({ api, expect }) => {
    const created = await api.create({ metadata: { orderId: 'order_12345' }, tags: ['linktor-mock', 'order-inquiry'] })
    for (const { attributes } of [created, await api.get(created.id)]) {
      expect(attributes.metadata).toMatchObject({ orderId: 'order_12345', runId: api.runId })
      expect([...attributes.tags].sort()).toEqual(['linktor-mock', 'order-inquiry'])
    }
  }),

  writes('CREATE-06', 'implied', 'text in any script is returned as it was sent', async ({ api, expect }) => {
    const [name, note, tag] = [`Zoë Müller 張偉 ${api.runId}`, 'naïve “quotes” & <tags> 👋🏽 مرحبا', 'größe']
    const { id } = await api.create({ contact: { ...api.newAddress(), name }, metadata: { note }, tags: [tag] })
    const { attributes } = await api.get(id)
    expect([attributes.contact.name, attributes.metadata['note'], attributes.tags]).toEqual([name, note, [tag]])
  }),

  writes('CREATE-07', 'documented', 'createdAt and updatedAt are timestamps, in that order', async ({ api, expect }) => {
    const { createdAt, updatedAt } = (await api.create()).attributes
    expect(createdAt).toSatisfy(isTimestamp, 'createdAt is a timestamp')
    expect(updatedAt).toSatisfy(isTimestamp, 'updatedAt is a timestamp')
    expect(Date.parse(updatedAt)).toBeGreaterThanOrEqual(Date.parse(createdAt))
  }),

  writes('CREATE-08', 'implied', 'the list contains it as the only conversation of a new contact', async ({ api, expect }) => {
    const { id, attributes } = await api.create({ metadata: { orderId: 'order_9' } })
    const { contact, channel } = attributes
    const items = await api.all({ contactId: contact.id })
    expect(idsOf(items)).toEqual([id])
    const same = { status: 'open', contact: { id: contact.id }, channel: { id: channel.id }, metadata: { orderId: 'order_9' } }
    expect(items[0]?.attributes).toMatchObject({ ...same, unreadCount: 0, messageCount: 0 })
  }),

  writes('CREATE-09', 'implied', 'the list finds it by status, channel and channel type', async ({ api, expect }) => {
    const { id, attributes } = await api.create()
    const contactId = attributes.contact.id
    const { id: channelId, type: channelType } = attributes.channel
    expect(idsOf(await api.all({ contactId, status: 'open', channelId, channelType }))).toEqual([id])
  }),

  writes('CREATE-10', 'implied', 'each conversation and each new contact has a unique id', async ({ api, expect }) => {
    const [one, other] = [await api.create(), await api.create()]
    expect(one.id).not.toBe(other.id)
    expect(one.attributes.contact.id).not.toBe(other.attributes.contact.id)
  }),

  writes('CREATE-11', 'documented', 'assigneeId assigns it to a user', async ({ api, target, expect }) => {
    const assigneeId = await target.userId()
    const { id, attributes } = await api.create({ assigneeId })
    expect((await api.get(id)).attributes.assignee).toMatchObject({ id: assigneeId, type: 'user', name: expect.any(String) })
    expect(idsOf(await api.all({ contactId: attributes.contact.id, assigneeId }))).toEqual([id])
  }),

  writes('CREATE-12', 'documented', 'assigneeId may be the id of a bot', async ({ api, target, expect }) => {
    const assigneeId = await target.botId()
    const { id, attributes } = await api.create({ assigneeId })
    expect((await api.get(id)).attributes.assignee).toMatchObject({ id: assigneeId, type: 'bot', name: expect.any(String) })
    expect(idsOf(await api.all({ contactId: attributes.contact.id, assigneeId }))).toEqual([id])
  }),

  writes('CREATE-13', 'documented', 'botId adds an active bot', async ({ api, target, expect }) => {
    const botId = await target.botId()
    const { id, attributes } = await api.create({ botId })
    const bot = { id: botId, name: expect.any(String), active: true } // as in the example of the guide
    expect(attributes.bot).toMatchObject(bot)
    expect((await api.get(id)).attributes.bot).toMatchObject(bot)
    expect(idsOf(await api.all({ contactId: attributes.contact.id, botId }))).toEqual([id])
  }),

  writes('CREATE-14', 'documented', 'contactId selects an existing contact', async ({ api, expect }) => {
    const { contactId, id: first } = await contactWithoutConversation(api)
    const { id, attributes } = await api.create({ contactId })
    expect(attributes.contact.id).toBe(contactId)
    const { name, phone, email } = (await api.get(first)).attributes.contact
    expect((await api.get(id)).attributes.contact).toMatchObject({ id: contactId, name, phone, email })
    expect(idsOf(await api.all({ contactId })).sort()).toEqual([first, id].sort())
  }),

  writes('CREATE-15', 'documented', 'only the channel and a contact are required', async ({ api, expect }) => {
    expect(responseText(await tryToCreate(api, { contact: api.newAddress(), tags: undefined }))).toMatch(SUCCESS)
  }),

  writes('CREATE-16', 'implied', 'a phone alone or an email alone creates a contact', async ({ api, expect, observe }) => {
    const { phone, email } = api.newAddress()
    const byPhone = await tryToCreate(api, { contact: { phone } })
    const byEmail = await tryToCreate(api, { contact: { email } })
    requireDocumentedError({ expect, observe }, 'a contact with a phone alone', byPhone)
    requireDocumentedError({ expect, observe }, 'a contact with an email alone', byEmail)
    expect([byPhone, byEmail].map(isRejected), 'refused').toContain(false)
  }),

  writes('CREATE-17', 'implied', 'a phone that is not in E.164 format is never shown', async ({ api, expect, observe }) => {
    const phone = 'call me'
    const answer = await tryToCreate(api, { contact: { ...api.newAddress(), phone } })
    requireDocumentedError({ expect, observe }, 'a phone that is not in E.164 format', answer)
    if (!isRejected(answer)) expect(answer.text).not.toContain(phone)
  }),

  writes(
    'CREATE-18',
    'implied',
    'a missing contact does not cause a server error; the guide does not specify it',
    async ({ api, expect, observe }) => {
      const without = await tryToCreate(api, { contact: undefined })
      const nameless = await tryToCreate(api, { contact: { name: `linktor-mock ${api.runId}` } })
      requireDocumentedError({ expect, observe }, 'neither contact nor contactId', without)
      requireDocumentedError({ expect, observe }, 'a contact with neither phone nor email', nameless)
    },
  ),

  writes('CREATE-19', 'documented', 'a missing channelId returns 400 VALIDATION_ERROR', async ({ api, expect }) => {
    expect(responseText(await tryToCreate(api, { channelId: undefined }))).toBe('400 VALIDATION_ERROR')
  }),

  writes('CREATE-20', 'documented', 'the details of a 400, where it has any, name the field', async ({ api, expect }) => {
    const { fields } = errorOf(await tryToCreate(api, { channelId: undefined }))
    if (fields.length > 0) expect(fields).toContainEqual(expect.stringContaining('channelId'))
  }),

  writes('CREATE-21', 'documented', 'an unknown channel returns 404 CHANNEL_NOT_FOUND', async ({ api, expect }) => {
    expect(responseText(await tryToCreate(api, { channelId: UNKNOWN_ID }))).toBe('404 CHANNEL_NOT_FOUND')
  }),

  writes('CREATE-22', 'documented', 'an unknown contactId returns 404 CONTACT_NOT_FOUND', async ({ api, expect }) => {
    expect(responseText(await tryToCreate(api, { contactId: UNKNOWN_ID }))).toBe('404 CONTACT_NOT_FOUND')
  }),

  writes(
    'CREATE-23',
    'documented',
    'a second conversation with the same contact and channel returns 409 CONVERSATION_EXISTS',
    async ({ api, expect }) => {
      const { id, attributes } = await api.create()
      const contactId = attributes.contact.id
      expect(responseText(await tryToCreate(api, { contactId }))).toBe('409 CONVERSATION_EXISTS')
      expect(idsOf(await api.all({ contactId })), 'the conversations of the contact').toEqual([id])
    },
  ),

  writes('CREATE-24', 'implied', 'after it is closed, another one can be created for the contact and channel', async ({ api, expect }) => {
    const { contactId, id } = await contactWithoutConversation(api)
    const answer = await tryToCreate(api, { contactId })
    expect(responseText(answer)).toMatch(SUCCESS)
    expect(answer.body).not.toMatchObject({ data: { id } })
    expect((await api.get(id)).attributes.status, 'the closed one').toBe('closed')
  }),

  writes('CREATE-25', 'implied', 'a rejected request creates nothing', async ({ api, expect }) => {
    const { contactId, id } = await contactWithoutConversation(api)
    const answers = [
      await tryToCreate(api, { contactId, channelId: undefined }),
      await tryToCreate(api, { contactId, channelId: UNKNOWN_ID }),
    ]
    expect(answers.map(isRejected)).toEqual([true, true])
    expect(idsOf(await api.all({ contactId })), 'the conversations of the contact').toEqual([id])
  }),

  writes('CREATE-26', 'implied', 'an unknown assignee or bot is never shown', async ({ api, expect, observe }) => {
    for (const field of ['assigneeId', 'botId']) {
      const answer = await tryToCreate(api, { [field]: UNKNOWN_ID })
      requireDocumentedError({ expect, observe }, `an unknown ${field}`, answer)
      if (!isRejected(answer)) expect(answer.text).not.toContain(UNKNOWN_ID)
    }
  }),

  answersFit('CREATE-27'),
]

/** `POST /conversations` with a marked body; accepts any status. */
async function tryToCreate(api: Client, fields: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
  return api.call('POST', '/conversations', { body: await api.newConversation(fields) })
}

/** A contact of this run whose only conversation is closed. */
async function contactWithoutConversation(api: Client): Promise<{ readonly contactId: string; readonly id: string }> {
  const { id, attributes } = await api.create()
  await api.did(api.act(id, 'close', { reason: 'Issue resolved' }))
  return { contactId: attributes.contact.id, id }
}
