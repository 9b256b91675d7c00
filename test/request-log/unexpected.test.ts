import { expect } from 'vitest'
import { createMock } from '../../src/index.js'
import { describeApi } from '../api/mock-test.js'
import { MISTAKES } from './mistakes.js'

const CONVERSATION = '/conversations/conv_abc123'

describeApi('an unexpected request', (test) => {
  test.for(MISTAKES)('is $what', async ({ method, path, options, expected }, { api }) => {
    await api.call(method, path, options)
    expect(api.mock.requests.unexpected()).toEqual([expected])
  })

  test('is reported once for each occurrence, in order', async ({ api }) => {
    await api.call('GET', '/nope')
    await api.call('GET', CONVERSATION)
    await api.call('PUT', CONVERSATION)
    await api.call('GET', '/nope')
    expect(api.mock.requests.unexpected().map(({ request }) => request)).toEqual(['GET /nope', `PUT ${CONVERSATION}`, 'GET /nope'])
  })

  test('in strict mode is reported once for each problem, as in the error', async ({ start }) => {
    const api = await start({ strict: true })
    await api.call('PATCH', `${CONVERSATION}?dry=1`, { body: { priority: 'huge', colour: 'red' } })
    await api.call('GET', '/conversations?limit=1')
    expect(api.mock.requests.unexpected()).toMatchObject([
      {
        status: 400,
        reasons: [
          expect.stringMatching(/^priority must be one of /),
          '?dry is not known to this operation (strict mode)',
          'colour is not known to this operation (strict mode)',
        ],
      },
      { status: 400, reasons: ['?limit is not known to this operation (strict mode)'] },
    ])
  })

  test('may be a reused Idempotency-Key', async ({ api }) => {
    const headers = { 'Idempotency-Key': 'k' }
    await api.call('POST', `${CONVERSATION}/close`, { headers })
    await api.call('POST', `${CONVERSATION}/reopen`, { headers })
    expect(api.mock.requests.unexpected()).toEqual([
      {
        request: `POST ${CONVERSATION}/reopen`,
        operation: 'reopenConversation',
        status: 409,
        reasons: [expect.stringMatching(/Idempotency-Key/)],
      },
    ])
  })

  test('is none that meets the contract, whatever the data', async ({ start }) => {
    const api = await start({ rateLimit: 11 })
    const create = (contactId: string) => api.call('POST', '/conversations', { body: { channelId: 'ch_xyz789', contactId } })
    const answered = [
      await api.call('GET', CONVERSATION),
      await api.call('HEAD', CONVERSATION),
      await api.call('OPTIONS', CONVERSATION),
      await api.call('OPTIONS', '/nope'),
      await api.call('GET', '/conversations/conv_nope'),
      await create('contact_123'),
      await create('contact_nope'),
      await api.call('POST', `${CONVERSATION}/assign`, { body: { assigneeId: 'user_nope' } }),
      await api.call('POST', `${CONVERSATION}/close`),
      await api.call('POST', `${CONVERSATION}/close`),
      await api.call('PATCH', CONVERSATION, { body: { metadata: { any: { thing: 'goes' } } } }),
      await api.call('GET', CONVERSATION),
      await api.call('GET', CONVERSATION),
      await api.call('GET', CONVERSATION),
      await api.call('GET', '/nope'),
    ]
    expect(answered.map(({ status }) => status)).toEqual([200, 200, 204, 204, 404, 409, 404, 404, 200, 200, 200, 200, 200, 429, 429])
    expect(api.mock.requests.unexpected()).toEqual([])
  })

  test('is none with an applied fault, whatever the response', async ({ api }) => {
    for (const status of [400, 401, 409, 500]) {
      api.mock.faults.fail('closeConversation', { status, times: 1 })
      await api.call('POST', `${CONVERSATION}/close`)
    }
    api.mock.faults.drop('closeConversation')
    await api.call('POST', `${CONVERSATION}/close`).catch(() => {})
    expect(api.mock.requests.all()).toHaveLength(5)
    expect(api.mock.requests.unexpected()).toEqual([])
  })
})

describeApi('no unexpected request', (test) => {
  test('is there at the start, and after clear and reset', async ({ api }) => {
    expect(createMock().requests.unexpected()).toEqual([])
    await api.call('GET', '/nope')
    api.mock.requests.clear()
    expect(api.mock.requests.unexpected()).toEqual([])
    await api.call('GET', '/nope')
    api.mock.reset()
    expect(api.mock.requests.unexpected()).toEqual([])
  })
})
