import { describe, expect, it } from 'vitest'
import { createMock } from '../../src/mock/create-mock.js'
import type { LogEntry } from '../../src/server.js'
import { dataOf, fieldsOf, startControlServer } from './control-server.js'

const one = { authorization: 'Bearer worker-1' }
const two = { authorization: 'Bearer worker-2' }

describe('when each key has a sandbox', () => {
  it('a call acts on the sandbox of the given key, or otherwise on the root mock', async () => {
    const { call, ask, mock } = await startControlServer({}, createMock({ sandboxPerKey: true }))
    await ask('POST', '/conversations/conv_abc123/close', undefined, 'worker-1')
    await call('PATCH', '/clock', { now: '2024-01-15T10:00:00Z', frozen: true }, two)
    await call('POST', '/faults', { kind: 'fail', operation: '*' }, two)

    expect(dataOf(await call('GET', '/requests', undefined, one))).toHaveLength(1)
    expect(dataOf(await call('GET', '/requests', undefined, two))).toHaveLength(0)
    expect(dataOf(await call('GET', '/requests'))).toHaveLength(0)
    expect((await call('GET', '/clock', undefined, one)).body).toMatchObject({ frozen: false })
    expect(mock.clock.frozen).toBe(false)
    expect((await ask('GET', '/conversations', undefined, 'worker-1')).status).toBe(200)
    expect((await ask('GET', '/conversations', undefined, 'worker-2')).status).toBe(500)
    await call('POST', '/reset', undefined, two)
    expect((await ask('GET', '/conversations', undefined, 'worker-2')).status).toBe(200)
    expect(mock.sandboxes.of('worker-1').db.conversations.get('conv_abc123').status).toBe('closed')
  })

  it('sandboxes can be listed and deleted', async () => {
    const { call, ask, mock } = await startControlServer({}, createMock({ sandboxPerKey: true }))
    for (const key of ['worker-1', 'a/b c', 'worker-3']) mock.sandboxes.of(key).db.conversations.create({})

    expect(dataOf(await call('GET', '/sandboxes'))).toEqual([{ key: 'worker-1' }, { key: 'a/b c' }, { key: 'worker-3' }])
    expect((await call('DELETE', `/sandboxes/${encodeURIComponent('a/b c')}`)).status).toBe(204)
    expect((await call('DELETE', `/sandboxes/${encodeURIComponent('a/b c')}`)).status).toBe(404)
    expect(dataOf(await call('GET', '/sandboxes'))).toHaveLength(2)
    expect((await call('DELETE', '/sandboxes')).status).toBe(204)
    expect(dataOf(await call('GET', '/sandboxes'))).toEqual([])
    expect((await ask('GET', '/conversations', undefined, 'worker-1')).body).toMatchObject({ meta: { pagination: { totalCount: 1 } } })
  })

  it('a key that the API rejects gets no sandbox', async () => {
    const { call, mock } = await startControlServer({}, createMock({ sandboxPerKey: true, apiKeys: ['worker-1'] }))

    expect((await call('GET', '/clock', undefined, two)).status).toBe(401)
    expect((await call('POST', '/reset', undefined, { authorization: 'Bearer invalid-1' })).status).toBe(401)
    expect((await call('GET', '/clock', undefined, one)).status).toBe(200)
    expect(mock.sandboxes.keys()).toEqual(['worker-1'])
  })

  it('checking whether a sandbox exists does not count as use', () => {
    const { sandboxes } = createMock({ sandboxPerKey: true })
    const [first, second] = [sandboxes.of('worker-1'), sandboxes.of('worker-2')]

    expect(sandboxes.has(first)).toBe(true)
    expect(sandboxes.keys()).toEqual(['worker-1', 'worker-2'])
    sandboxes.delete('worker-2')
    expect(sandboxes.has(second)).toBe(false)
  })

  it('a key in the path is never logged', async () => {
    const entries: LogEntry[] = []
    const { call } = await startControlServer({ log: (entry) => entries.push(entry) }, createMock({ sandboxPerKey: true }))
    await call('DELETE', '/sandboxes/w1')
    await call('DELETE', '/sandboxes/w%31')

    expect(entries.map(({ path }) => path)).toEqual(['/_mock/sandboxes/***', '/_mock/sandboxes/***'])
  })
})

describe('when all keys share one state', () => {
  it('a key makes no difference, and there are no sandboxes', async () => {
    const { call, ask } = await startControlServer()
    await ask('GET', '/conversations')

    expect(dataOf(await call('GET', '/requests', undefined, one))).toHaveLength(1)
    expect(dataOf(await call('GET', '/sandboxes'))).toEqual([])
    expect((await call('DELETE', '/sandboxes/worker-1')).status).toBe(404)
  })

  it('an invalid key is rejected', async () => {
    const { call, mock } = await startControlServer()
    mock.db.conversations.create({})

    expect(fieldsOf(await call('POST', '/reset', undefined, { authorization: 'worker-1' }))).toEqual(['Authorization'])
    expect(mock.db.conversations.count()).toBe(2)
  })
})
