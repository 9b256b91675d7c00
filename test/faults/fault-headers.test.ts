import { describe, expect } from 'vitest'
import type { SentRequest } from '../api/transport.js'
import { transports } from '../api/transports.js'
import { sendTest } from './send-test.js'

const CONVERSATION = '/conversations/conv_abc123'
const KEY = { authorization: 'Bearer any' }
const EXAMPLES = '"status=503", "code=RATE_LIMIT_EXCEEDED; retryAfter=5", "drop", "drop=answer", "malformed" or "slow=2s"'
const CLOSE: SentRequest = { method: 'POST', path: `${CONVERSATION}/close`, headers: KEY }
const withFault = (fault: string, request = CLOSE): SentRequest => ({ ...request, headers: { ...request.headers, 'x-mock-fault': fault } })

const FAILURES = [
  { fault: 'status=503', status: 503, code: 'INTERNAL_ERROR' },
  { fault: 'status=429; retryAfter=5', status: 429, code: 'RATE_LIMIT_EXCEEDED', retryAfter: 5 },
  { fault: 'code=RATE_LIMIT_EXCEEDED', status: 429, code: 'RATE_LIMIT_EXCEEDED', retryAfter: 30 },
  { fault: 'code=CONVERSATION_NOT_FOUND', status: 404, code: 'CONVERSATION_NOT_FOUND' },
  { fault: ' code = CHANNEL_ERROR ;status=500', status: 500, code: 'CHANNEL_ERROR' },
]

const INVALID = [
  { fault: '', message: `X-Mock-Fault must be such as ${EXAMPLES}; got ""` },
  { fault: 'boom', message: `X-Mock-Fault must be such as ${EXAMPLES}; got "boom"` },
  { fault: '503', message: `X-Mock-Fault must be such as ${EXAMPLES}; got "503"` },
  { fault: 'malformed=yes', message: `X-Mock-Fault must be such as ${EXAMPLES}; got "malformed=yes"` },
  { fault: 'drop; status=503', message: `X-Mock-Fault must be such as ${EXAMPLES}; got "drop; status=503"` },
  { fault: 'status=500; status=503', message: `X-Mock-Fault must be such as ${EXAMPLES}; got "status=500; status=503"` },
  { fault: 'status=200', message: 'X-Mock-Fault: status must be a whole number from 400 to 599; got 200' },
  { fault: 'status=5xx', message: 'X-Mock-Fault: status must be a whole number from 400 to 599; got "5xx"' },
  { fault: 'status=503; retryAfter=0', message: 'X-Mock-Fault: retryAfter must be a whole number of seconds, at least 1; got 0' },
  { fault: 'drop=response', message: 'X-Mock-Fault: lost must be "request" or "answer"; got "response"' },
  {
    fault: 'slow=11m',
    message: 'X-Mock-Fault: duration must be a duration up to ten minutes, such as 2000 (milliseconds), "2s" or { seconds: 2 }; got "11m"',
  },
]

for (const transport of transports) {
  describe(`a fault requested by header, ${transport.name}`, () => {
    const test = sendTest(transport)

    test.for(FAILURES)('$fault returns $status $code', async ({ fault, status, code, retryAfter }, { api }) => {
      const response = await api.call('POST', CLOSE.path, { headers: { 'X-Mock-Fault': fault } })
      expect(response).toMatchObject({ status, body: { error: { code, message: `Fault requested by X-Mock-Fault: ${fault.trim()}` } } })
      expect(response.headers['retry-after']).toBe(retryAfter?.toString())
      expect(api.mock.db.conversations.get('conv_abc123').status).toBe('open')
      expect(api.mock.requests.all()).toMatchObject([{ status, fault: 'fail' }])
      expect(api.mock.requests.unexpected()).toEqual([])
    })

    test('applies to this request only', async ({ api, send }) => {
      expect(await send(withFault('status=503'))).toMatchObject({ status: 503 })
      expect(await send(CLOSE)).toMatchObject({ status: 200 })
      expect(api.mock.faults.all()).toEqual([])
    })

    test.for(['drop', 'drop=answer'])('%s cuts the connection', async (fault, { api, send }) => {
      if (transport.name === 'in process') expect(await send(withFault(fault))).toEqual({ status: 0, headers: {}, text: '' })
      else await expect(send(withFault(fault))).rejects.toThrow(TypeError)
      expect(api.mock.db.conversations.get('conv_abc123').status).toBe(fault === 'drop' ? 'open' : 'closed')
      expect(api.mock.requests.all()).toMatchObject([{ status: 0, fault: 'drop' }])
    })

    test('malformed cuts the body off', async ({ api, send }) => {
      const { status, text } = await send(withFault('malformed'))
      expect(status).toBe(200)
      expect(() => JSON.parse(text)).toThrow(SyntaxError)
      expect(api.mock.requests.all()).toMatchObject([{ fault: 'malformed' }])
    })

    test('slow delays the end of the body', async ({ api, send }) => {
      const started = performance.now()
      const { text } = await send(withFault('slow=50ms'))
      if (transport.name !== 'in process') expect(performance.now() - started).toBeGreaterThan(50 - 10) // each piece has a timer, which may ring a little early
      expect(JSON.parse(text)).toMatchObject({ data: { id: 'conv_abc123', attributes: { status: 'closed' } } })
      expect(api.mock.requests.all()).toMatchObject([{ fault: 'slow' }])
    })

    test.for(INVALID)('"$fault" is rejected', async ({ fault, message }, { api }) => {
      const options = { headers: { 'x-mock-fault': fault } }
      expect(await api.reasons('POST', CLOSE.path, options)).toEqual({ 'X-Mock-Fault': message })
      expect(await api.rejected('POST', CLOSE.path, options)).toMatchObject({ status: 400, code: 'VALIDATION_ERROR' })
      expect(api.mock.db.conversations.get('conv_abc123').status).toBe('open')
      expect(api.mock.requests.unexpected()).toMatchObject([{ reasons: [message] }, { reasons: [message] }])
    })

    test('an unknown code is rejected with the known ones', async ({ api }) => {
      const { 'X-Mock-Fault': reason } = await api.reasons('POST', CLOSE.path, { headers: { 'x-mock-fault': 'code=NOPE' } })
      expect(reason).toMatch(/^X-Mock-Fault: code must be one of VALIDATION_ERROR, .*, INTERNAL_ERROR; got "NOPE"$/)
    })

    test('takes precedence over set faults, without using them up', async ({ api, send }) => {
      api.mock.faults.fail('closeConversation', { status: 500, times: 1 })
      expect((await send(withFault('status=503'))).status).toBe(503)
      expect((await send(CLOSE)).status).toBe(500)
    })

    test('applies like those: with any key, after the rate limit, and never to OPTIONS', async ({ api, send }) => {
      const options = { headers: { 'x-mock-fault': 'status=503' } }
      expect(await api.rejected('POST', '/conversations/conv_nope/close', { ...options, key: null })).toMatchObject({ status: 503 })
      expect(await api.call('OPTIONS', CLOSE.path, options)).toMatchObject({ status: 204 })
      expect(await api.rejected('GET', '/nope', options)).toMatchObject({ status: 404 })
      api.mock.faults.rateLimit({ after: 0 })
      expect((await send(withFault('status=503'))).status).toBe(429)
    })

    test('does not change a HEAD, whose response has no body', async ({ api }) => {
      api.mock.faults.fail('getConversation', { times: 1 })
      expect(await api.call('HEAD', CONVERSATION, { headers: { 'x-mock-fault': 'malformed' } })).toMatchObject({ status: 200 })
      expect(await api.call('HEAD', CONVERSATION, { headers: { 'x-mock-fault': 'status=503' } })).toMatchObject({ status: 503 })
      expect(api.mock.requests.all().map(({ fault }) => fault)).toEqual([undefined, 'fail'])
    })

    test('is accepted in strict mode', async ({ start }) => {
      const { call, mock } = await start({ strict: true })
      expect(await call('GET', CONVERSATION, { headers: { 'x-mock-fault': 'slow=1', 'x-mock-delay': '1' } })).toMatchObject({ status: 200 })
      expect(mock.requests.unexpected()).toEqual([])
    })

    test.for(['50', '50ms', '0.05s'])('delays the request by %s', async (delay, { api }) => {
      const started = performance.now()
      expect(await api.call('GET', CONVERSATION, { headers: { 'X-Mock-Delay': delay } })).toMatchObject({ status: 200 })
      if (transport.name !== 'in process') expect(performance.now() - started).toBeGreaterThan(40)
      expect(api.mock.delayFor({ method: 'GET', path: CONVERSATION, headers: { 'X-Mock-Delay': delay } })).toBe(50)
    })

    test('replaces a delay that is set, without using it up', async ({ api }) => {
      api.mock.faults.delay('getConversation', '10m', { times: 1 })
      await api.call('GET', CONVERSATION, { headers: { 'x-mock-delay': '0' } })
      expect(api.mock.faults.all()).toMatchObject([{ times: 1 }])
    })

    test('leaves a delay that is set in place for other faults', async ({ api }) => {
      api.mock.faults.delay('getConversation', 7)
      expect(api.mock.delayFor({ method: 'GET', path: CONVERSATION, headers: { 'x-mock-fault': 'status=503' } })).toBe(7)
    })

    test.for(['soon', '', '-1', '11m', '1 s', '600001'])('does not apply for a delay of "%s"', async (delay, { api }) => {
      const message = `X-Mock-Delay must be a duration up to ten minutes, such as 500 (milliseconds) or 2s; got ${JSON.stringify(delay)}`
      expect(await api.reasons('POST', CLOSE.path, { headers: { 'x-mock-delay': delay } })).toEqual({ 'X-Mock-Delay': message })
      expect(api.mock.db.conversations.get('conv_abc123').status).toBe('open')
    })
  })
}
