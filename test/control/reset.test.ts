import { describe, expect, it } from 'vitest'
import { emptyWorld } from '../../fixtures/empty.js'
import { withConversations } from '../../fixtures/with-conversations.js'
import { createMock, startMock } from '../../src/mock/create-mock.js'
import type { Persistence } from '../../src/mock/persistence.js'
import { exchange, http } from '../adapters/wire.js'
import { fieldsOf, startControlServer } from './control-server.js'

describe('a reset', () => {
  it('restores the start state', async () => {
    const { call, ask, mock } = await startControlServer({}, createMock({ now: '2024-01-15T10:00:00Z' }))
    await ask('POST', '/conversations/conv_abc123/close')
    mock.faults.fail('*')
    const { status, body } = await call('POST', '/reset')

    expect(status).toBe(200)
    expect(body).toEqual({ now: expect.stringMatching(/^2024-01-15T10:00/), conversations: 1 })
    expect(mock.db.conversations.get('conv_abc123').status).toBe('open')
    expect(mock.faults.all()).toEqual([])
    expect(mock.requests.all()).toEqual([])
  })

  it.each(['/v1', ''])('is executed after earlier requests, below %j', async (basePath) => {
    const { call, mock, server } = await startControlServer({ basePath })
    await call('GET', '/clock') // from here on nothing has to be loaded first
    const close = http(
      `POST ${basePath}/conversations/conv_abc123/close HTTP/1.1`,
      'Host: 127.0.0.1',
      'Authorization: Bearer k',
      'Content-Length: 0',
    )
    const reset = http('POST /_mock/reset HTTP/1.1', 'Host: 127.0.0.1', 'Content-Length: 0', 'Connection: close')
    const responses = await exchange(server.port, close + reset)

    expect(responses.match(/HTTP\/1.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200'])
    expect(mock.db.conversations.get('conv_abc123').status).toBe('open')
    expect(mock.requests.all()).toEqual([])
  })

  it('can replace the data, and the next reset restores those', async () => {
    const { call, mock } = await startControlServer()

    expect((await call('POST', '/reset', { world: 'empty' })).body).toMatchObject({ conversations: 0 })
    mock.db.contacts.create({ id: 'contact_new' })
    expect((await call('POST', '/reset', {})).body).toMatchObject({ conversations: 0 })
    expect(mock.db.contacts.count()).toBe(0)
    expect((await call('POST', '/reset', { world: 'guide' })).body).toMatchObject({ conversations: 1 })
    const { now: _, ...world } = createMock({ now: '2024-01-15T10:00:00Z' }).world()
    expect((await call('POST', '/reset', { world })).body).toMatchObject({ conversations: 1 })
  })

  it('generates conversations in addition to a world, the same for the same seed', async () => {
    const { call, mock } = await startControlServer()
    const ids = (): string[] => mock.db.conversations.findMany().map(({ id }) => id)

    expect((await call('POST', '/reset', { conversations: 20, seed: 7 })).body).toMatchObject({ conversations: 21, seed: 7 })
    const before = ids()
    expect((await call('POST', '/reset', { world: 'guide', conversations: 20, seed: 7 })).body).toMatchObject({ conversations: 21 })
    expect(ids()).toEqual(before)
    await call('POST', '/reset', { conversations: 20, seed: 8 })
    expect(ids()).not.toEqual(before)
    expect((await call('POST', '/reset', { conversations: 0 })).body).toMatchObject({ conversations: 1 })
  })

  it('with another seed generates other ids', async () => {
    const { call, mock } = await startControlServer()
    const made = (): string => mock.db.conversations.create({}).id
    const first = made()
    await call('POST', '/reset', { seed: 2 })
    const second = made()
    await call('POST', '/reset', { seed: 1 })

    expect(second).not.toBe(first)
    expect(made()).toBe(first)
  })

  it('uses the initial clock, seed and world when only conversations are given', async () => {
    const now = '2024-03-01T10:00:00Z'
    const start = { ...emptyWorld, organization: { id: 'org_own', name: 'Own' } }
    const world = await withConversations(start, { conversations: 5, seed: 7, now })
    const { call, mock } = await startControlServer({}, createMock({ world, now, seed: 7 }))
    const ids = (): string[] => mock.db.conversations.findMany().map(({ id }) => id)
    const before = ids()
    await call('POST', '/reset', { conversations: 5 })

    expect(ids()).toEqual(before)
    expect(mock.world().organization.id).toBe('org_own')
    for (const body of [{ conversations: 10 }, { conversations: 0 }, { world: 'guide' }, { world: 'guide', conversations: 2 }]) {
      expect((await call('POST', '/reset', body)).body).toMatchObject({ now: expect.stringMatching(/^2024-03-01T10:00/) })
    }
    expect((await call('POST', '/reset', { world: { ...start, now: '2024-05-01T10:00:00Z' } })).body).toMatchObject({
      now: expect.stringMatching(/^2024-05-01T10:00/),
    })
  })

  it('that cannot be stored returns a server error', async () => {
    let isFull = false
    const persistence: Persistence = {
      loaded: undefined,
      rollback: () => undefined,
      attach() {},
      flush() {},
      tryFlush() {},
      replaceAll() {
        if (isFull) throw new Error('ENOSPC: no space left on device, write')
      },
    }
    const { call, mock, url } = await startControlServer({}, startMock(emptyWorld, {}, persistence))
    mock.db.contacts.create({})
    isFull = true
    const response = await fetch(`${url}/reset`, { method: 'POST' })

    expect(response.status).toBe(500)
    const message = 'linktor-mock could not write this to its data file: ENOSPC: no space left on device, write; nothing was changed'
    expect(await response.json()).toMatchObject({ error: { code: 'INTERNAL_ERROR', message } })
    expect(mock.db.contacts.count()).toBe(1)
    isFull = false
    expect((await call('POST', '/reset')).status).toBe(200)
  })

  it('changes nothing when invalid', async () => {
    const { call, mock } = await startControlServer()
    mock.db.conversations.create({})
    const world = { ...mock.world(), users: [] }
    const responses = [
      await call('POST', '/reset', { world: 'full' }),
      await call('POST', '/reset', { world }),
      await call('POST', '/reset', { world, conversations: 3 }),
      await call('POST', '/reset', { conversations: -1 }),
      await call('POST', '/reset', { seed: 'one' }),
      await call('POST', '/reset', { world: { ...mock.world(), now: '1970-06-01T00:00:00Z' }, conversations: 3 }),
    ]

    expect(responses.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 400])
    expect(responses.map((response) => fieldsOf(response)[0])).toEqual([
      'world',
      'world.users',
      'world.users',
      'conversations',
      'seed',
      'conversations',
    ])
    expect(mock.db.conversations.count()).toBe(2)
  })
})
