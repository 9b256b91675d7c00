import { describe, expect, it } from 'vitest'
import { dataOf, fieldsOf, startControlServer } from './control-server.js'

describe('a fault', () => {
  it('is set, applied, and used up', async () => {
    const { call, ask } = await startControlServer()
    const { status, body } = await call('POST', '/faults', { kind: 'fail', operation: 'closeConversation', status: 503, times: 1 })

    expect(status).toBe(201)
    expect(body).toMatchObject({ kind: 'fail', status: 503, times: 1 })
    expect(dataOf(await call('GET', '/faults'))).toEqual([body])
    expect((await ask('POST', '/conversations/conv_abc123/close')).status).toBe(503)
    expect((await ask('POST', '/conversations/conv_abc123/close')).status).toBe(200)
    expect(dataOf(await call('GET', '/faults'))).toEqual([])
  })

  it.each([
    { kind: 'fail', operation: '*', code: 'CHANNEL_ERROR', message: 'Down', retryAfter: 3, probability: 0.5 },
    { kind: 'delay', operation: 'getConversation', duration: { seconds: 2 }, where: { query: { include: 'messages' } } },
    { kind: 'drop', operation: 'createConversation', lost: 'answer', where: { body: { status: 'open' } } },
    { kind: 'malformed', operation: '*' },
    { kind: 'slow', operation: '*', duration: '2s', times: 2 },
    { kind: 'rateLimit', after: 3, retryAfter: 5 },
  ])('may be of the kind $kind', async (settings) => {
    const { call } = await startControlServer()
    const { status, body } = await call('POST', '/faults', settings)

    expect(status).toBe(201)
    expect(dataOf(await call('GET', '/faults'))).toEqual([body])
  })

  it('can be removed, alone or with all others', async () => {
    const { call, ask } = await startControlServer()
    const { body } = await call('POST', '/faults', { kind: 'fail', operation: '*' })
    await call('POST', '/faults', { kind: 'rateLimit', after: 0 })
    const { id } = Object(body)

    expect((await call('DELETE', `/faults/${id}`)).status).toBe(204)
    expect((await call('DELETE', `/faults/${id}`)).status).toBe(404)
    expect((await ask('GET', '/conversations')).status).toBe(429)
    expect((await call('DELETE', '/faults')).status).toBe(204)
    expect((await ask('GET', '/conversations')).status).toBe(200)
    expect(dataOf(await call('GET', '/faults'))).toEqual([])
  })

  it.each([
    [{ kind: 'crash', operation: '*' }, 'kind'],
    [{ kind: 'fail', operation: 'close' }, 'operation'],
    [{ kind: 'fail', operation: '*', status: 200 }, 'status'],
    [{ kind: 'fail', operation: '*', code: 'NOPE' }, 'code'],
    [{ kind: 'fail', operation: '*', probability: 2 }, 'probability'],
    [{ kind: 'delay', operation: '*', duration: 'soon' }, 'duration'],
    [{ kind: 'drop', operation: '*', lost: 'mind' }, 'lost'],
    [{ kind: 'drop', operation: '*', times: 0 }, 'times'],
    [{ kind: 'rateLimit', after: -1 }, 'after'],
    [{ operation: '*' }, 'kind'],
  ])('that is invalid is rejected, and not set: %o', async (settings, field) => {
    const { call } = await startControlServer()
    const response = await call('POST', '/faults', settings)

    expect(response.status).toBe(400)
    expect(fieldsOf(response)).toEqual([field])
    expect(dataOf(await call('GET', '/faults'))).toEqual([])
  })
})
