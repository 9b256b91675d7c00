import { describe, expect, it } from 'vitest'
import { MessageThread } from '../../src/store/message-thread.js'
import { Messages } from '../../src/store/messages.js'
import type { Message } from '../../src/store/records.js'

describe('MessageThread', () => {
  it('counts its messages, and returns the first and the last', () => {
    const thread = new MessageThread([message('a', 1), message('b', 2, { status: 'read' }), message('c', 3, { direction: 'outbound' })])
    expect(thread.facts).toEqual({
      messageCount: 3,
      unreadCount: 1,
      firstMessageAt: at(1),
      lastMessageAt: at(3),
      lastMessageId: 'c',
    })
    expect(new MessageThread([]).facts).toEqual({
      messageCount: 0,
      unreadCount: 0,
      firstMessageAt: undefined,
      lastMessageAt: undefined,
      lastMessageId: undefined,
    })
  })

  it('inserts a message after all that are not later', () => {
    const thread = new MessageThread([message('a', 1), message('c', 3)])
    expect(idsOf(thread.with(message('b', 2)))).toEqual(['a', 'b', 'c'])
    expect(idsOf(thread.with(message('b', 1)))).toEqual(['a', 'b', 'c'])
    expect(idsOf(thread.with(message('b', 3)))).toEqual(['a', 'c', 'b'])
    expect(idsOf(thread.with(message('b', 0)))).toEqual(['b', 'a', 'c'])
    expect(idsOf(thread)).toEqual(['a', 'c'])
  })

  it('replaces the message with the same id', () => {
    const thread = new MessageThread([message('a', 1), message('b', 2), message('c', 3)])
    expect(idsOf(thread.with(message('a', 4)))).toEqual(['b', 'c', 'a'])
    expect(thread.with(message('b', 2, { status: 'read' })).facts.unreadCount).toBe(2)
  })

  it('returns its latest messages, oldest first', () => {
    const thread = new MessageThread([message('a', 1), message('b', 2), message('c', 3)])
    expect(thread.latest(2).map(({ id }) => id)).toEqual(['b', 'c'])
    expect(thread.latest(9)).toHaveLength(3)
  })

  it('matches text and captions of single messages, in lower case', () => {
    const thread = new MessageThread([
      message('a', 1, { content: { type: 'text', text: 'Hello THERE' } }),
      message('b', 2, { content: { type: 'image', url: 'https://a.b/secret.png', caption: 'A Cat', filename: 'secret.png' } }),
      message('c', 3, { content: { type: 'image', url: 'https://a.b/secret.png' } }),
      message('d', 4, { content: { type: 'location', latitude: 1, longitude: 2, name: 'Secret' } }),
      message('e', 5, { content: { type: 'buttons', text: 'Pick\none', buttons: [{ id: 'secret', title: 'Secret' }] } }),
      message('f', 6, { content: { type: 'template', name: 'secret' } }),
    ])
    for (const text of ['hello', 'o the', 'a cat', 'pick\none'])
      expect({ text, matches: thread.matchesText(text) }).toEqual({ text, matches: true })
    for (const text of ['secret', 'there\na cat', 'Hello', 'nothing'])
      expect({ text, matches: thread.matchesText(text) }).toEqual({ text, matches: false })
  })
})

describe('Messages', () => {
  const some = [message('b', 2), message('x', 2, { conversationId: 'conv_2' }), message('a', 1), message('c', 2)]

  it('finds messages by id, and by conversation with the oldest first', () => {
    const messages = Messages.of(some)
    expect(messages.get('x')?.conversationId).toBe('conv_2')
    expect(messages.has('nope')).toBe(false)
    expect(idsOf(messages.of('conv_1'))).toEqual(['a', 'b', 'c'])
    expect(idsOf(messages.of('conv_2'))).toEqual(['x'])
    expect(idsOf(messages.of('conv_3'))).toEqual([])
    expect(messages.toArray().map(({ timestamp }) => timestamp)).toEqual([at(1), at(2), at(2), at(2)])
    expect([...messages.threads()].map(idsOf).toSorted()).toEqual([['a', 'b', 'c'], ['x']])
  })

  it('adds a message to its thread', () => {
    const messages = Messages.of(some)
    expect(messages.put(message('d', 0)).facts).toMatchObject({ messageCount: 4, firstMessageAt: at(0) })
    expect(messages.put(message('new', 5, { conversationId: 'conv_3' })).facts.messageCount).toBe(1)
    expect(messages.get('d')).toMatchObject({ id: 'd' })
    expect(idsOf(messages.of('conv_1'))).toEqual(['d', 'a', 'b', 'c'])
    expect(idsOf(messages.of('conv_3'))).toEqual(['new'])
  })

  it('keeps a fork and its origin apart', () => {
    const messages = Messages.of(some)
    const fork = messages.fork()
    fork.put(message('fork', 9))
    messages.put(message('origin', 9))
    expect(idsOf(messages.of('conv_1'))).toEqual(['a', 'b', 'c', 'origin'])
    expect(idsOf(fork.of('conv_1'))).toEqual(['a', 'b', 'c', 'fork'])
    expect([messages.has('fork'), fork.has('origin')]).toEqual([false, false])
  })
})

function message(id: string, second: number, fields: Partial<Message> = {}): Message {
  return {
    id,
    conversationId: 'conv_1',
    direction: 'inbound',
    content: { type: 'text', text: id },
    status: 'delivered',
    timestamp: at(second),
    ...fields,
  }
}

function at(second: number): string {
  return `2024-01-15T10:00:0${second}Z`
}

function idsOf({ messages }: MessageThread): string[] {
  return messages.map(({ id }) => id)
}
