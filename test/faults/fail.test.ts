import { describe, expect, it } from 'vitest'
import type { FailOptions, OperationId } from '../../src/index.js'
import { describeApi } from '../api/mock-test.js'
import { dataOf, frozenMock, send } from '../kit/kit.js'

const CONVERSATION = '/conversations/conv_abc123'
const CLOSE = `${CONVERSATION}/close`
const CONTACT = { phone: '+351911111111' }

const OPERATIONS: readonly { readonly operation: OperationId; readonly method: string; readonly path: string; readonly body?: object }[] = [
  { operation: 'listConversations', method: 'GET', path: '/conversations' },
  { operation: 'createConversation', method: 'POST', path: '/conversations', body: { channelId: 'ch_xyz789', contact: CONTACT } },
  { operation: 'getConversation', method: 'GET', path: CONVERSATION },
  { operation: 'updateConversation', method: 'PATCH', path: CONVERSATION, body: { status: 'closed', priority: 'low' } },
  { operation: 'closeConversation', method: 'POST', path: CLOSE },
  { operation: 'reopenConversation', method: 'POST', path: `${CONVERSATION}/reopen` },
  { operation: 'assignConversation', method: 'POST', path: `${CONVERSATION}/assign`, body: { assigneeId: 'user_789' } },
  {
    operation: 'transferConversation',
    method: 'POST',
    path: `${CONVERSATION}/transfer`,
    body: { toAssigneeId: 'user_789', notifyContact: true },
  },
  { operation: 'listConversationParticipants', method: 'GET', path: `${CONVERSATION}/participants` },
]

const ANSWERS: readonly { readonly options: FailOptions; readonly status: number; readonly code: string }[] = [
  { options: {}, status: 500, code: 'INTERNAL_ERROR' },
  { options: { status: 400 }, status: 400, code: 'VALIDATION_ERROR' },
  { options: { status: 401 }, status: 401, code: 'AUTHENTICATION_REQUIRED' },
  { options: { status: 403 }, status: 403, code: 'INSUFFICIENT_PERMISSIONS' },
  { options: { status: 404 }, status: 404, code: 'RESOURCE_NOT_FOUND' },
  { options: { status: 409 }, status: 409, code: 'RESOURCE_ALREADY_EXISTS' },
  { options: { status: 429 }, status: 429, code: 'RATE_LIMIT_EXCEEDED' },
  { options: { status: 503 }, status: 503, code: 'INTERNAL_ERROR' },
  { options: { code: 'CONVERSATION_NOT_FOUND' }, status: 404, code: 'CONVERSATION_NOT_FOUND' },
  { options: { code: 'INVALID_API_KEY' }, status: 401, code: 'INVALID_API_KEY' },
  { options: { code: 'CHANNEL_ERROR', status: 503 }, status: 503, code: 'CHANNEL_ERROR' },
]

describeApi('an operation that is set to fail', (test) => {
  test.for(ANSWERS)('with $options returns $status $code', async ({ options, status, code }, { api }) => {
    api.mock.faults.fail('closeConversation', options)
    expect(await api.rejected('POST', CLOSE)).toEqual({ status, code, fields: [] })
  })

  test.for(OPERATIONS)('$operation, changes nothing and sends no event', async ({ operation, method, path, body }, { api }) => {
    const before = dataOf(api.mock)
    api.mock.faults.fail(operation)
    expect(await api.call(method, path, { body })).toMatchObject({
      status: 500,
      body: { error: { code: 'INTERNAL_ERROR', message: `A fault that was set: ${operation} fails with 500` } },
    })
    expect(dataOf(api.mock)).toEqual(before)
    expect(api.events()).toEqual([])
  })

  test.for(OPERATIONS)('$operation, does not affect the others', async ({ operation }, { api }) => {
    api.mock.faults.fail(operation)
    for (const other of OPERATIONS.filter((one) => one.operation !== operation)) {
      expect((await api.call(other.method, other.path, { body: other.body })).status).toBeLessThan(300)
    }
  })

  test('returns the given message', async ({ api }) => {
    api.mock.faults.fail('closeConversation', { status: 503, message: 'Down for maintenance', retryAfter: 5 })
    const { headers, body } = await api.call('POST', CLOSE)
    expect(headers['retry-after']).toBe('5')
    expect(body).toMatchObject({ error: { code: 'INTERNAL_ERROR', message: 'Down for maintenance', retryAfter: 5 } })
  })

  test('returns Retry-After with a 429 only, 30 seconds by default', async ({ api }) => {
    const stop = api.mock.faults.fail('closeConversation', { status: 429 })
    expect(await api.call('POST', CLOSE)).toMatchObject({ headers: { 'retry-after': '30' }, body: { error: { retryAfter: 30 } } })
    stop()
    api.mock.faults.fail('closeConversation', { code: 'RATE_LIMIT_EXCEEDED', retryAfter: 7, times: 1 })
    expect(await api.call('POST', CLOSE)).toMatchObject({ headers: { 'retry-after': '7' }, body: { error: { retryAfter: 7 } } })
    api.mock.faults.fail('closeConversation', { status: 503 })
    const unavailable = await api.call('POST', CLOSE)
    expect(unavailable.headers).not.toHaveProperty('retry-after')
    expect(unavailable.body).not.toHaveProperty('error.retryAfter')
  })

  test('returns the envelope, with the request id and the limits of a success', async ({ api }) => {
    api.mock.faults.fail('closeConversation', { times: 1 })
    const failed = await api.call('POST', CLOSE, { headers: { 'X-Request-ID': 'mine-1' } })
    const closed = await api.call('POST', CLOSE)
    expect(failed).toMatchObject({
      headers: { 'x-request-id': 'mine-1', 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '999' },
      body: { meta: { requestId: 'mine-1' } },
    })
    expect(closed).toMatchObject({ status: 200, headers: { 'x-ratelimit-remaining': '998' } })
  })

  test('leaves the Idempotency-Key to the next try', async ({ api }) => {
    const close = () => api.call('POST', CLOSE, { headers: { 'Idempotency-Key': 'k' }, body: { reason: 'done' } })
    api.mock.faults.fail('closeConversation', { status: 503, times: 1 })
    expect((await close()).status).toBe(503)
    const closed = await close()
    expect(closed.status).toBe(200)
    expect(closed.headers).not.toHaveProperty('idempotent-replayed')
    expect((await close()).headers['idempotent-replayed']).toBe('true')
  })

  test('fails for any request: without a key, malformed, for unknown records', async ({ api }) => {
    api.mock.faults.fail('updateConversation', { status: 503 })
    expect(await api.rejected('PATCH', CONVERSATION, { key: null })).toMatchObject({ status: 503 })
    expect(await api.rejected('PATCH', CONVERSATION, { body: '{' })).toMatchObject({ status: 503 })
    expect(await api.rejected('PATCH', '/conversations/conv_nope', { body: {} })).toMatchObject({ status: 503 })
  })

  test('fails for HEAD like GET, without a body', async ({ api }) => {
    api.mock.faults.fail('getConversation', { status: 503, retryAfter: 9 })
    const get = await api.call('GET', CONVERSATION, { headers: { 'X-Request-ID': 'mine-1' } })
    const head = await api.call('HEAD', CONVERSATION, { headers: { 'X-Request-ID': 'mine-1' } })
    expect(head).toMatchObject({ status: 503, body: undefined, headers: { 'retry-after': '9' } })
    expect(head.headers['content-length']).toBe(String(JSON.stringify(get.body).length))
  })

  test('never fails for OPTIONS', async ({ api }) => {
    api.mock.faults.fail('*', { times: 1 })
    for (const path of ['/conversations', CLOSE]) expect(await api.call('OPTIONS', path)).toMatchObject({ status: 204 })
    expect(await api.call('GET', CONVERSATION)).toMatchObject({ status: 500 })
    expect(await api.call('GET', CONVERSATION)).toMatchObject({ status: 200 })
  })
})

describeApi('* that is set to fail', (test) => {
  test.for(OPERATIONS)('fails $operation', async ({ operation, method, path, body }, { api }) => {
    api.mock.faults.fail('*', { status: 503 })
    expect(await api.rejected(method, path, { body })).toEqual({ status: 503, code: 'INTERNAL_ERROR', fields: [] })
    expect(api.mock.requests.find({ operation })).toMatchObject({ status: 503, fault: 'fail' })
  })

  test('fails operations, not unknown paths and wrong methods', async ({ api }) => {
    api.mock.faults.fail('*', { times: 1 })
    expect(await api.rejected('GET', '/nope')).toMatchObject({ status: 404 })
    expect(await api.rejected('DELETE', CONVERSATION)).toMatchObject({ status: 405 })
    expect(await api.rejected('GET', CONVERSATION)).toMatchObject({ status: 500 })
  })
})

describe('a status that is not in the spec', () => {
  it.for([418, 422, 502, 504, 599])('such as %i is returned too', (status) => {
    const mock = frozenMock()
    mock.faults.fail('getConversation', { status })
    expect(send(mock, 'HEAD', CONVERSATION)).toMatchObject({ status, notes: { fault: 'fail' } }) // HEAD: no body to hold against the spec
  })
})
