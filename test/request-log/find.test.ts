import { beforeEach, describe, expect, it } from 'vitest'
import type { Mock, RecordedRequest } from '../../src/index.js'
import { ask, frozenMock, send } from '../kit/kit.js'

const CONVERSATION = '/conversations/conv_abc123'

let mock: Mock
let requests: Mock['requests']

beforeEach(() => {
  mock = frozenMock()
  requests = mock.requests
  ask(mock, 'GET', '/conversations?status=open&page=1')
  ask(mock, 'POST', `${CONVERSATION}/assign`, { assigneeId: 'user_789', note: 'Knows it' })
  send(mock, 'POST', `${CONVERSATION}/assign`, { assigneeId: 'user_nope' })
  send(mock, 'GET', '/nope')
  ask(mock, 'GET', CONVERSATION)
})

function summaries(found: readonly RecordedRequest[]): string[] {
  return found.map(({ method, path, status }) => `${method} ${path} ${status}`)
}

describe('requests', () => {
  it('are all returned, oldest first', () => {
    expect(summaries(requests.all())).toEqual([
      'GET /conversations 200',
      `POST ${CONVERSATION}/assign 200`,
      `POST ${CONVERSATION}/assign 404`,
      'GET /nope 404',
      `GET ${CONVERSATION} 200`,
    ])
  })

  it('are found by their operation', () => {
    expect(requests.find({ operation: 'assignConversation' })?.body?.assigneeId).toBe('user_789')
    expect(requests.all({ operation: 'assignConversation' }).map(({ body }) => body?.assigneeId)).toEqual(['user_789', 'user_nope'])
    expect(requests.find({ operation: 'closeConversation' })).toBeUndefined()
    expect(requests.all({ operation: 'closeConversation' })).toEqual([])
  })

  it('are found by several properties, all of which must match', () => {
    expect(summaries(requests.all({ method: 'GET', status: 200 }))).toEqual(['GET /conversations 200', `GET ${CONVERSATION} 200`])
    expect(requests.find({ operation: 'assignConversation', status: 404 })?.body?.assigneeId).toBe('user_nope')
    expect(requests.find({ operation: 'assignConversation', method: 'GET' })).toBeUndefined()
  })

  it('are found by a property that they do not have', () => {
    expect(summaries(requests.all({ operation: undefined }))).toEqual(['GET /nope 404'])
    expect(summaries(requests.all({ errorCode: undefined, body: undefined }))).toEqual([
      'GET /conversations 200',
      `GET ${CONVERSATION} 200`,
    ])
  })

  it('are found by equal objects and lists, whatever the order of their keys', () => {
    expect(requests.find({ query: { page: '1', status: 'open' } })?.operation).toBe('listConversations')
    expect(requests.find({ query: { status: 'open' } })).toBeUndefined()
    expect(requests.find({ operation: 'assignConversation', body: { note: 'Knows it', assigneeId: 'user_789' } })?.status).toBe(200)
    expect(requests.all({ unknown: [] })).toHaveLength(5)
  })

  it('are found by a function', () => {
    expect(summaries(requests.all(({ path }) => path.endsWith('/assign')))).toHaveLength(2)
    expect(requests.find(({ status }) => status >= 400)?.errorCode).toBe('RESOURCE_NOT_FOUND')
    expect(requests.find(() => false)).toBeUndefined()
  })

  it('include the first one when there is no filter', () => {
    expect(requests.find()?.operation).toBe('listConversations')
    expect(frozenMock().requests.find()).toBeUndefined()
  })

  it('are returned as a new list each time, with the same records', () => {
    const before = requests.all()
    ask(mock, 'GET', '/conversations')
    expect(before).toHaveLength(5)
    expect(requests.all()).toHaveLength(6)
    expect(requests.all()[0]).toBe(before[0])
    expect(requests.find({ path: '/nope' })).toBe(before[3])
  })

  it('are deleted by clear, and counted from the start', () => {
    requests.clear()
    expect(requests.all()).toEqual([])
    expect(requests.unexpected()).toEqual([])
    ask(mock, 'GET', CONVERSATION)
    expect(summaries(requests.all())).toEqual([`GET ${CONVERSATION} 200`])
  })

  it('are deleted by reset', () => {
    mock.reset()
    expect(requests.all()).toEqual([])
  })

  it('stay after a snapshot is restored', () => {
    const snapshot = mock.snapshot()
    ask(mock, 'POST', `${CONVERSATION}/close`)
    mock.restore(snapshot)
    expect(requests.find({ operation: 'closeConversation' })?.status).toBe(200)
    expect(requests.all()).toHaveLength(6)
  })

  it('do not include calls of db, clock and faults', () => {
    requests.clear()
    mock.db.conversations.create({ messages: ['Hi'] })
    mock.clock.advance('1h')
    mock.delayFor({ method: 'GET', path: CONVERSATION })
    expect(requests.all()).toEqual([])
  })

  it('do not include calls for which handle throws', () => {
    requests.clear()
    expect(() => mock.handle({ method: 'GET' } as never)).toThrow(TypeError)
    expect(requests.all()).toEqual([])
  })
})

describe('the last thousand requests', () => {
  it('are stored, and no more', () => {
    requests.clear()
    for (let i = 0; i < 1500; i++) send(mock, 'GET', `/conversations?page=${i + 1}`)
    const pages = requests.all().map(({ query }) => query['page'])
    expect(pages).toHaveLength(1000)
    expect(pages[0]).toBe('501')
    expect(pages.at(-1)).toBe('1500')
  })

  it('stay in lists that were returned earlier', () => {
    requests.clear()
    send(mock, 'PATCH', '/conversations/conv_nope', { priority: 'low' })
    const shown = requests.find()
    const text = JSON.stringify(shown)
    expect(requests.find()).toBe(shown)

    for (let i = 0; i < 1000; i++) send(mock, 'GET', `/conversations?page=${i + 1}`)
    expect(JSON.stringify(shown)).toBe(text)
    expect(requests.find()).toMatchObject({ id: (shown?.id ?? 0) + 1, method: 'GET', query: { page: '1' }, body: undefined, status: 200 })
  })

  it('are fewer when their text exceeds 32 MiB, the oldest deleted first', () => {
    requests.clear()
    const mebibyte = 1024 * 1024
    const name = 'x'.repeat(mebibyte - '{"metadata":{"a":""}}'.length)
    const patch = () => send(mock, 'PATCH', '/conversations/conv_nope', { metadata: { a: name } })
    send(mock, 'GET', '/conversations?page=1')
    for (let i = 0; i < 31; i++) patch()
    expect(requests.all()).toHaveLength(32)
    expect(requests.find()?.query).toEqual({ page: '1' })
    patch()
    expect(requests.all()).toHaveLength(31)
    expect(requests.find({ operation: 'listConversations' })).toBeUndefined()
    requests.clear()
    for (let i = 0; i < 31; i++) patch()
    expect(requests.all()).toHaveLength(31)
  })

  it('include the text of responses in that limit', () => {
    requests.clear()
    const { id } = mock.db.conversations.create()
    for (let i = 0; i < 100; i++) mock.db.messages.create({ conversationId: id, text: 'x'.repeat(4000) })
    for (let i = 0; i < 200; i++) ask(mock, 'GET', `/conversations/${id}?includeMessages=true&messageLimit=100`)
    const characters = requests.all().reduce((sum, { response }) => sum + JSON.stringify(response.body).length, 0)
    expect(characters).toBeLessThanOrEqual(32 * 1024 * 1024)
    expect(characters).toBeGreaterThan(31 * 1024 * 1024)
  })
})
