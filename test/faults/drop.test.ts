import { describe, expect } from 'vitest'
import type { SentRequest, Transport } from '../api/transport.js'
import { transports } from '../api/transports.js'
import { dataOf } from '../kit/kit.js'
import { sendTest } from './send-test.js'

const CONVERSATION = '/conversations/conv_abc123'
const KEY = { authorization: 'Bearer any' }
const CREATE: SentRequest = {
  method: 'POST',
  path: '/conversations',
  headers: { ...KEY, 'content-type': 'application/json', 'idempotency-key': 'order-1' },
  body: JSON.stringify({ channelId: 'ch_xyz789', contact: { phone: '+351911111111' } }),
}

interface Fixtures {
  /** Sends a request that gets no response. */
  readonly sendInVain: (request: SentRequest) => Promise<void>
}

function dropTest(transport: Transport) {
  return sendTest(transport).extend<Fixtures>({
    sendInVain: async ({ send }, use) =>
      use(async (request) => {
        if (transport.name === 'in process') expect(await send(request)).toEqual({ status: 0, headers: {}, text: '' })
        else await expect(send(request)).rejects.toThrow(TypeError)
      }),
  })
}

for (const transport of transports) {
  describe(`a connection that is cut, ${transport.name}`, () => {
    const test = dropTest(transport)

    test('is a network error, not a response', async ({ api, sendInVain }) => {
      api.mock.faults.drop('getConversation')
      await sendInVain({ method: 'GET', path: CONVERSATION, headers: KEY })
      await sendInVain({ method: 'HEAD', path: CONVERSATION, headers: KEY })
      expect(await api.call('GET', '/conversations')).toMatchObject({ status: 200 })
    })

    test('loses the request by default: nothing changes, and no event is sent', async ({ api, sendInVain }) => {
      const before = dataOf(api.mock)
      api.mock.faults.drop('createConversation', { times: 1 })
      api.mock.faults.drop('closeConversation', { times: 1, lost: 'request' })
      await sendInVain(CREATE)
      await sendInVain({ method: 'POST', path: `${CONVERSATION}/close`, headers: KEY })
      expect(dataOf(api.mock)).toEqual(before)
      expect(api.events()).toEqual([])
    })

    test('that loses the request leaves its Idempotency-Key to the next try', async ({ api, send, sendInVain }) => {
      api.mock.faults.drop('createConversation', { times: 1 })
      await sendInVain(CREATE)
      const created = await send(CREATE)
      expect(created.status).toBe(201)
      expect(created.headers).not.toHaveProperty('idempotent-replayed')
    })

    test('can lose the response: the request is executed', async ({ api, sendInVain }) => {
      api.mock.faults.drop('closeConversation', { lost: 'answer', times: 1 })
      await sendInVain({ method: 'POST', path: `${CONVERSATION}/close`, headers: KEY })
      expect(api.mock.db.conversations.get('conv_abc123').status).toBe('closed')
      expect(api.events()).toEqual(['conversation.closed'])
    })

    test('that loses the response returns it to a retry with the same Idempotency-Key', async ({ api, send, sendInVain }) => {
      api.mock.faults.drop('createConversation', { lost: 'answer', times: 1 })
      await sendInVain(CREATE)
      const again = await send(CREATE)
      expect(again).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' } })
      const { id } = api.mock.db.conversations.find(({ id }) => id !== 'conv_abc123') ?? {}
      expect(JSON.parse(again.text)).toMatchObject({ data: { id } })
      expect(api.mock.db.conversations.count()).toBe(2)
      expect(api.events()).toEqual(['conversation.created'])
    })

    test('that loses the response lets a retry without a key conflict with the executed request', async ({ api, send, sendInVain }) => {
      const { 'idempotency-key': _, ...headers } = CREATE.headers
      api.mock.faults.drop('createConversation', { lost: 'answer', times: 1 })
      await sendInVain({ ...CREATE, headers })
      expect(await send({ ...CREATE, headers })).toMatchObject({ status: 409 })
    })

    test('can lose an error response', async ({ api, sendInVain }) => {
      api.mock.faults.drop('getConversation', { lost: 'answer' })
      await sendInVain({ method: 'GET', path: '/conversations/conv_nope', headers: KEY })
      expect(api.mock.requests.all()).toMatchObject([{ status: 0, fault: 'drop', errorCode: 'CONVERSATION_NOT_FOUND' }])
    })

    test('counts for the rate limit', async ({ api, sendInVain }) => {
      api.mock.faults.drop('getConversation', { times: 1 })
      await sendInVain({ method: 'GET', path: CONVERSATION, headers: KEY })
      expect((await api.call('GET', CONVERSATION, { key: 'any' })).headers['x-ratelimit-remaining']).toBe('998')
    })

    test('is queued with failures', async ({ api, sendInVain }) => {
      api.mock.faults.fail('getConversation', { status: 503, times: 1 })
      api.mock.faults.drop('getConversation', { times: 1 })
      expect(await api.call('GET', CONVERSATION)).toMatchObject({ status: 503 })
      await sendInVain({ method: 'GET', path: CONVERSATION, headers: KEY })
      expect(await api.call('GET', CONVERSATION)).toMatchObject({ status: 200 })
    })

    test('is removed by the function that drop returned, and by reset', async ({ api, sendInVain }) => {
      const mend = api.mock.faults.drop('*')
      await sendInVain({ method: 'GET', path: CONVERSATION, headers: KEY })
      mend()
      expect(await api.call('GET', CONVERSATION)).toMatchObject({ status: 200 })
      api.mock.faults.drop('*')
      api.mock.reset()
      expect(await api.call('GET', CONVERSATION)).toMatchObject({ status: 200 })
    })

    test('never applies to OPTIONS, an unknown path or a wrong method', async ({ api }) => {
      api.mock.faults.drop('*')
      expect(await api.call('OPTIONS', CONVERSATION)).toMatchObject({ status: 204 })
      expect(await api.call('GET', '/nope')).toMatchObject({ status: 404 })
      expect(await api.call('DELETE', CONVERSATION)).toMatchObject({ status: 405 })
    })
  })
}
