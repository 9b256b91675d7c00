import { describe, expect, it } from 'vitest'
import { nodeListener } from '../../src/adapters/node.js'
import { createMock } from '../../src/mock/create-mock.js'
import { exchange, http, startHttpServer } from './wire.js'

const KEY = 'Authorization: Bearer any'
const CONVERSATION = '/v1/conversations/conv_abc123'

describe('requests that a client sends over one connection without waiting', () => {
  it('are handled in order, whatever their latencies', async () => {
    const { port } = await startHttpServer(nodeListener(createMock(), { latency: '1-30' }))
    for (let i = 0; i < 10; i++) {
      const [close, reopen] = ['close', 'reopen'].map((action) =>
        http(`POST ${CONVERSATION}/${action} HTTP/1.1`, 'Host: a', KEY, 'Content-Length: 0'),
      )
      const get = http(`GET ${CONVERSATION} HTTP/1.1`, 'Host: a', KEY)
      const last = http(`GET ${CONVERSATION} HTTP/1.1`, 'Host: a', KEY, 'Connection: close')
      const received = await exchange(port, [close, get, reopen, last].join(''))
      const statuses = [...received.matchAll(/"conv_abc123","type":"conversation","attributes":\{"status":"(\w+)"/g)].map(
        ([, status]) => status,
      )

      expect(statuses).toEqual(['closed', 'closed', 'open', 'open'])
    }
  })
})
