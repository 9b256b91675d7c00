import { expect } from 'vitest'
import openapi from '../../src/generated/openapi.json' with { type: 'json' }
import type { Client, ClientResponse } from './client.js'
import { guideCurls, requestOf } from './guide-curls.js'
import { describeApi } from './mock-test.js'

const { examples } = openapi.components

/** The mock differs from an example of the guide only where the guide contradicts itself: see spec/README.md. */
describeApi('the commands of the guide', (test) => {
  test('list: responds like the example, except for the totals of 500 conversations and the metadata that "get" shows', async ({ api }) => {
    const { data } = examples.ListConversationsResponse.value
    const [item = missing()] = data
    const { status, body } = await curl(api, 'listConversations')
    expect(status).toBe(200)
    expect(body).toEqual({
      data: [{ ...item, attributes: { ...item.attributes, metadata: examples.GetConversationResponse.value.data.attributes.metadata } }],
      meta: { pagination: { page: 1, perPage: 50, totalPages: 1, totalCount: 1 } },
    })
  })

  test('get: responds like the example, with the ten requested latest messages instead of the first two', async ({ api }) => {
    const { data } = examples.GetConversationResponse.value
    const { status, body } = await curl(api, 'getConversation')
    expect(status).toBe(200)
    expect(body).toEqual({ data: { ...data, relationships: { messages: expect.any(Array) } } })
    const latest = api.mock.db.messages.findMany().slice(-10)
    expect(body).toMatchObject({ data: { relationships: { messages: latest.map(({ id }) => ({ id })) } } })
  })

  test('get: all messages include the two of the example', async ({ api }) => {
    const { relationships } = await api.conversation('conv_abc123', '?includeMessages=true&messageLimit=100')
    expect(relationships?.messages.slice(0, 2)).toEqual(examples.GetConversationResponse.value.data.relationships.messages)
  })

  test('create: responds like the example, with new ids', async ({ api }) => {
    api.mock.clock.set('2024-01-15T11:00:00Z')
    const { data } = examples.CreateConversationResponse.value
    const { status, body } = await curl(api, 'createConversation')
    expect(status).toBe(201)
    expect(body).toEqual({
      data: {
        ...data,
        id: expect.stringMatching(/^conv_[a-z0-9]{12}$/),
        attributes: {
          ...data.attributes,
          contact: { ...data.attributes.contact, id: expect.stringMatching(/^contact_[a-z0-9]{12}$/) },
        },
      },
    })
  })

  test('update: responds like the example, with the metadata merged as the guide says', async ({ api }) => {
    api.mock.clock.set('2024-01-15T11:30:00Z')
    const { data } = examples.UpdateConversationResponse.value
    const { status, body } = await curl(api, 'updateConversation')
    const metadata = { ...data.attributes.metadata, campaign: 'winter_sale', intent: 'order_status' }
    expect(status).toBe(200)
    expect(body).toEqual({ data: { ...data, attributes: { ...data.attributes, metadata } } })
  })

  test('close: responds like the example', async ({ api }) => {
    api.mock.clock.set('2024-01-15T12:00:00Z')
    expect(answered(await curl(api, 'closeConversation'))).toEqual({ status: 200, body: examples.CloseConversationResponse.value })
  })

  test('reopen: responds like the example', async ({ api }) => {
    await curl(api, 'closeConversation')
    api.mock.clock.set('2024-01-15T14:00:00Z')
    expect(answered(await curl(api, 'reopenConversation'))).toEqual({ status: 200, body: examples.ReopenConversationResponse.value })
  })

  test('assign: responds like the example', async ({ api }) => {
    api.mock.clock.set('2024-01-15T12:30:00Z')
    expect(answered(await curl(api, 'assignConversation'))).toEqual({ status: 200, body: examples.AssignConversationResponse.value })
  })

  test('transfer: responds as the OpenAPI document says, since the guide shows no response', async ({ api }) => {
    api.mock.clock.set('2024-01-15T13:00:00Z')
    expect(answered(await curl(api, 'transferConversation'))).toEqual({
      status: 200,
      body: examples.TransferConversationResponse.value,
    })
  })

  test('participants: responds like the example', async ({ api }) => {
    expect(answered(await curl(api, 'listConversationParticipants'))).toEqual({
      status: 200,
      body: examples.ListConversationParticipantsResponse.value,
    })
  })

  test('run one after the other, in the order of the guide and at the times of its examples', async ({ api }) => {
    const { clock } = api.mock
    const statuses: number[] = []
    const run = async (name: keyof typeof guideCurls, at: string): Promise<ClientResponse> => {
      clock.set(`2024-01-15T${at}Z`)
      const response = await curl(api, name)
      statuses.push(response.status)
      return response
    }
    await run('listConversations', '10:35:00')
    await run('getConversation', '10:35:00')
    await run('createConversation', '11:00:00')
    await run('updateConversation', '11:30:00')
    expect((await run('closeConversation', '12:00:00')).body).toEqual(examples.CloseConversationResponse.value)
    expect((await run('reopenConversation', '14:00:00')).body).toEqual(examples.ReopenConversationResponse.value)
    expect((await run('assignConversation', '12:30:00')).body).toEqual(examples.AssignConversationResponse.value)
    expect((await run('transferConversation', '13:00:00')).body).toEqual(examples.TransferConversationResponse.value)
    await run('listConversationParticipants', '13:00:00')

    expect(statuses).toEqual([200, 200, 201, 200, 200, 200, 200, 200, 200])
    expect(await api.participants('conv_abc123')).toEqual(['contact_123', 'user_456', 'user_789', 'user_expert', 'bot_abc'])
    expect(api.events()).toEqual([
      'conversation.created',
      'conversation.updated',
      'conversation.closed',
      'conversation.reopened',
      'conversation.assigned',
      'conversation.transferred',
    ])
  })
})

function curl(api: Client, name: keyof typeof guideCurls): Promise<ClientResponse> {
  const { method, path, headers, body } = requestOf(guideCurls[name])
  return api.call(method, path, { key: null, headers, body })
}

function answered({ status, body }: ClientResponse): Pick<ClientResponse, 'status' | 'body'> {
  return { status, body }
}

function missing(): never {
  throw new Error('the example of the list has an item')
}
