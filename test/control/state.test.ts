import { describe, expect, it } from 'vitest'
import { generateWorld } from '../../fixtures/generate.js'
import { createMock } from '../../src/mock/create-mock.js'
import { frozenMock } from '../kit/kit.js'
import { fieldsOf, startControlServer } from './control-server.js'

describe('the state', () => {
  it('can be read as a world, from which a mock starts', async () => {
    const { call, mock } = await startControlServer({}, createMock({ world: generateWorld({ conversations: 700, seed: 3 }) }))
    mock.webhooks.create({ url: 'http://127.0.0.1:9/hook', events: ['conversation.closed'] })
    mock.clock.freeze()
    const { body, headers, text } = await call('GET', '/state')

    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(body).toEqual(JSON.parse(JSON.stringify(mock.world())))
    const again = createMock({ world: JSON.parse(text) }).world()
    expect(again.conversations).toEqual(mock.world().conversations)
    expect(again.webhooks).toEqual(mock.world().webhooks)
  })

  it('can be replaced, with its webhooks and deliveries, and the clock set to its now', async () => {
    const source = frozenMock()
    source.webhooks.create({ url: 'http://127.0.0.1:9/hook', events: ['message.received'], secret: 'whsec_kept' })
    source.messages.add('conv_abc123', { text: 'One more' })
    const { call, mock } = await startControlServer()
    const { status, body } = await call('PUT', '/state', source.world())

    expect(status).toBe(200)
    expect(body).toEqual({ now: expect.stringContaining(source.world().now?.slice(0, 16) ?? ''), conversations: 1 })
    expect(mock.webhooks.all()).toMatchObject([{ secret: 'whsec_kept' }])
    expect(mock.webhooks.deliveries).toMatchObject([{ payload: { event: 'message.received' } }])
    mock.reset()
    expect(mock.webhooks.all()).toEqual([])
  })

  it('is unchanged by an invalid world, and the error says where and why', async () => {
    const { call, mock } = await startControlServer()
    const world = mock.world()
    const [conversation] = world.conversations
    const responses = [
      await call('PUT', '/state', { ...world, conversations: [{ ...conversation, status: 'done' }] }),
      await call('PUT', '/state', { ...world, conversations: [{ ...conversation, contactId: 'contact_nope' }] }),
      await call('PUT', '/state', { ...world, now: '1066-10-14T09:00:00Z' }),
      await call('PUT', '/state', { ...world, deliveries: [delivery] }),
      await call('PUT', '/state', { version: 1 }),
    ]

    expect(responses.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400])
    expect(responses.map((response) => fieldsOf(response)[0])).toEqual([
      'conversations[0].status',
      'conversations[0].contactId',
      'now',
      'deliveries[0].webhookId',
      'organization',
    ])
    expect(responses[0]?.body).toMatchObject({
      error: {
        code: 'VALIDATION_ERROR',
        details: [{ message: 'conversations[0].status must be one of open, pending, snoozed, closed; got "done"' }],
      },
    })
    expect(mock.world().conversations).toEqual(world.conversations)
  })

  it('may be much larger than an API request', async () => {
    const { call, mock } = await startControlServer()
    const { status } = await call('PUT', '/state', generateWorld({ conversations: 1500, seed: 1 }))

    expect(status).toBe(200)
    expect(mock.db.conversations.count()).toBe(1500)
  })
})

const delivery = {
  id: 'del_1',
  webhookId: 'wh_nope',
  payload: { id: 'evt_1', event: 'x', timestamp: '2024-01-15T10:00:00Z', data: {}, meta: { organizationId: 'o', webhookId: 'wh_nope' } },
  status: 'pending',
  attempts: 0,
  createdAt: '2024-01-15T10:00:00Z',
}
