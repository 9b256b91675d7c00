import { describe, expect, it } from 'vitest'
import { type Conversation, type ConversationRecord, toConversation } from '../../src/store/records.js'
import { Tally, type Traits } from '../../src/store/tally.js'

const SOME = [
  conversation({ status: 'open', channelId: 'ch_1', assigneeId: 'user_1', botId: 'bot_1' }),
  conversation({ status: 'open', channelId: 'ch_1', assigneeId: 'user_2' }),
  conversation({ status: 'open', channelId: 'ch_2', botId: 'bot_1' }),
  conversation({ status: 'pending', channelId: 'ch_2' }),
]

const COUNTS: readonly (readonly [Traits, number])[] = [
  [{}, 4],
  [{ status: 'open' }, 3],
  [{ status: 'closed' }, 0],
  [{ channelId: 'ch_2' }, 2],
  [{ assigneeId: 'user_1' }, 1],
  [{ botId: 'bot_1' }, 2],
  [{ status: 'open', channelId: 'ch_1' }, 2],
  [{ status: 'open', botId: 'bot_1' }, 2],
  [{ channelId: 'ch_1', botId: 'bot_1' }, 1],
  [{ channelId: 'ch_2', assigneeId: 'user_1' }, 0],
  [{ status: 'open', channelId: 'ch_1', assigneeId: 'user_1', botId: 'bot_1' }, 1],
  [{ status: 'pending', channelId: 'ch_1', assigneeId: 'user_1', botId: 'bot_1' }, 0],
]

describe('Tally', () => {
  it('counts conversations by every combination of what they have', () => {
    const tally = new Tally(SOME)
    for (const [traits, count] of COUNTS) expect({ traits, count: tally.of(traits) }).toEqual({ traits, count })
  })

  it('starts at nothing', () => {
    expect(new Tally().of({})).toBe(0)
  })

  it('counts a conversation in the place of its older version', () => {
    const tally = new Tally(SOME)
    const [old] = SOME
    tally.replace(old, conversation({ status: 'closed', channelId: 'ch_2' }))
    expect(tally.of({})).toBe(4)
    expect(tally.of({ status: 'open' })).toBe(2)
    expect(tally.of({ status: 'closed', channelId: 'ch_2' })).toBe(1)
    expect(tally.of({ assigneeId: 'user_1' })).toBe(0)
    expect(tally.of({ botId: 'bot_1' })).toBe(1)
  })

  it('counts a new conversation', () => {
    const tally = new Tally(SOME)
    tally.replace(undefined, conversation({ status: 'snoozed', channelId: 'ch_1' }))
    expect(tally.of({})).toBe(5)
    expect(tally.of({ status: 'snoozed' })).toBe(1)
  })

  it('counts on as before when nothing that it counts by has changed', () => {
    const tally = new Tally(SOME)
    const [old] = SOME
    if (old !== undefined) tally.replace(old, { ...old, updatedAt: '2024-02-01T00:00:00Z' })
    for (const [traits, count] of COUNTS) expect(tally.of(traits)).toBe(count)
  })

  it('and its forks do not see each other, whichever counts first', () => {
    const tally = new Tally(SOME)
    const fork = tally.fork()
    const other = fork.fork()
    fork.replace(undefined, conversation({ status: 'open', channelId: 'ch_1' }))
    tally.replace(SOME[3], conversation({ status: 'closed', channelId: 'ch_2' }))
    expect([tally, fork, other].map((one) => one.of({}))).toEqual([4, 5, 4])
    expect([tally, fork, other].map((one) => one.of({ status: 'pending' }))).toEqual([0, 1, 1])
    expect([tally, fork, other].map((one) => one.of({ status: 'open' }))).toEqual([3, 4, 3])
  })
})

function conversation(fields: Partial<ConversationRecord>): Conversation {
  const record = {
    id: 'conv_1',
    status: 'open',
    channelId: 'ch_1',
    contactId: 'contact_1',
    createdAt: '2024-01-15T10:00:00Z',
    updatedAt: '2024-01-15T10:00:00Z',
    ...fields,
  } as const
  return toConversation(record, { messageCount: 0, unreadCount: 0 }, 1)
}
