import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../../src/adapters/node/log-entry.js'
import { nodeListener } from '../../src/adapters/node.js'
import { createMock } from '../../src/mock/create-mock.js'
import { deferred, startHttpServer } from './wire.js'

const KEY = { authorization: 'Bearer demo-key' }
const json = { ...KEY, 'content-type': 'application/json' }

describe('the log of the listener', () => {
  async function logOf(send: (origin: string) => Promise<unknown>, secrets: readonly string[] = []): Promise<LogEntry> {
    const entry = deferred<LogEntry>()
    const { origin } = await startHttpServer(nodeListener(createMock(), { log: entry.resolve, secrets }))
    await send(origin)
    return entry.promise
  }

  it('includes the request and the response', async () => {
    const entry = await logOf((origin) =>
      fetch(`${origin}/v1/conversations/conv_none?limit=5`, { headers: { ...KEY, 'x-request-id': 'mine' } }),
    )

    expect(entry).toEqual({
      method: 'GET',
      path: '/v1/conversations/conv_none?limit=5',
      status: 404,
      milliseconds: expect.any(Number),
      operationId: 'getConversation',
      errorCode: 'CONVERSATION_NOT_FOUND',
      requestId: 'mine',
      unknown: ['?limit'],
    })
  })

  it.each([
    ['in the header', '/v1/conversations', KEY],
    ['in a header without a scheme', '/v1/conversations?search=demo-key', { authorization: 'demo-key' }],
    ['in a header of another name', '/v1/conversations/demo-key', { 'x-api-key': 'demo-key' }],
    ['in a parameter with such a name', '/v1/conversations?apiKey=demo-key&page=1', {}],
    ['in a parameter, escaped', '/v1/conversations?search=demo%2Dkey', KEY],
    ['in the midst of a parameter', '/v1/conversations?search=xdemo-keyx', KEY],
    ['as a parameter', '/v1/conversations?demo-key', KEY],
    ['as a parameter with a value', '/v1/conversations?demo-key=1', KEY],
    ['in the path', '/v1/demo-key/conversations', KEY],
    ['as a request id', '/v1/conversations', { ...KEY, 'x-request-id': 'demo-key' }],
  ])('never contains a key %s', async (_, path, headers) => {
    const entry = await logOf((origin) => fetch(origin + path, { headers }))

    expect(JSON.stringify(entry)).not.toMatch(/demo.*key/)
  })

  it.each(['sk_live_1', 'Bearer%20abc', 'eyJhbGciOi.J9.x', 'api-abc', 'some-token', 'A1b2C3d4E5f6A1b2C3d4E5f6A1b2C3d4E5f6'])(
    'hides %s, which looks like a key',
    async (value) => {
      expect((await logOf((origin) => fetch(`${origin}/v1/conversations?search=${value}`))).path).toBe('/v1/conversations?search=***')
    },
  )

  it('hides the configured names', async () => {
    const entry = await logOf((origin) => fetch(`${origin}/v1/conversations?search=hush&a=1?b`), ['hush'])

    expect(entry.path).toBe('/v1/conversations?search=***&a=1?b')
  })

  it('leaves everything else readable', async () => {
    const path = '/v1/conversations/conv_abc123?api_version=2&search=%C3%A1%20%E0%A4%A&startDate=2024-01-15T10:00:00Z&status=open'

    expect((await logOf((origin) => fetch(origin + path, { headers: KEY }))).path).toBe(path)
  })

  it('contains no terminal control characters', async () => {
    const body = JSON.stringify({ '\u001b[31mred\n': 1 })
    const entry = await logOf((origin) => fetch(`${origin}/v1/conversations/conv_abc123`, { method: 'PATCH', headers: json, body }))

    expect(entry.unknown).toEqual(['\\u001b[31mred\\u000a'])
  })
})
