import { describe, expect, it } from 'vitest'
import { controlled, dataOf, fieldsOf } from './controlled.js'

describe('a snapshot', () => {
  it('can be taken, read, restored repeatedly, and deleted', async () => {
    const { call, mock } = await controlled()
    const taken = await call('POST', '/snapshots/before%20the%20sale')
    mock.db.conversations.create({})

    expect(taken).toMatchObject({ status: 201, body: { name: 'before the sale', conversations: 1 } })
    expect((await call('GET', '/snapshots/before%20the%20sale')).body).toEqual(taken.body)
    expect(dataOf(await call('GET', '/snapshots'))).toEqual([taken.body])
    for (const _ of [1, 2]) {
      expect(await call('POST', '/snapshots/before%20the%20sale/restore')).toMatchObject({ status: 200, body: { conversations: 1 } })
      mock.db.conversations.create({})
    }
    expect((await call('DELETE', '/snapshots/before%20the%20sale')).status).toBe(204)
    expect(dataOf(await call('GET', '/snapshots'))).toEqual([])
  })

  it('survives a reset', async () => {
    const { call, mock } = await controlled()
    mock.db.conversations.create({})
    await call('POST', '/snapshots/two')
    await call('POST', '/reset')

    expect((await call('POST', '/snapshots/two/restore')).body).toMatchObject({ conversations: 2 })
  })

  it('that is unknown returns an error, and nothing changes', async () => {
    const { call, mock } = await controlled()
    mock.db.conversations.create({})
    const answers = [
      await call('GET', '/snapshots/nope'),
      await call('POST', '/snapshots/nope/restore'),
      await call('DELETE', '/snapshots/nope'),
    ]

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
    expect(answers[1]?.body).toMatchObject({ error: { code: 'RESOURCE_NOT_FOUND', message: 'There is no snapshot "nope"' } })
    expect(mock.db.conversations.count()).toBe(2)
  })

  it('has a readable name', async () => {
    const { call } = await controlled()

    expect(fieldsOf(await call('POST', `/snapshots/${'n'.repeat(201)}`))).toEqual(['name'])
    expect(fieldsOf(await call('POST', '/snapshots/%00'))).toEqual(['name'])
  })
})
