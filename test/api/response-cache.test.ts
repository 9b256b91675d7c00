import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMock, type Mock } from '../../src/index.js'
import { CachedResponses } from '../../src/pipeline/cached-responses.js'

const HEADERS = { authorization: 'Bearer key' }
const LIST = '/conversations?status=open'
const CONVERSATION = '/conversations/conv_abc123'

function read(mock: Mock, path: string, headers: Readonly<Record<string, string>> = {}) {
  return mock.handle({ method: 'GET', path, headers: { ...HEADERS, ...headers } })
}

/** A change that may affect a response, and the read whose response it affects. */
const changes: Readonly<Record<string, readonly [path: string, (mock: Mock) => unknown]>> = {
  'a request': [LIST, (mock) => mock.handle({ method: 'POST', path: `${CONVERSATION}/close`, headers: HEADERS })],
  'a write through db': [CONVERSATION, (mock) => mock.db.contacts.update('contact_123', { name: 'Jon' })],
  'a channel that is renamed': [CONVERSATION, (mock) => mock.db.channels.update('ch_xyz789', { name: 'Renamed' })],
  'a user that is renamed': [CONVERSATION, (mock) => mock.db.users.update('user_456', { name: 'Renamed' })],
  'a message': [CONVERSATION, (mock) => mock.messages.add('conv_abc123', { text: 'Still there?' })],
  'messages that are read': [CONVERSATION, (mock) => mock.messages.read('conv_abc123')],
  'a webhook': ['/webhooks', (mock) => mock.webhooks.create({ url: 'https://example.com/hook' })],
  'another world': [LIST, (mock) => mock.load({ ...mock.world(), conversations: [], messages: [] })],
}

describe('a cached response', () => {
  it.each(Object.entries(changes))('is invalid after %s, and valid again with a snapshot from before', (_, [path, change]) => {
    const mock = createMock()
    const before = read(mock, path).body
    const snapshot = mock.snapshot()
    change(mock)
    const after = read(mock, path).body
    mock.restore(snapshot)

    expect(after).not.toBe(before)
    expect(read(mock, path).body).toBe(before)
  })

  it('is invalid once a snooze has ended', () => {
    const mock = createMock()
    mock.handle({ method: 'PATCH', path: CONVERSATION, headers: HEADERS, body: '{"status":"snoozed"}' })
    const before = read(mock, CONVERSATION).body
    mock.clock.advance('1h')

    expect(read(mock, CONVERSATION).body).not.toBe(before)
  })

  it('is not shared with another mock', () => {
    const [one, other] = [createMock(), createMock()]
    one.db.contacts.update('contact_123', { name: 'Jon' })
    other.db.contacts.update('contact_123', { name: 'Joan' })

    expect(read(one, CONVERSATION).body).toContain('"Jon"')
    expect(read(other, CONVERSATION).body).toContain('"Joan"')
  })

  it('is returned with the request id, limits and unknown names of the current request', () => {
    const mock = createMock({ rateLimit: 100 })
    const answers = [1, 2].map(() => read(mock, `${LIST}&colour=red`))
    const [first, second] = answers

    expect(answers.map(({ headers }) => headers['x-ratelimit-remaining'])).toEqual(['99', '98'])
    expect(first?.headers['x-request-id']).not.toBe(second?.headers['x-request-id'])
    expect(answers.map(({ notes }) => notes.unknown)).toEqual([['?colour'], ['?colour']])
    expect(JSON.parse(read(mock, LIST, { 'x-request-id': 'req_mine' }).body).meta.requestId).toBe('req_mine')
    expect(JSON.parse(read(mock, LIST).body).meta.requestId).toBeUndefined()
  })

  it('is not returned for an invalid key, and faults apply to it', () => {
    const mock = createMock()
    read(mock, LIST)
    mock.faults.malformed('listConversations', { times: 1 })
    const malformed = read(mock, LIST)

    expect(read(mock, LIST, { authorization: 'Bearer invalid' }).status).toBe(401)
    expect(() => JSON.parse(malformed.body)).toThrow()
  })

  it('has the length of GET for a HEAD', () => {
    const mock = createMock()
    const { body } = read(mock, LIST)
    const head = mock.handle({ method: 'HEAD', path: LIST, headers: HEADERS })

    expect(head.body).toBe('')
    expect(head.headers['content-length']).toBe(String(new TextEncoder().encode(body).length))
  })

  it('of deliveries is invalid once one was sent', async () => {
    const mock = createMock()
    const { id } = mock.webhooks.create({ url: 'http://127.0.0.1:9/hook', events: ['conversation.closed'] })
    mock.handle({ method: 'POST', path: `${CONVERSATION}/close`, headers: HEADERS })
    const deliveries = `/webhooks/${id}/deliveries`
    const before = JSON.parse(read(mock, deliveries).body)
    await mock.webhooks.settled()

    expect(before.data[0].attributes.attempts).toBe(0)
    expect(JSON.parse(read(mock, deliveries).body).data[0].attributes.attempts).toBe(1)
  })
})

describe('after any writes', () => {
  const nothing = (): void => {}

  /** The response of a read, without the request id. */
  function shownBy(mock: Mock, path: string, headers: Readonly<Record<string, string>> = {}): object {
    const { meta, ...others } = JSON.parse(read(mock, path, headers).body)
    return { ...others, meta: { ...meta, requestId: undefined } }
  }

  const ask = (method: string, path: string, body?: string) => (mock: Mock) => mock.handle({ method, path, headers: HEADERS, body })
  const writes: Readonly<Record<string, (mock: Mock) => unknown>> = {
    ...Object.fromEntries(Object.entries(changes).map(([name, [, change]]) => [name, change])),
    'a close': ask('POST', `${CONVERSATION}/close`),
    'a reopening': ask('POST', `${CONVERSATION}/reopen`),
    'a tag': ask('PATCH', CONVERSATION, '{"tags":["vip"]}'),
    'deliveries that are sent': (mock) => mock.webhooks.settled(),
    'a test of a webhook': (mock) => ask('POST', `/webhooks/${mock.webhooks.all()[0]?.id}/test`)(mock),
    'a webhook that rests': (mock) => ask('PATCH', `/webhooks/${mock.webhooks.all()[0]?.id}`, '{"status":"inactive"}')(mock),
    'a webhook that is deleted': (mock) => ask('DELETE', `/webhooks/${mock.webhooks.all()[0]?.id}`)(mock),
    'an hour that passes': (mock) => mock.clock.advance('1h'),
    'a reset': (mock) => mock.reset(),
  }

  it('reads return the same as without a cache', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...Object.keys(writes)), { maxLength: 12 }), async (names) => {
        const mock = createMock({ webhooks: [{ url: 'http://127.0.0.1:9/hook' }] })
        for (const name of names) {
          await Promise.resolve(mock).then(writes[name]).catch(nothing) // for example when a restored world lacks the record
          const ofWebhooks = mock.webhooks.all().flatMap(({ id }) => [`/webhooks/${id}`, `/webhooks/${id}/deliveries`])
          for (const path of [LIST, CONVERSATION, `${CONVERSATION}/participants`, '/webhooks', ...ofWebhooks]) {
            read(mock, path)
            const workedOut = shownBy(mock, path, { 'x-request-id': 'req_mine' }) // of which no answer is kept
            expect(shownBy(mock, path), `${path} after ${name}`).toEqual(workedOut)
          }
        }
      }),
    )
  })
})

describe('CachedResponses', () => {
  const MEBI = 1024 * 1024
  const version = {}
  const response = (body: string) => ({ status: 200, headers: {}, body, notes: { unknown: [] } })

  it('returns a response for its version and path only', () => {
    const cache = new CachedResponses()
    cache.put(version, '/first', response('short'))

    expect(cache.get(version, '/first')?.text).toBe('short')
    expect(cache.get(version, '/second')).toBeUndefined()
    expect(cache.get({}, '/first')).toBeUndefined()
  })

  it('drops the responses of other versions, which share no version with it', () => {
    const cache = new CachedResponses()
    cache.put(version, '/first', response('short'))
    cache.put({}, '/second', response('short'))

    expect(cache.get(version, '/first')).toBeUndefined()
  })

  it('drops the oldest responses when they are too large together', () => {
    const cache = new CachedResponses()
    for (const path of ['/first', '/second', '/third']) cache.put(version, path, response('x'.repeat(3 * MEBI))) // twice that, with the bytes

    expect(['/first', '/second', '/third'].map((path) => cache.get(version, path) !== undefined)).toEqual([false, true, true])
  })

  it('stores neither a long path nor a response that would take all the room', () => {
    const cache = new CachedResponses()
    const long = `/conversations?search=${'x'.repeat(1024)}`
    cache.put(version, long, response('short'))
    cache.put(version, long.slice(0, 1024), response('short'))
    cache.put(version, '/heavy', response('x'.repeat(8 * MEBI)))

    expect(cache.get(version, long)).toBeUndefined()
    expect(cache.get(version, long.slice(0, 1024))?.text).toBe('short')
    expect(cache.get(version, '/heavy')).toBeUndefined()
  })
})
