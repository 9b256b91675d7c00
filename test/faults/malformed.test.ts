import { describe, expect } from 'vitest'
import type { SentRequest } from '../api/transport.js'
import { transports } from '../api/transports.js'
import { sendTest } from './send-test.js'

const CONVERSATION = '/conversations/conv_abc123'
const KEY = { authorization: 'Bearer any' }
const GET: SentRequest = { method: 'GET', path: CONVERSATION, headers: KEY }
const CREATE: SentRequest = {
  method: 'POST',
  path: '/conversations',
  headers: { ...KEY, 'content-type': 'application/json', 'idempotency-key': 'order-1' },
  body: JSON.stringify({ channelId: 'ch_xyz789', contact: { phone: '+351911111111' } }),
}
const byteLength = (text: string) => String(new TextEncoder().encode(text).length)

for (const transport of transports) {
  describe(`an answer that is malformed, ${transport.name}`, () => {
    const test = sendTest(transport)

    test('is the beginning of the complete body, not valid JSON, with its status and headers', async ({ api, send }) => {
      const headers = { ...KEY, 'x-request-id': 'mine-1' }
      const whole = await send({ ...GET, headers })
      api.mock.faults.malformed('getConversation', { times: 1 })
      const { status, headers: received, text } = await send({ ...GET, headers })

      expect(status).toBe(200)
      expect(received).toMatchObject({ 'content-type': 'application/json; charset=utf-8', 'x-request-id': 'mine-1' })
      expect(received['content-length'] ?? byteLength(text)).toBe(byteLength(text))
      expect(whole.text.startsWith(text)).toBe(true)
      expect(text.length).toBeGreaterThan(0)
      expect(() => JSON.parse(text)).toThrow(SyntaxError)
      expect((await send(GET)).text).toBe((await send(GET)).text)
    })

    test('is never cut inside a character', async ({ api, send }) => {
      api.mock.faults.malformed('getConversation')
      for (const tag of ['🙂'.repeat(1000), `a${'🙂'.repeat(1000)}`]) {
        api.mock.db.conversations.update('conv_abc123', { tags: [tag] })
        const { text } = await send(GET)
        expect(text).toContain('🙂')
        expect(text).not.toMatch(/[\uD800-\uDBFF\uFFFD]$/)
      }
    })

    test('is sent after the request was executed, and is complete when repeated', async ({ api, send }) => {
      api.mock.faults.malformed('createConversation', { times: 1 })
      const first = await send(CREATE)
      const again = await send(CREATE)

      expect(first.status).toBe(201)
      expect(() => JSON.parse(first.text)).toThrow(SyntaxError)
      expect(again).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' } })
      expect(JSON.parse(again.text)).toMatchObject({ data: { attributes: { status: 'open' } } })
      expect(api.mock.db.conversations.count()).toBe(2)
      expect(api.events()).toEqual(['conversation.created'])
    })

    test('may be an error', async ({ api, send }) => {
      api.mock.faults.malformed('getConversation')
      const { status, text } = await send({ ...GET, path: '/conversations/conv_nope' })
      expect(status).toBe(404)
      expect(() => JSON.parse(text)).toThrow(SyntaxError)
    })

    test('is recorded in the request log, with the text that was sent', async ({ api, send }) => {
      api.mock.faults.malformed('getConversation')
      const { text } = await send(GET)
      expect(api.mock.requests.all()).toMatchObject([
        { operation: 'getConversation', status: 200, fault: 'malformed', response: { body: text } },
      ])
      expect(api.mock.requests.unexpected()).toEqual([])
    })

    test('does not apply to HEAD or OPTIONS', async ({ api, send }) => {
      api.mock.faults.malformed('*', { times: 1 })
      expect(await api.call('HEAD', CONVERSATION)).toMatchObject({ status: 200 })
      expect(await api.call('OPTIONS', CONVERSATION)).toMatchObject({ status: 204 })
      const { text } = await send(GET)
      expect(() => JSON.parse(text)).toThrow(SyntaxError)
      expect(await api.call('GET', CONVERSATION)).toMatchObject({ status: 200 })
    })
  })
}
