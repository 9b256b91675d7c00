import { describe, expect, it } from 'vitest'
import { emptyWorld, generateWorld, guideWorld } from '../../fixtures/index.js'
import type { World } from '../../src/index.js'
import { InvalidWorld, parseWorld } from '../../src/store/world.js'

type Conversation = World['conversations'][number]
type Message = World['messages'][number]

describe('a world', () => {
  it.each([
    ["the guide's", guideWorld],
    ['an empty one', emptyWorld],
    ['a generated one', generateWorld({ conversations: 50, seed: 4 })],
  ])('that is valid is used unchanged: %s', (_, world) => {
    expect(parseWorld(world)).toBe(world)
    expect(parseWorld(JSON.parse(JSON.stringify(world)))).toEqual(world)
  })

  it.each([
    ['nothing', undefined, 'world', 'world must be an object; got null'],
    ['text', 'world', 'world', 'world must be an object; got "world"'],
    ['an array', [], 'world', 'world must be an object; got []'],
    ['another version', { ...guideWorld, version: 2 }, 'version', 'version must be 1; got 2'],
    ['no users', { ...guideWorld, users: [] }, 'users', 'users must have at least 1 of them; got []'],
    ['a missing list', without('bots'), 'bots', 'bots is required'],
    ['a list too many', { ...guideWorld, teams: [] }, 'world', 'world has the unknown field "teams"'],
    ['a user without an email', { ...guideWorld, users: [{ id: 'u', name: 'U' }] }, 'users[0].email', 'users[0].email is required'],
    [
      'a channel of no type',
      { ...guideWorld, channels: [{ id: 'ch_xyz789', type: 'fax', name: 'Fax' }] },
      'channels[0].type',
      'channels[0].type must be one of whatsapp, telegram, facebook, instagram, webchat, sms, email, rcs; got "fax"',
    ],
    ['a status that is none', conversation({ status: 'done' }), 'conversations[0].status', 'open, pending, snoozed, closed; got "done"'],
    ['a field too many', conversation({ subject: 'x' }), 'conversations[0]', 'has the unknown field "subject"'],
    ['a count', conversation({ messageCount: 3 }), 'conversations[0]', 'has the unknown field "messageCount"'],
    ['an id with white space', conversation({ id: 'a b' }), 'conversations[0].id', '; got "a b"'],
    ['null', conversation({ priority: null }), 'conversations[0].priority', '; got null'],
    ['a time of another zone', conversation({ createdAt: '2024-01-15T10:00:00+01:00' }), 'conversations[0].createdAt', '+01:00"'],
    ['milliseconds', conversation({ createdAt: '2024-01-15T10:00:00.000Z' }), 'conversations[0].createdAt', '.000Z"'],
    ['a time before Unix time', { ...guideWorld, now: '1969-12-31T23:59:59Z' }, 'now', 'must not be before the year 1970'],
    ['a month that is none', conversation({ createdAt: '2024-13-15T10:00:00Z' }), 'conversations[0].createdAt', '2024-13-15'],
    ['a day that is none', conversation({ updatedAt: '2024-02-31T10:00:00Z' }), 'conversations[0].updatedAt', '2024-02-31'],
    ['a message without content', message({ content: undefined }), 'messages[0].content', 'messages[0].content is required'],
    ['a direction that is none', message({ direction: 'sideways' }), 'messages[0].direction', 'one of inbound, outbound; got "sideways"'],
  ])('with %s is rejected, with the path, the value and the rule', (_, world, field, message) => {
    const { problems } = errorOf(world)
    expect(problems.map((problem) => problem.field)).toContain(field)
    expect(problems.find((problem) => problem.field === field)?.message).toContain(message)
  })

  it.each([
    ['channelId', 'ch_nope', 'names no channel'],
    ['contactId', 'contact_nope', 'names no contact'],
    ['assigneeId', 'contact_123', 'names no user or bot'],
    ['botId', 'user_456', 'names no bot'],
    ['reopenedById', 'user_nope', 'names no user'],
    ['assignedById', 'bot_abc', 'names no user'],
    ['transferredById', 'user_nope', 'names no user'],
  ])('with a %s of an unknown record is rejected', (field, id, rule) => {
    expect(errorOf(conversation({ [field]: id })).problems).toEqual([
      { field: `conversations[0].${field}`, message: `conversations[0].${field} ${rule}; got "${id}"` },
    ])
  })

  it.each([
    ['botActive', conversation({ botId: undefined, botActive: true }), 'botActive goes with botId only; got true'],
    ['closedAt', conversation({ status: 'closed', closedById: 'user_456' }), 'closedAt is required with status closed'],
    ['closedById', conversation({ status: 'closed', closedAt: '2024-01-15T10:40:00Z' }), 'closedById is required with status closed'],
    ['closedAt', conversation({ closedAt: '2024-01-15T10:40:00Z' }), 'closedAt goes with status closed only; got "2024-01-15T10:40:00Z"'],
    ['closedById', conversation({ closedById: 'user_456' }), 'closedById goes with status closed only; got "user_456"'],
    ['resolution', conversation({ resolution: 'spam' }), 'resolution goes with status closed only; got "spam"'],
    ['closureReason', conversation({ closureReason: 'x' }), 'closureReason goes with status closed only; got "x"'],
    ['closureNotes', conversation({ closureNotes: 'x' }), 'closureNotes goes with status closed only; got "x"'],
    ['snoozedUntil', conversation({ status: 'snoozed' }), 'snoozedUntil is required with status snoozed'],
    [
      'snoozedUntil',
      conversation({ snoozedUntil: '2024-01-16T10:00:00Z' }),
      'snoozedUntil goes with status snoozed only; got "2024-01-16T10:00:00Z"',
    ],
    ['agentIds[1]', conversation({ agentIds: ['user_456', 'bot_abc'] }), 'agentIds[1] names no user; got "bot_abc"'],
  ])('whose %s contradicts the rest is rejected', (field, world, message) => {
    expect(errorOf(world).problems).toEqual([{ field: `conversations[0].${field}`, message: `conversations[0].${message}` }])
  })

  it.each([
    ['conversationId', message({ conversationId: 'conv_nope' }), 'conversationId names no conversation; got "conv_nope"'],
    ['senderId', message({ direction: 'outbound', senderId: 'contact_123' }), 'senderId names no user or bot; got "contact_123"'],
    [
      'senderId',
      message({ direction: 'inbound', senderId: 'user_456' }),
      'senderId goes with outbound messages only: the contact sends the inbound ones; got "user_456"',
    ],
  ])('with a message whose %s is invalid is rejected', (field, world, message) => {
    expect(errorOf(world).problems).toEqual([{ field: `messages[0].${field}`, message: `messages[0].${message}` }])
  })

  it('with an id twice in one collection is rejected; users and bots share their ids', () => {
    const [user] = guideWorld.users
    const [contact] = guideWorld.contacts
    const world = {
      ...guideWorld,
      users: [user, user],
      contacts: [contact, contact, contact],
      bots: [
        { id: 'bot_abc', name: 'B' },
        { id: 'user_456', name: 'B' },
      ],
    }
    expect(errorOf(world).problems).toEqual([
      { field: 'users[1].id', message: 'users[1].id must be unique; got "user_456"' },
      { field: 'bots[1].id', message: 'bots[1].id must be unique; got "user_456"' },
      { field: 'contacts[1].id', message: 'contacts[1].id must be unique; got "contact_123"' },
      { field: 'contacts[2].id', message: 'contacts[2].id must be unique; got "contact_123"' },
    ])
  })

  it('may have the same id in several collections', () => {
    const world = {
      ...guideWorld,
      channels: [...guideWorld.channels, { id: 'user_456', type: 'sms', name: 'SMS' }],
    }
    expect(parseWorld(world)).toBe(world)
  })

  it('with many errors names the first ten, and counts the rest', () => {
    const [contact] = guideWorld.contacts
    const error = errorOf({ ...guideWorld, contacts: Array.from({ length: 16 }, () => contact) })
    expect(error.name).toBe('InvalidWorld')
    expect(error.problems).toHaveLength(15)
    expect(error.message.split('\n')).toHaveLength(12)
    expect(error.message).toMatch(/^The world does not fit:\n {2}contacts\[1\]\.id must be unique; got "contact_123"\n/)
    expect(error.message).toMatch(/\n {2}and 5 more$/)
  })
})

function errorOf(world: unknown): InvalidWorld {
  try {
    parseWorld(world)
  } catch (error) {
    if (error instanceof InvalidWorld) return error
    throw error
  }
  throw new Error('the world was taken')
}

/** The guide's world with a changed conversation; `undefined` removes a value. */
function conversation(changes: Readonly<Record<string, unknown>>): unknown {
  const { botActive: _, ...plain }: Partial<Conversation> = { ...guideWorld.conversations[0] }
  return JSON.parse(JSON.stringify({ ...guideWorld, conversations: [{ ...plain, ...changes }] }))
}

/** The guide's world with one changed message. */
function message(changes: Readonly<Record<string, unknown>>): unknown {
  const plain: Partial<Message> = { ...guideWorld.messages[0] }
  return JSON.parse(JSON.stringify({ ...guideWorld, messages: [{ ...plain, ...changes }] }))
}

function without(list: keyof World): unknown {
  return Object.fromEntries(Object.entries(guideWorld).filter(([name]) => name !== list))
}
