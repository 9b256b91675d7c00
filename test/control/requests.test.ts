import { describe, expect, it } from 'vitest'
import { type ControlServer, dataOf, fieldsOf, startControlServer } from './control-server.js'

const CLOSE = '/conversations/conv_abc123/close'

async function startWithRequests(): Promise<ControlServer> {
  const served = await startControlServer()
  served.mock.faults.malformed('getConversation')
  await served.ask('GET', '/conversations?limit=5&status=open', undefined, 'sk_live_secret')
  await served.ask('POST', CLOSE, { resolution: 'resolved' })
  await served.ask('POST', CLOSE, { resolution: 'gone' })
  await served.ask('GET', '/conversations/conv_abc123')
  return served
}

describe('the requests', () => {
  it('are listed with their responses, the newest last', async () => {
    const { call } = await startWithRequests()
    const found = dataOf(await call('GET', '/requests'))

    expect(found.map(({ id, method, path, status }) => [id, method, path, status])).toEqual([
      [1, 'GET', '/conversations', 200],
      [2, 'POST', CLOSE, 200],
      [3, 'POST', CLOSE, 400],
      [4, 'GET', '/conversations/conv_abc123', 200],
    ])
    expect(found[1]).toMatchObject({
      operation: 'closeConversation',
      body: { resolution: 'resolved' },
      response: { headers: { 'content-type': 'application/json; charset=utf-8' }, body: { data: { id: 'conv_abc123' } } },
      duration: expect.any(Number),
      unknown: [],
      unexpected: [],
      violations: [],
    })
  })

  it('include the contract violations of both', async () => {
    const { call } = await startWithRequests()
    const [list, , close, get] = dataOf(await call('GET', '/requests'))

    expect(list).toMatchObject({ unknown: ['?limit'], unexpected: ['?limit is not known to this operation, and ignored'], violations: [] })
    expect(close).toMatchObject({ unexpected: [expect.stringMatching(/^resolution must be one of/)], violations: [] })
    expect(get).toMatchObject({ fault: 'malformed', unexpected: [], violations: [expect.stringMatching(/^body must be an object/)] })
    expect(dataOf(await call('GET', '/requests/unexpected'))).toMatchObject([
      { request: 'GET /conversations' },
      { request: `POST ${CLOSE}` },
    ])
  })

  it.each([
    ['operation=closeConversation', [2, 3]],
    ['method=get', [1, 4]],
    [`path=${encodeURIComponent(CLOSE)}&status=400`, [3]],
    ['fault=malformed', [4]],
    ['since=2', [3, 4]],
    ['limit=1', [4]],
    ['since=1&limit=2&method=POST', [2, 3]],
    ['since=4', []],
  ])('are found by %s', async (query, ids) => {
    const { call } = await startWithRequests()

    expect(dataOf(await call('GET', `/requests?${query}`)).map(({ id }) => id)).toEqual(ids)
  })

  it('return an error for an invalid filter', async () => {
    const { call } = await startWithRequests()

    expect(fieldsOf(await call('GET', '/requests?status=two&limit=0&since=-1&fault=bug'))).toEqual(
      ['status', 'limit', 'since', 'fault'].sort(by),
    )
    expect(fieldsOf(await call('GET', '/requests?limit=1&limit=2'))).toEqual(['limit'])
  })

  it('contain no key', async () => {
    const { call, ask } = await startWithRequests()
    await ask('GET', '/sk_live_secret?token=abc', undefined, 'sk_live_secret')
    const { text } = await call('GET', '/requests')

    expect(text).toContain('"authorization":"***"')
    expect(text).toContain('"path":"/***","query":{"token":"***"}')
    expect(text.replaceAll(/"(message|unexpected)":.*?[\]}]/g, '')).not.toContain('sk_live_secret')
  })

  it('can be cleared, and ids continue', async () => {
    const { call, ask } = await startWithRequests()
    expect((await call('DELETE', '/requests')).status).toBe(204)
    expect(dataOf(await call('GET', '/requests'))).toEqual([])
    expect(dataOf(await call('GET', '/requests/unexpected'))).toEqual([])
    await ask('GET', '/conversations')

    expect(dataOf(await call('GET', '/requests')).map(({ id }) => id)).toEqual([5])
  })

  it('do not include calls of the control plane', async () => {
    const { call, mock } = await startControlServer()
    await call('GET', '/clock')

    expect(mock.requests.all()).toEqual([])
  })
})

/** In the order of the control document. */
function by(a: string, b: string): number {
  const order = ['status', 'fault', 'since', 'limit']
  return order.indexOf(a) - order.indexOf(b)
}
