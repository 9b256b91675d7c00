import axios from 'axios'
import { describe } from 'vitest'
import { expect, test } from '../../src/vitest.js'

const headers = { authorization: 'Bearer key' }
const RATE = { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '59', 'x-ratelimit-reset': '1705312860' }

function answered(body: unknown, init: ResponseInit = {}): Response {
  return Response.json(body, { headers: RATE, ...init })
}

describe('toMatchContract', () => {
  test('accepts a response of fetch, and leaves its body readable', async ({ baseUrl }) => {
    const response = await fetch(`${baseUrl}/conversations/conv_abc123`, { headers })

    await expect(response).toMatchContract('getConversation')
    expect(await response.json()).toMatchObject({ data: { id: 'conv_abc123' } })
  })

  test('accepts a response of mock.handle, and of axios', async ({ mock, baseUrl }) => {
    await expect(mock.handle({ method: 'GET', path: '/conversations', headers })).toMatchContract('listConversations')
    await expect(await axios.get(`${baseUrl}/conversations`, { headers })).toMatchContract('listConversations')
  })

  test('accepts an error that the operation documents', async ({ baseUrl }) => {
    await expect(await fetch(`${baseUrl}/conversations/conv_nope`, { headers })).toMatchContract('getConversation')
    await expect(await fetch(`${baseUrl}/conversations/conv_nope`)).toMatchContract('getConversation')
  })

  test('names the field of an invalid body, its value, and what is valid', async ({ mock }) => {
    const { body } = mock.handle({ method: 'GET', path: '/conversations/conv_abc123', headers })
    const { data } = JSON.parse(body)
    const changed = answered({ data: { ...data, attributes: { ...data.attributes, status: 'opened' } } })

    await expect(expect(changed).toMatchContract('getConversation')).rejects.toThrow(
      /breaks the contract of getConversation:\n {2}data\.attributes\.status must be one of open, pending, snoozed, closed; got "opened"$/,
    )
  })

  test('names a status that the operation does not document', async () => {
    await expect(expect(answered({}, { status: 418 })).toMatchContract('closeConversation')).rejects.toThrow(
      /status 418 is none that closeConversation has; it has 200, 400/,
    )
  })

  test('names headers that are missing or wrong', async ({ mock }) => {
    const { body } = mock.handle({ method: 'GET', path: '/conversations/conv_abc123', headers })
    const response = new Response(body, { headers: { ...RATE, 'x-ratelimit-limit': 'many', 'content-type': 'text/html' } })
    response.headers.delete('x-ratelimit-reset')

    await expect(expect(response).toMatchContract('getConversation')).rejects.toThrow(
      /x-ratelimit-limit must be a whole number; got "many"\n.*x-ratelimit-reset is missing.*\n.*content-type must be application\/json; got "text\/html"/,
    )
  })

  test('reports a body that is not JSON', async () => {
    const response = new Response('<html>', { headers: { ...RATE, 'content-type': 'application/json' } })
    await expect(expect(response).toMatchContract('getConversation')).rejects.toThrow(/the body is not JSON/)
  })

  test('says which values it accepts', async ({ baseUrl }) => {
    const read = await fetch(`${baseUrl}/conversations`, { headers })
    await read.text()

    await expect(expect(read).toMatchContract('listConversations')).rejects.toThrow(/has been read already/)
    await expect(expect('a response').toMatchContract('listConversations')).rejects.toThrow(/takes a Response of fetch/)
    // @ts-expect-error: an unknown operation
    await expect(expect(answered({})).toMatchContract('deleteConversation')).rejects.toThrow(/no operation "deleteConversation"; there are/)
  })

  test('can be negated', async ({ baseUrl }) => {
    const response = await fetch(`${baseUrl}/conversations`, { headers })

    await expect(response).not.toMatchContract('getConversation')
    await expect(expect(response).not.toMatchContract('listConversations')).rejects.toThrow(/meets the contract/)
  })
})

describe('toHaveEmitted', () => {
  test('finds an event by its name, and by any part of it', async ({ mock }) => {
    mock.handle({ method: 'POST', path: '/conversations/conv_abc123/close', headers })

    expect(mock).toHaveEmitted('conversation.closed')
    expect(mock).toHaveEmitted('conversation.closed', { data: { id: 'conv_abc123', attributes: { status: 'closed' } } })
    expect(mock).toHaveEmitted('conversation.closed', { id: expect.stringMatching(/^evt_/) })
    expect(mock).not.toHaveEmitted('conversation.reopened')
    expect(mock).not.toHaveEmitted('conversation.closed', { data: { id: 'conv_other' } })
  })

  test('lists the events that were sent instead', ({ mock }) => {
    mock.handle({ method: 'POST', path: '/conversations/conv_abc123/close', headers })

    expect(() => expect(mock).toHaveEmitted('conversation.reopened', { data: { id: 'conv_abc123' } })).toThrow(
      /conversation\.reopened with .*conv_abc123.* was not sent\. Of 1, there were:\n {2}conversation\.closed conv_abc123/s,
    )
    mock.reset()
    expect(() => expect(mock).toHaveEmitted('conversation.closed')).toThrow(/conversation\.closed was not sent\. Nothing was\./)
  })

  test('accepts a mock, and nothing else', () => {
    expect(() => expect({}).toHaveEmitted('conversation.closed')).toThrow(/takes a mock/)
  })
})

describe('the argument of toMatchContract', () => {
  test.for([
    [Promise.resolve(new Response()), 'got a promise: await it first'],
    [null, 'got what is null'],
    [undefined, 'got what is undefined'],
    [200, 'got what is 200'],
    [{}, 'got what is an object with no properties'],
    [{ status: 200 }, 'got what is an object with status'],
    [{ status: 200, headers: null }, 'got what is an object with status, headers'],
    [{ status: '200', headers: {}, body: '' }, 'got what is an object with status, headers, body'],
    [{ status: 200, headers: {}, body: {} }, 'got what is an object with status, headers, body'],
  ] as const)('may not be %o', async ([received, told]) => {
    await expect(expect(received).toMatchContract('getConversation')).rejects.toThrow(told)
  })

  test('may be a Response of any fetch', async ({ mock }) => {
    const { status, headers: given, body } = mock.handle({ method: 'GET', path: '/conversations', headers })
    const foreign = { status, headers: new Headers(given), bodyUsed: false, text: async () => body, clone: () => foreign }

    await expect(foreign).toMatchContract('listConversations')
  })
})
