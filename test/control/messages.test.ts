import { describe, expect, it } from 'vitest'
import { eventsOf } from '../kit/kit.js'
import { fieldsOf, startControlServer } from './control-server.js'

const MESSAGES = '/conversations/conv_abc123/messages'

describe('a message', () => {
  it('arrives from the contact, and can be marked as read', async () => {
    const { call, mock } = await startControlServer()
    const { unreadCount } = mock.db.conversations.get('conv_abc123')
    const { status, body } = await call('POST', MESSAGES, { text: 'Are you there?' })

    expect(status).toBe(201)
    expect(body).toMatchObject({ direction: 'inbound', content: { type: 'text', text: 'Are you there?' } })
    expect(mock.db.conversations.get('conv_abc123').unreadCount).toBe(unreadCount + 1)
    expect((await call('POST', '/conversations/conv_abc123/read')).body).toMatchObject({ id: 'conv_abc123', unreadCount: 0 })
    expect(eventsOf(mock)).toEqual(['message.received', 'conversation.updated'])
  })

  it('is sent by an agent or a bot', async () => {
    const { call, mock } = await startControlServer()
    const content = { type: 'image', url: 'https://example.com/a.jpg' }

    expect((await call('POST', MESSAGES, { from: 'agent', content })).body).toMatchObject({ direction: 'outbound', content })
    expect((await call('POST', MESSAGES, { from: 'bot', text: 'Beep', senderId: 'bot_abc' })).body).toMatchObject({ senderId: 'bot_abc' })
    expect(eventsOf(mock)).toEqual(['message.sent', 'message.sent'])
  })

  it('requires an existing conversation', async () => {
    const { call } = await startControlServer()
    for (const path of ['/conversations/conv_nope/messages', '/conversations/conv_nope/read']) {
      expect(await call('POST', path, { text: 'Hello?' })).toMatchObject({
        status: 404,
        body: { error: { code: 'CONVERSATION_NOT_FOUND', message: 'There is no conversation "conv_nope"' } },
      })
    }
  })

  it.each([
    [{}, 'body'],
    [{ from: 'agent', text: 'Hi', senderId: 'user_nope' }, 'senderId'],
    [{ text: 'Hi', senderId: 'user_456', from: 'contact' }, 'senderId'],
    [{ from: 'cat', text: 'Miau' }, 'from'],
    [{ text: 1 }, 'text'],
    [{ content: 'Hi' }, 'content'],
    [{ content: { type: 'smell' } }, 'content.type'],
  ])('that is invalid is rejected, and nothing changes: %o', async (message, field) => {
    const { call, mock } = await startControlServer()
    const before = mock.db.messages.count()
    const response = await call('POST', MESSAGES, message)

    expect(response.status).toBe(400)
    expect(fieldsOf(response)[0]).toBe(field)
    expect(mock.db.messages.count()).toBe(before)
    expect(eventsOf(mock)).toEqual([])
  })
})

describe('the webhooks', () => {
  it('are listed with their secrets', async () => {
    const { call, mock } = await startControlServer()
    mock.webhooks.create({ url: 'http://127.0.0.1:9/hook', secret: 'whsec_mine' })
    const { body } = await call('GET', '/webhooks')

    expect(body).toMatchObject({ data: [{ url: 'http://127.0.0.1:9/hook', secret: 'whsec_mine' }] })
    expect(JSON.stringify(body)).not.toContain('"order"')
  })
})
