import axios, { type AxiosInstance } from 'axios'
import createClient from 'openapi-fetch'
import { describe, expect, expectTypeOf, it, onTestFinished } from 'vitest'
import { type components, createMock, type Mock, type paths } from '../../src/index.js'
import { handlers } from '../../src/msw.js'
import { Network } from '../../src/vitest/network.js'

type Schemas = components['schemas']

const HEADERS = { Authorization: 'Bearer any' }
const network = new Network()

/** A mock that responds below the platform's own URL. */
function answering(): { readonly mock: Mock; readonly baseUrl: string } {
  const mock = createMock()
  const { remove } = network.add(handlers(mock))
  onTestFinished(remove)
  return { mock, baseUrl: 'https://api.linktor.io/v1' }
}

describe.for([{ adapter: undefined }, { adapter: 'http' }, { adapter: 'fetch' }] as const)(
  'axios with the adapter $adapter',
  ({ adapter }) => {
    function started(): { readonly mock: Mock; readonly client: AxiosInstance } {
      const { mock, baseUrl } = answering()
      return { mock, client: axios.create({ baseURL: baseUrl, headers: HEADERS, ...(adapter && { adapter }) }) }
    }

    it('receives responses', async () => {
      const { client } = started()
      const { status, data, headers } = await client.get<Schemas['ConversationListResponse']>('/conversations', {
        params: { status: 'open' },
      })
      expect(status).toBe(200)
      expect(data.data.map(({ id }) => id)).toEqual(['conv_abc123'])
      expect(headers['x-ratelimit-limit']).toBe('1000')
    })

    it('sends JSON, headers and methods', async () => {
      const { mock, client } = started()
      await client.patch('/conversations/conv_abc123', { tags: ['東京'] }, { headers: { 'X-Request-ID': 'mine-1' } })
      await client.post('/conversations/conv_abc123/close')
      expect(mock.requests.find({ operation: 'updateConversation' })).toMatchObject({
        body: { tags: ['東京'] },
        headers: { authorization: 'Bearer any', 'x-request-id': 'mine-1' },
      })
      expect(mock.db.conversations.get('conv_abc123')).toMatchObject({ status: 'closed', tags: ['東京'] })
      expect(mock.requests.unexpected()).toEqual([])
    })

    it('throws an error with the envelope for rejected requests', async () => {
      const { client } = started()
      await expect(client.get('/conversations/conv_nope')).rejects.toMatchObject({
        response: { status: 404, data: { error: { code: 'CONVERSATION_NOT_FOUND' } } },
      })
    })

    it('supports HEAD and DELETE', async () => {
      const { client } = started()
      expect(await client.head('/conversations/conv_abc123')).toMatchObject({ status: 200, data: '' })
      await expect(client.delete('/conversations/conv_abc123')).rejects.toMatchObject({ response: { status: 405 } })
    })

    it('throws a network error when the connection is cut', async () => {
      const { mock, client } = started()
      mock.faults.drop('getConversation')
      const error = await client.get('/conversations/conv_abc123').catch((thrown: unknown) => thrown)
      expect(axios.isAxiosError(error)).toBe(true)
      expect(error).not.toHaveProperty('response.status')
    })

    it('times out when a delay is longer than its timeout', async () => {
      const { mock, client } = started()
      mock.faults.delay('closeConversation', 100)
      await expect(client.post('/conversations/conv_abc123/close', {}, { timeout: 20 })).rejects.toThrow('timeout of 20ms exceeded')
      const closed = await mock.events.next('conversation.closed', { timeout: 300 }).then(
        () => true,
        () => false,
      )
      expect(closed, 'whether it is carried out though the client has gone').toBe(adapter !== 'fetch') // see adapters/msw/waited.ts
    })
  },
)

describe('openapi-fetch', () => {
  function started() {
    const { mock, baseUrl } = answering()
    return { mock, client: createClient<paths>({ baseUrl, headers: HEADERS }) }
  }

  it('returns typed responses', async () => {
    const { client } = started()
    const { data, error } = await client.GET('/conversations/{id}', {
      params: { path: { id: 'conv_abc123' }, query: { includeMessages: true } },
    })
    expectTypeOf(data?.data.attributes.contact.name).toEqualTypeOf<string | undefined>()
    expectTypeOf(data?.data.attributes.status).toEqualTypeOf<Schemas['ConversationStatus'] | undefined>()
    expect(data?.data.attributes.contact.name).toBe('John Doe')
    expect(error).toBeUndefined()
  })

  it('accepts typed bodies and queries', async () => {
    const { mock, client } = started()
    const { data } = await client.POST('/conversations', { body: { channelId: 'ch_xyz789', contact: { phone: '+351911111111' } } })
    expectTypeOf(data?.data.attributes.status).toEqualTypeOf<Schemas['ConversationStatus'] | undefined>()
    const list = await client.GET('/conversations', { params: { query: { status: 'open', sortBy: 'createdAt', perPage: 1 } } })
    expect(list.data?.data.map(({ id }) => id)).toEqual([data?.data.id])
    expect(mock.requests.unexpected()).toEqual([])

    // @ts-expect-error: done is not a status
    await client.GET('/conversations', { params: { query: { status: 'done' } } })
    // @ts-expect-error: an assignment requires an assignee
    await client.POST('/conversations/{id}/assign', { params: { path: { id: 'conv_abc123' } }, body: {} })
    expect(mock.requests.unexpected()).toHaveLength(2)
  })

  it('returns typed errors', async () => {
    const { client } = started()
    const { data, error, response } = await client.POST('/conversations/{id}/close', { params: { path: { id: 'conv_nope' } } })
    expectTypeOf(error?.error.code).toEqualTypeOf<Schemas['ErrorResponse']['error']['code'] | undefined>()
    expect([data, error?.error.code, response.status]).toEqual([undefined, 'CONVERSATION_NOT_FOUND', 404])
  })

  it('encodes ids', async () => {
    const { mock, client } = started()
    mock.db.conversations.create({ id: 'conv:7' })
    const { data } = await client.GET('/conversations/{id}/participants', { params: { path: { id: 'conv:7' } } })
    expect(data?.data).toHaveLength(1)
    expect(mock.requests.find()?.path).toBe('/conversations/conv%3A7/participants')
  })
})
