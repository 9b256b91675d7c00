import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ApiRequest, type ApiResponse, MAX_BODY_BYTES } from '../../src/api-request.js'
import type { Mock } from '../../src/mock/create-mock.js'
import { expectContract, expectEventContract } from '../model/contract.js'
import { frozenMock } from '../model/frozen-mock.js'
import { at, idAt } from '../model/json.js'
import { runs } from '../model/runs.js'

const KEY = { authorization: 'Bearer key' }
const STATUSES = ['open', 'pending', 'snoozed', 'closed']

// Any text: control characters, lone surrogates, invalid escapes.
const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.array(fc.nat(0xffff), { maxLength: 20 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '\ud800',
    '%',
    '%zz',
    '%00',
    '%2F',
    '%2e%2e',
    '%E0%A4%A',
    '..',
    '__proto__',
    'constructor',
    'toString',
    '\r\n',
  ),
)

const segment = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('conversations', 'conv_open', 'conv_closed', 'conv_snoozed', 'close', 'reopen', 'assign', 'transfer'),
  },
  { weight: 1, arbitrary: fc.constant('participants') },
  { weight: 2, arbitrary: anyText },
)

const path = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('/conversations', '/conversations/conv_open', '/conversations/conv_closed', '/conversations/conv_none'),
  },
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('close', 'reopen', 'assign', 'transfer', 'participants')
      .map((action) => `/conversations/conv_open/${action}`),
  },
  { weight: 4, arbitrary: anyText.map((id) => `/conversations/${id}`) },
  { weight: 3, arbitrary: fc.array(segment, { maxLength: 5 }).map((segments) => `/${segments.join('/')}`) },
  { weight: 1, arbitrary: anyText },
)

const parameter = fc.constantFrom(
  ...['page', 'perPage', 'status', 'channelId', 'channelType', 'assigneeId', 'contactId', 'botId', 'startDate', 'endDate', 'search'],
  ...['sortBy', 'sortOrder', 'includeMessages', 'messageLimit', '__proto__', 'constructor', 'page[]', ''],
)

const value = fc.oneof(
  anyText,
  fc.constantFrom(
    '1',
    '0',
    '-1',
    '1e3',
    '99999999999999999999',
    '9'.repeat(400),
    'open',
    'true',
    'updatedAt',
    'desc',
    'NaN',
    'null',
    '[object Object]',
  ),
  fc.constantFrom(
    '2024-01-15',
    '0000-01-01',
    '9999-12-31',
    '2024-02-30',
    '2016-12-31T23:59:60Z',
    '9999-12-31T23:59:59-14:00',
    '+010000-01-01',
  ),
)

const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 3, arbitrary: fc.array(fc.tuple(parameter, value), { maxLength: 4 }).map((pairs) => `?${new URLSearchParams(pairs)}`) },
  {
    weight: 1,
    arbitrary: fc.array(fc.tuple(parameter, value), { maxLength: 4 }).map((pairs) => `?${pairs.map((pair) => pair.join('=')).join('&')}`),
  },
  { weight: 1, arbitrary: anyText.map((text) => `?${text}`) },
)

const method = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('GET', 'POST', 'PATCH', 'POST', 'PATCH') },
  { weight: 3, arbitrary: fc.constantFrom('HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE', 'get', 'post', 'Patch', '__proto__', '') },
  { weight: 1, arbitrary: anyText },
)

const headers = fc
  .record({
    authorization: fc.oneof(
      { weight: 12, arbitrary: fc.constant('Bearer key') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(undefined, '', 'Bearer', 'Bearer ', 'Basic a2V5', 'Bearer invalid', 'bearer a b', 'Bearer \0'),
      },
      { weight: 1, arbitrary: anyText },
    ),
    'x-request-id': fc.option(anyText, { nil: undefined }),
    'Idempotency-Key': fc.oneof(fc.constantFrom(undefined, 'key', 'key', '\n'), anyText),
    'content-type': fc.constantFrom(undefined, 'application/json', 'text/plain', 'nonsense'),
    others: fc.dictionary(anyText, fc.option(anyText, { nil: undefined }), { maxKeys: 2 }),
  })
  .map(({ others, ...known }): Record<string, string | undefined> => ({ ...others, ...known }))

const field = fc.constantFrom(
  ...['channelId', 'contactId', 'contact', 'phone', 'email', 'name', 'assigneeId', 'botId', 'metadata', 'tags', 'status', 'snoozedUntil'],
  ...['priority', 'reason', 'resolution', 'notes', 'assigneeType', 'note', 'toAssigneeId', 'summary', 'notifyContact'],
  ...['__proto__', 'constructor', 'hasOwnProperty', 'toJSON', ''],
)

// JSON text rather than values, because some JSON has no JavaScript value.
const leaf = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }).map((json) => JSON.stringify(json)),
  anyText.map((text) => JSON.stringify(text)),
  fc.constantFrom(
    '"ch_support"',
    '"ch_sales"',
    '"contact_john"',
    '"contact_anon"',
    '"user_ana"',
    '"bot_help"',
    '"closed"',
    '"snoozed"',
    '"open"',
    'true',
    'null',
  ),
  fc.constantFrom(
    '"+5511999999999"',
    '"john@example.com"',
    '"high"',
    '"spam"',
    '["vip"]',
    '"9999-12-31T23:59:59Z"',
    '"9999-12-31T23:59:60Z"',
  ),
  fc.constantFrom(
    '1e999',
    '-1e999',
    '-0',
    '9007199254740993',
    '1e-999',
    '"\\u0000"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '{"__proto__":null}',
  ),
  fc.integer({ min: 1, max: 80 }).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`),
)

const jsonObject = fc
  .array(fc.tuple(field, fc.oneof(leaf, fc.array(fc.tuple(field, leaf), { maxLength: 3 }).map(objectOf))), { maxLength: 6 })
  .map(objectOf)

const body: fc.Arbitrary<string | Uint8Array | undefined> = fc.oneof(
  { weight: 12, arbitrary: jsonObject },
  { weight: 2, arbitrary: leaf },
  { weight: 2, arbitrary: jsonObject.map((json) => new TextEncoder().encode(json)) },
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }) },
  { weight: 1, arbitrary: anyText },
)

const request: fc.Arbitrary<ApiRequest> = fc
  .record({ method, path, query, headers, body })
  .map(({ path, query, ...rest }) => ({ ...rest, path: path + query }))

/** Bodies that are too large to be drawn often. */
const huge: Readonly<Record<string, string | Uint8Array>> = {
  'a body of exactly 1 MiB': bodyOf(MAX_BODY_BYTES),
  'a body of 1 MiB and a byte': bodyOf(MAX_BODY_BYTES + 1),
  'fewer characters than 1 MiB, but more bytes': JSON.stringify({ metadata: { text: 'é'.repeat(MAX_BODY_BYTES / 2) } }),
  'many times as many bytes': new Uint8Array(8 * MAX_BODY_BYTES),
  'nesting that would exhaust the stack': `{"metadata":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
  'brackets that nobody closes': '['.repeat(MAX_BODY_BYTES),
  'a very long number': `{"metadata":{"n":${'9'.repeat(500_000)}}}`,
  'very many keys': JSON.stringify({ metadata: Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`key${i}`, i])) }),
  'very many wrong tags': JSON.stringify({ tags: Array.from({ length: 200_000 }, () => 1) }),
}

describe('any request', () => {
  it('gets a success of the contract or an error in its envelope, and leaves the state consistent', () => {
    const property = fc.property(fc.array(request, { minLength: 1, maxLength: 8 }), (requests) => {
      const mock = frozenMock()
      for (const request of requests) expectValidResponse(request, mock.handle(request))
      expectConsistentState(mock)
    })
    const pageBeyondMeasure = { method: 'GET', path: `/conversations?page=${'9'.repeat(400)}`, headers: KEY }
    fc.assert(property, { ...runs(600), examples: [[[pageBeyondMeasure]]] })
  }, 120_000)

  it.each(Object.entries(huge))('may contain %s', (_, body) => {
    const mock = frozenMock()
    for (const [method, path] of [
      ['PATCH', '/conversations/conv_open'],
      ['POST', '/conversations'],
      ['POST', '/conversations/conv_open/close'],
      ['POST', '/conversations/conv_closed/reopen'],
      ['GET', '/conversations'],
    ] as const) {
      const request = { method, path, headers: KEY, body }
      expectValidResponse(request, mock.handle(request))
    }
    expectConsistentState(mock)
  })

  it.each([
    ['a body of exactly 1 MiB', 200],
    ['a body of 1 MiB and a byte', 413],
    ['fewer characters than 1 MiB, but more bytes', 413],
    ['nesting that would exhaust the stack', 400],
  ])('with %s gets %i', (name, status) => {
    const response = frozenMock().handle({ method: 'PATCH', path: '/conversations/conv_open', headers: KEY, body: huge[name] })

    expect(response.status).toBe(status)
  })
})

describe('metadata', () => {
  it('is returned as it was sent, whatever its keys and values', () => {
    const key = fc.oneof(anyText, fc.constantFrom('__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toJSON', '0', '-1', 'length'))
    const text = fc
      .uniqueArray(fc.tuple(key, leaf), { maxLength: 6, selector: ([name]) => name })
      .map(objectOf)
      .filter(isPlain)
    const property = fc.property(text, (metadata) => {
      const mock = frozenMock()
      const created = mock.handle({
        method: 'POST',
        path: '/conversations',
        headers: KEY,
        body: `{"channelId":"ch_support","contactId":"contact_anon","metadata":${metadata}}`,
      })
      const body = expectContract('createConversation', created)
      const path = `/conversations/${idAt(body, 'data')}`
      const patched = mock.handle({ method: 'PATCH', path, headers: KEY, body: '{"metadata":{"added":true}}' })
      const read = mock.handle({ method: 'GET', path, headers: KEY })

      expectSame(at(body, 'data', 'attributes', 'metadata'), asSent(metadata))
      const merged = { ...asSent(metadata), added: true }
      for (const response of [patched, read]) expectSame(at(JSON.parse(response.body), 'data', 'attributes', 'metadata'), merged)
    })
    fc.assert(property, runs(500))
  })
})

function expectValidResponse(request: ApiRequest, response: ApiResponse): void {
  const method = request.method.toUpperCase()
  expect([200, 201, 204, 400, 401, 404, 405, 409, 413], response.body).toContain(response.status)
  for (const [name, header] of Object.entries(response.headers)) {
    expect(name, 'a header has a name that can be sent').toMatch(/^[a-z0-9-]+$/)
    expect(header, `header ${name} can be sent`).toMatch(/^[\x20-\x7e]*$/)
  }
  expect(Buffer.from(response.body).toString() === response.body, 'the body can be sent as UTF-8').toBe(true)
  if (method === 'HEAD' || method === 'OPTIONS') expect(response.body).toBe('')
  else expectContract(response.notes.operationId, response)
}

/** Invariants that hold after any request: everything can be read, matches the contract, and is consistent. */
function expectConsistentState(mock: Mock): void {
  mock.events.all().forEach(expectEventContract)
  const all = read(mock, 'listConversations', '/conversations?perPage=100')
  const items = listOf(at(all, 'data'))
  expect(at(all, 'meta', 'pagination', 'totalCount')).toBe(items.length)
  const totals = STATUSES.map((status) =>
    at(read(mock, 'listConversations', `/conversations?status=${status}`), 'meta', 'pagination', 'totalCount'),
  )
  expect(totals).toEqual(STATUSES.map((status) => items.filter((item) => at(item, 'attributes', 'status') === status).length))

  for (const item of items) {
    const path = `/conversations/${idAt(item)}`
    const conversation = at(read(mock, 'getConversation', `${path}?includeMessages=true&messageLimit=100`), 'data')
    const messages = listOf(at(conversation, 'relationships', 'messages'))
    const inbound = messages.filter((message) => at(message, 'direction') === 'inbound')
    const { unreadCount, messageCount, firstMessageAt, lastMessageAt, status, snoozedUntil, closedAt } = Object(
      at(conversation, 'attributes'),
    )
    expect(messageCount).toBe(messages.length)
    expect(unreadCount).toBeLessThanOrEqual(inbound.length)
    expect(firstMessageAt).toBe(at(messages[0], 'timestamp'))
    expect(lastMessageAt).toBe(at(messages.at(-1), 'timestamp'))
    expect(idAt(item, 'attributes', 'lastMessage')).toBe(idAt(messages.at(-1)))
    expect(snoozedUntil !== undefined, 'a conversation has a snooze to end if and only if it is snoozed').toBe(status === 'snoozed')
    expect(closedAt !== undefined, 'a conversation has been closed if and only if it is closed').toBe(status === 'closed')
    for (const name of ['status', 'unreadCount', 'messageCount', 'metadata', 'createdAt', 'updatedAt']) {
      expectSame(at(item, 'attributes', name), at(conversation, 'attributes', name))
    }
    read(mock, 'listConversationParticipants', `${path}/participants`)
  }
}

function read(mock: Mock, operationId: string, path: string): unknown {
  const response = mock.handle({ method: 'GET', path, headers: KEY })
  expect(response.status, response.body.slice(0, 500)).toBe(200)
  return expectContract(operationId, response)
}

function listOf(value: unknown): readonly unknown[] {
  expect(value).toBeInstanceOf(Array)
  return Array.isArray(value) ? value : []
}

/** Equality that treats `__proto__` as an ordinary key. */
function expectSame(actual: unknown, expected: unknown): void {
  expect(isDeepStrictEqual(actual, expected), `${JSON.stringify(actual)} should be ${JSON.stringify(expected)}`).toBe(true)
}

/** The value after a JSON round trip: `-0` becomes `0`. */
function asSent(json: string): object {
  return JSON.parse(JSON.stringify(JSON.parse(json)))
}

/** Whether the mock accepts such JSON: finite numbers, limited nesting. */
function isPlain(json: string): boolean {
  return !json.includes('1e999') && !json.includes('['.repeat(50))
}

function bodyOf(bytes: number): string {
  const empty = JSON.stringify({ metadata: { text: '' } })
  return JSON.stringify({ metadata: { text: 'x'.repeat(bytes - empty.length) } })
}

function objectOf(entries: readonly (readonly [name: string, json: string])[]): string {
  return `{${entries.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(',')}}`
}
