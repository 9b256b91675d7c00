import { describe, expect, it } from 'vitest'
import { createMock } from '../../src/mock.js'
import { controlled, fieldsOf } from './controlled.js'

describe('a reset', () => {
  it('goes back to the start', async () => {
    const { call, ask, mock } = await controlled({}, createMock({ now: '2024-01-15T10:00:00Z' }))
    await ask('POST', '/conversations/conv_abc123/close')
    mock.faults.fail('*')
    const { status, body } = await call('POST', '/reset')

    expect(status).toBe(200)
    expect(body).toEqual({ now: expect.stringMatching(/^2024-01-15T10:00/), conversations: 1 })
    expect(mock.db.conversations.get('conv_abc123').status).toBe('open')
    expect(mock.faults.all()).toEqual([])
    expect(mock.requests.all()).toEqual([])
  })

  it('goes to other data, and comes back there the next time', async () => {
    const { call, mock } = await controlled()

    expect((await call('POST', '/reset', { world: 'empty' })).body).toMatchObject({ conversations: 0 })
    mock.db.contacts.create({ id: 'contact_new' })
    expect((await call('POST', '/reset', {})).body).toMatchObject({ conversations: 0 })
    expect(mock.db.contacts.count()).toBe(0)
    expect((await call('POST', '/reset', { world: 'guide' })).body).toMatchObject({ conversations: 1 })
    const { now: _, ...world } = createMock({ now: '2024-01-15T10:00:00Z' }).world()
    expect((await call('POST', '/reset', { world })).body).toMatchObject({ conversations: 1 })
  })

  it('generates conversations beside a world, the same ones for the same seed', async () => {
    const { call, mock } = await controlled()
    const ids = (): string[] => mock.db.conversations.findMany().map(({ id }) => id)

    expect((await call('POST', '/reset', { conversations: 20, seed: 7 })).body).toMatchObject({ conversations: 21, seed: 7 })
    const before = ids()
    expect((await call('POST', '/reset', { world: 'guide', conversations: 20, seed: 7 })).body).toMatchObject({ conversations: 21 })
    expect(ids()).toEqual(before)
    await call('POST', '/reset', { conversations: 20, seed: 8 })
    expect(ids()).not.toEqual(before)
    expect((await call('POST', '/reset', { conversations: 0 })).body).toMatchObject({ conversations: 1 })
  })

  it('with another seed makes other ids', async () => {
    const { call, mock } = await controlled()
    const made = (): string => mock.db.conversations.create({}).id
    const first = made()
    await call('POST', '/reset', { seed: 2 })
    const second = made()
    await call('POST', '/reset', { seed: 1 })

    expect(second).not.toBe(first)
    expect(made()).toBe(first)
  })

  it('changes nothing where it will not do', async () => {
    const { call, mock } = await controlled()
    mock.db.conversations.create({})
    const world = { ...mock.world(), users: [] }
    const answers = [
      await call('POST', '/reset', { world: 'full' }),
      await call('POST', '/reset', { world }),
      await call('POST', '/reset', { world, conversations: 3 }),
      await call('POST', '/reset', { conversations: -1 }),
      await call('POST', '/reset', { seed: 'one' }),
      await call('POST', '/reset', { world: { ...mock.world(), now: '1970-06-01T00:00:00Z' }, conversations: 3 }),
    ]

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 400])
    expect(answers.map((answer) => fieldsOf(answer)[0])).toEqual([
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
