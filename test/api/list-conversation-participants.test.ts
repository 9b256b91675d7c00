import { expect } from 'vitest'
import { guideWorld } from '../../fixtures/index.js'
import { describeApi } from './mock-test.js'

const PARTICIPANTS = '/conversations/conv_abc123/participants'
const CONTACT = { id: 'contact_123', type: 'contact', attributes: { name: 'John Doe', phone: '+5511999999999', role: 'customer' } }
const AGENT = { id: 'user_456', type: 'user', attributes: { name: 'Support Agent', email: 'agent@company.com', role: 'agent' } }
const BOT = { id: 'bot_abc', type: 'bot', attributes: { name: 'Support Bot', role: 'bot' } }

describeApi('GET /conversations/:id/participants', (test) => {
  test('lists the contact, the users and the bot, with only the attributes that the guide shows', async ({ api }) => {
    expect((await api.call('GET', PARTICIPANTS)).body).toEqual({ data: [CONTACT, AGENT, BOT] })
  })

  test('lists every user that was ever assigned, in order of the first assignment', async ({ api }) => {
    await api.call('POST', '/conversations/conv_abc123/transfer', { body: { toAssigneeId: 'user_expert' } })
    await api.call('POST', '/conversations/conv_abc123/assign', { body: { assigneeId: 'user_789' } })
    await api.call('POST', '/conversations/conv_abc123/assign', { body: { assigneeId: 'user_456' } })
    expect(await api.participants('conv_abc123')).toEqual(['contact_123', 'user_456', 'user_expert', 'user_789', 'bot_abc'])
  })

  test('lists only the contact where nobody else takes part', async ({ api }) => {
    const { id, contactId } = api.mock.db.conversations.create({ contact: { name: 'Ana', phone: '+351911111111' } })
    expect((await api.call('GET', `/conversations/${id}/participants`)).body).toEqual({
      data: [{ id: contactId, type: 'contact', attributes: { name: 'Ana', phone: '+351911111111', role: 'customer' } }],
    })
  })

  test('omits attributes that a contact does not have', async ({ api }) => {
    api.mock.db.contacts.update('contact_123', { name: undefined, phone: undefined })
    expect(await api.call('GET', PARTICIPANTS)).toMatchObject({ body: { data: [{ id: 'contact_123' }, {}, {}] } })
    const { body } = await api.call('GET', PARTICIPANTS)
    expect(body).toEqual({ data: [{ id: 'contact_123', type: 'contact', attributes: { role: 'customer' } }, AGENT, BOT] })
  })

  test('lists an assigned bot once, as the bot', async ({ api }) => {
    await api.call('POST', '/conversations/conv_abc123/assign', { body: { assigneeId: 'bot_abc' } })
    expect((await api.call('GET', PARTICIPANTS)).body).toEqual({ data: [CONTACT, AGENT, BOT] })
  })

  test('lists the current bot, not the previous one', async ({ api }) => {
    api.mock.db.bots.create({ id: 'bot_night' })
    await api.call('POST', '/conversations/conv_abc123/assign', { body: { assigneeId: 'bot_night' } })
    expect(await api.participants('conv_abc123')).toEqual(['contact_123', 'user_456', 'bot_night'])
  })

  test('lists the initial assignee, even if the data does not record the assignment', async ({ start }) => {
    const conversations = guideWorld.conversations.map(({ agentIds: _, ...conversation }) => conversation)
    const api = await start({ world: { ...guideWorld, conversations } })
    expect(await api.participants('conv_abc123')).toEqual(['contact_123', 'user_456', 'bot_abc'])
  })

  test('is unchanged by close and reopen', async ({ api }) => {
    await api.call('POST', '/conversations/conv_abc123/close')
    expect(await api.participants('conv_abc123')).toEqual(['contact_123', 'user_456', 'bot_abc'])
    await api.call('POST', '/conversations/conv_abc123/reopen')
    expect(await api.participants('conv_abc123')).toEqual(['contact_123', 'user_456', 'bot_abc'])
  })

  test('changes nothing', async ({ api }) => {
    const before = await api.conversation('conv_abc123')
    api.mock.clock.advance('1h')
    await api.call('GET', PARTICIPANTS)
    expect(await api.conversation('conv_abc123')).toEqual(before)
    expect(api.events()).toEqual([])
  })

  test('returns 404 for an unknown conversation', async ({ api }) => {
    expect(await api.rejected('GET', '/conversations/conv_nope/participants')).toEqual({
      status: 404,
      code: 'CONVERSATION_NOT_FOUND',
      fields: ['id'],
    })
  })
})
