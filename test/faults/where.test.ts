import { describe, expect, it } from 'vitest'
import type { FaultWhere } from '../../src/index.js'
import { describeApi } from '../api/mock-test.js'
import { frozenMock } from '../kit/kit.js'

const CONVERSATION = '/conversations/conv_abc123'
const CLOSE = `${CONVERSATION}/close`

describeApi('a fault for some requests', (test) => {
  test('applies to those whose query has the parameters', async ({ api }) => {
    api.mock.faults.fail('listConversations', { status: 503, where: { query: { status: 'open', page: 1 } } })
    expect(await api.call('GET', '/conversations')).toMatchObject({ status: 200 })
    expect(await api.call('GET', '/conversations?status=open')).toMatchObject({ status: 200 })
    expect(await api.call('GET', '/conversations?status=open&page=2')).toMatchObject({ status: 200 })
    expect(await api.call('GET', '/conversations?perPage=5&page=1&status=open')).toMatchObject({ status: 503 })
  })

  test('applies to those whose body has the fields', async ({ api }) => {
    api.mock.faults.fail('closeConversation', { status: 503, where: { body: { resolution: 'spam' } } })
    expect(await api.call('POST', CLOSE, { body: { resolution: 'spam', reason: 'ad' } })).toMatchObject({ status: 503 })
    expect(await api.call('POST', CLOSE)).toMatchObject({ status: 200 })
  })

  test('applies to those that have the headers', async ({ api }) => {
    api.mock.faults.fail('*', { status: 503, where: { headers: { 'X-Request-ID': 'mine-1' } } })
    expect(await api.call('GET', CONVERSATION, { headers: { 'x-request-id': 'mine-2' } })).toMatchObject({ status: 200 })
    expect(await api.call('GET', CONVERSATION, { headers: { 'x-request-id': 'mine-1' } })).toMatchObject({ status: 503 })
  })

  test('counts only requests that match', async ({ api }) => {
    api.mock.faults.fail('listConversations', { status: 503, times: 1, where: { query: { status: 'open' } } })
    const statuses: number[] = []
    for (const query of ['', '?status=closed', '?status=open', '?status=open']) {
      statuses.push((await api.call('GET', `/conversations${query}`)).status)
    }
    expect(statuses).toEqual([200, 200, 503, 200])
  })

  test('leaves other requests to other faults', async ({ api }) => {
    api.mock.faults.fail('*', { status: 401 })
    api.mock.faults.fail('*', { status: 503, where: { query: { status: 'open' } } })
    expect(await api.call('GET', '/conversations?status=open')).toMatchObject({ status: 503 })
    expect(await api.call('GET', '/conversations')).toMatchObject({ status: 401 })
  })
})

describe('the condition of a fault', () => {
  const body = { metadata: { order: { id: 7, lines: [1, 2] }, vip: true }, subject: null, tags: ['a', 'b'] }

  function isStruck(where: FaultWhere, sent: string | Uint8Array = JSON.stringify(body)): boolean {
    const mock = frozenMock()
    mock.faults.delay('updateConversation', 7, { where })
    return mock.delayFor({ method: 'PATCH', path: `${CONVERSATION}?a=1&a=2&b=x%20y`, headers: { Accept: 'text/plain' }, body: sent }) === 7
  }

  it.for<FaultWhere>([
    {},
    { body: {} },
    { body: { subject: null } },
    { body: { metadata: { order: { id: 7 } } } },
    { body: { metadata: { order: { lines: [1, 2] }, vip: true }, tags: ['a', 'b'] } },
    { query: { a: 2 } },
    { query: { b: 'x y' }, headers: { accept: 'text/plain' }, body: { tags: ['a', 'b'] } },
  ])('%j matches', (where) => {
    expect(isStruck(where)).toBe(true)
  })

  it.for<FaultWhere>([
    { body: { subject: 'x' } },
    { body: { metadata: { order: { id: '7' } } } },
    { body: { metadata: { order: { total: 5 } } } },
    { body: { metadata: [] } },
    { body: { tags: ['a'] } },
    { body: { tags: { 0: 'a' } } },
    { body: { toString: {} } },
    { body: JSON.parse('{"__proto__":{}}') },
    { query: { a: 3 } },
    { query: { c: '' } },
    { headers: { accept: 'text/html' } },
    { query: { a: 1 }, body: { subject: 'x' } },
  ])('%j does not match', (where) => {
    expect(isStruck(where)).toBe(false)
  })

  it('is matched in bytes too, and never in a body that is not JSON or too large', () => {
    const where = { body: { a: 1 } }
    expect(isStruck(where, new TextEncoder().encode('{"a":1}'))).toBe(true)
    expect(isStruck(where, '{"a":1')).toBe(false)
    expect(isStruck(where, '')).toBe(false)
    expect(isStruck(where, `{"a":1,"b":"${'x'.repeat(1024 * 1024)}"}`)).toBe(false)
  })

  it('is copied when the fault is set', () => {
    const mock = frozenMock()
    const where = { query: { status: 'open' } }
    mock.faults.delay('*', 7, { where })
    where.query.status = 'closed'
    expect(mock.delayFor({ method: 'GET', path: '/conversations?status=open' })).toBe(7)
  })
})
