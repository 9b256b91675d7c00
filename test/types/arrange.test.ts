import { describe, expect, expectTypeOf, it } from 'vitest'
import { createMock, type FaultSettings, type ListedFault, type NewConversation, type StoredConversation } from '../../src/index.js'

const { db, faults, events } = createMock()

describe('types for arranging', () => {
  it('accept existing values, in any part of a conversation', () => {
    expectTypeOf(
      db.conversations.create({ status: 'open', contact: { name: 'Ana' }, messages: ['Hi', 'Still there?'] }),
    ).toEqualTypeOf<StoredConversation>()
    expectTypeOf(db.conversations.create).toBeCallableWith()
    expectTypeOf<NewConversation['status']>().toEqualTypeOf<'open' | 'pending' | 'snoozed' | 'closed' | undefined>()
    expectTypeOf<{ status: undefined; messages: [{ text: string }] }>().toExtend<NewConversation>()
  })

  it.for([
    // @ts-expect-error: done is not a status
    () => db.conversations.create({ status: 'done' }),
    // @ts-expect-error: an unknown field
    () => db.conversations.create({ state: 'open' }),
    // @ts-expect-error: an unknown field of a contact
    () => db.conversations.create({ contact: { nickname: 'Ana' } }),
    // @ts-expect-error: tags must be a list
    () => db.conversations.create({ tags: 'vip' }),
    // @ts-expect-error: a text must be a string
    () => db.conversations.create({ messages: [{ text: 7 }] }),
    // @ts-expect-error: not a direction of a message
    () => db.conversations.create({ messages: [{ direction: 'in', text: 'Hi' }] }),
    // @ts-expect-error: a time must be a string
    () => db.conversations.create({ status: 'snoozed', snoozedUntil: new Date() }),
    // @ts-expect-error: done is not a status
    () => db.conversations.update('conv_abc123', { status: 'done' }),
    // @ts-expect-error: a message requires a conversation
    () => db.messages.create({ text: 'Hi' }),
    // @ts-expect-error: an unknown channel type
    () => db.channels.create({ type: 'fax' }),
    // @ts-expect-error: a name must be a string
    () => db.contacts.create({ name: 7 }),
  ])('reject at compile time what is rejected at run time: %s', (arrange) => {
    expect(arrange).toThrow(TypeError)
  })

  it('do not allow a message to move to another conversation', () => {
    // @ts-expect-error: a message cannot change its conversation
    expect(db.messages.update('msg_789', { conversationId: 'conv_other' }).conversationId).toBe('conv_abc123')
  })
})

describe('types of faults', () => {
  it.for([
    // @ts-expect-error: an unknown operation
    () => faults.fail('close'),
    // @ts-expect-error: an unknown code
    () => faults.fail('*', { code: 'NOT_FOUND' }),
    // @ts-expect-error: an unknown option
    () => faults.fail('*', { statusCode: 500 }),
    // @ts-expect-error: only the request or the response can be lost
    () => faults.drop('*', { lost: 'response' }),
    // @ts-expect-error: a delay requires a duration
    () => faults.delay('*'),
    // @ts-expect-error: an unknown unit
    () => faults.delay('*', { weeks: 1 }),
    // @ts-expect-error: a limit must be a number
    () => faults.rateLimit({}),
    // @ts-expect-error: a slow body requires a duration
    () => faults.slow('*'),
    // @ts-expect-error: a probability must be a number
    () => faults.malformed('*', { probability: '20%' }),
    // @ts-expect-error: an unknown part of a request
    () => faults.fail('*', { where: { path: '/conversations' } }),
    // @ts-expect-error: an unknown kind
    () => faults.set({ kind: 'crash', operation: '*' }),
    // @ts-expect-error: a dropped connection has no status
    () => faults.set({ kind: 'drop', operation: '*', status: 503 }),
    // @ts-expect-error: a delay requires a duration
    () => faults.set({ kind: 'delay', operation: '*' }),
    // @ts-expect-error: a rate limit applies to all operations
    () => faults.set({ kind: 'rateLimit', operation: '*', after: 3 }),
  ])('reject invalid faults at compile time too: %s', (set) => {
    expect(set).toThrow(TypeError)
  })
})

describe('listed faults', () => {
  it('are discriminated by their kinds, and can be set again except for their ids', () => {
    const fault = faults.set({ kind: 'delay', operation: '*', duration: '2s' })
    expectTypeOf(fault).toEqualTypeOf<ListedFault>()
    if (fault.kind === 'delay') expectTypeOf(fault.duration).toEqualTypeOf<number>()
    expectTypeOf<Omit<Extract<ListedFault, { kind: 'fail' }>, 'id'>>().toExtend<FaultSettings>()
    expectTypeOf<Omit<Extract<ListedFault, { kind: 'slow' }>, 'id'>>().toExtend<FaultSettings>()
    expect(faults.remove(fault.id)).toBe(true)
  })
})

describe('the type of the next event', () => {
  it('follows from the requested name', () => {
    const next = () => events.next('conversation.closed')
    expectTypeOf(next).returns.resolves.toHaveProperty('event').toEqualTypeOf<'conversation.closed'>()
    expectTypeOf(() => events.next('*'))
      .returns.resolves.toHaveProperty('timestamp')
      .toBeString()
  })

  it('rejects unknown names', async () => {
    // @ts-expect-error: an unknown event
    await expect(events.next('closed')).rejects.toThrow(TypeError)
  })
})
