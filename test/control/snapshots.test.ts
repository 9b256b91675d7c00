import { describe, expect, it } from 'vitest'
import { dataOf, fieldsOf, startControlServer } from './control-server.js'

describe('a snapshot', () => {
  it('can be taken, read, restored repeatedly, and deleted', async () => {
    const { call, mock } = await startControlServer()
    const created = await call('POST', '/snapshots/before%20the%20sale')
    mock.db.conversations.create({})

    expect(created).toMatchObject({ status: 201, body: { name: 'before the sale', conversations: 1 } })
    expect((await call('GET', '/snapshots/before%20the%20sale')).body).toEqual(created.body)
    expect(dataOf(await call('GET', '/snapshots'))).toEqual([created.body])
    for (const _ of [1, 2]) {
      expect(await call('POST', '/snapshots/before%20the%20sale/restore')).toMatchObject({ status: 200, body: { conversations: 1 } })
      mock.db.conversations.create({})
    }
    expect((await call('DELETE', '/snapshots/before%20the%20sale')).status).toBe(204)
    expect(dataOf(await call('GET', '/snapshots'))).toEqual([])
  })

  it('survives a reset', async () => {
    const { call, mock } = await startControlServer()
    mock.db.conversations.create({})
    await call('POST', '/snapshots/two')
    await call('POST', '/reset')

    expect((await call('POST', '/snapshots/two/restore')).body).toMatchObject({ conversations: 2 })
  })

  it('that is unknown returns an error, and nothing changes', async () => {
    const { call, mock } = await startControlServer()
    mock.db.conversations.create({})
    const responses = [
      await call('GET', '/snapshots/nope'),
      await call('POST', '/snapshots/nope/restore'),
      await call('DELETE', '/snapshots/nope'),
    ]

    expect(responses.map(({ status }) => status)).toEqual([404, 404, 404])
    expect(responses[1]?.body).toMatchObject({ error: { code: 'RESOURCE_NOT_FOUND', message: 'There is no snapshot "nope"' } })
    expect(mock.db.conversations.count()).toBe(2)
  })

  it('has a readable name', async () => {
    const { call } = await startControlServer()

    expect(fieldsOf(await call('POST', `/snapshots/${'n'.repeat(201)}`))).toEqual(['name'])
    expect(fieldsOf(await call('POST', '/snapshots/%00'))).toEqual(['name'])
  })
})
