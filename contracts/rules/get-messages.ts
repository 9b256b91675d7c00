import type { Conversation } from '../client.js'
import { type RuleContext, rulesOf } from '../rule.js'
import type { Item } from './listing.js'
import { CONTENT_TYPES, idsOf, isTimestamp } from './response-values.js'
import { requireDocumentedError } from './unspecified.js'
import { withRetries } from './with-retries.js'

const { reads, writes } = rulesOf('getConversation', 'Get Conversation')

/** Number of messages included by default. */
const BY_DEFAULT = 20

/** The messages of a conversation: `includeMessages` and `messageLimit`. */
export const getMessagesRules = [
  reads('GET-13', 'documented', 'includeMessages is false by default, and then there are no messages', async (context) => {
    const { api, expect } = context
    const { id } = await wordiest(context)
    const [bare, without] = await Promise.all([api.get(id), api.get(id, { includeMessages: false })])
    expect([bare.relationships?.messages, without.relationships?.messages]).toEqual([undefined, undefined])
  }),

  reads(
    'GET-14',
    'documented',
    'includeMessages=true includes messages, each with id, direction, content and timestamp',
    async (context) => {
      const { api, expect } = context
      const { id } = await wordiest(context)
      const messages = messagesOf(await api.get(id, { includeMessages: true }))
      expect(messages.length).toBeGreaterThan(0)
      for (const message of messages) {
        expect(message).toMatchObject({
          id: expect.any(String),
          direction: expect.toBeOneOf(['inbound', 'outbound']),
          content: { type: expect.toBeOneOf([...CONTENT_TYPES]) },
          timestamp: expect.toSatisfy(isTimestamp),
        })
      }
      expect(new Set(idsOf(messages)).size, 'different ids').toBe(messages.length)
    },
  ),

  ...[1, 2, 5].map((messageLimit, i) =>
    reads(`GET-${15 + i}`, 'documented', `messageLimit is the number of messages to include: ${messageLimit}`, async (context) => {
      const { api, expect } = context
      const { id } = await wordiest(context)
      await withRetries(api, async () => {
        const conversation = await api.get(id, { includeMessages: true, messageLimit })
        expect(messagesOf(conversation).length).toBe(Math.min(messageLimit, conversation.attributes.messageCount))
      })
    }),
  ),

  reads('GET-18', 'documented', 'messageLimit is 20 by default', async (context) => {
    const { api, expect } = context
    const { id } = await wordiest(context)
    await withRetries(api, async () => {
      const [bare, twenty] = await Promise.all([
        api.get(id, { includeMessages: true }),
        api.get(id, { includeMessages: true, messageLimit: BY_DEFAULT }),
      ])
      expect(messagesOf(bare).length).toBe(Math.min(BY_DEFAULT, bare.attributes.messageCount))
      expect(idsOf(messagesOf(bare))).toEqual(idsOf(messagesOf(twenty)))
    })
  }),

  reads('GET-19', 'implied', 'the latest message is included, whatever the limit', async (context) => {
    const { api, expect } = context
    const { id, attributes } = await wordiest(context)
    await withRetries(api, async () => {
      const { data } = await api.list({ contactId: attributes.contact.id })
      const last = data.find((item) => item.id === id)?.attributes.lastMessage
      const conversation = await api.get(id, { includeMessages: true, messageLimit: 1 })
      const [only] = messagesOf(conversation)
      expect(Date.parse(only?.timestamp ?? '')).toBe(Date.parse(conversation.attributes.lastMessageAt ?? ''))
      if (last) expect(only).toMatchObject({ id: last.id, direction: last.direction, content: last.content })
    })
  }),

  reads('GET-20', 'implied', 'messages are sorted by time', async (context) => {
    const { api, expect, observe } = context
    const { id } = await wordiest(context)
    const times = messagesOf(await api.get(id, { includeMessages: true })).map(({ timestamp }) => Date.parse(timestamp))
    const upwards = (times.at(-1) ?? 0) >= (times[0] ?? 0)
    observe(`the ${upwards ? 'earliest' : 'latest'} message comes first`)
    expect(times).toEqual([...times].sort((a, b) => (upwards ? a - b : b - a)))
  }),

  reads('GET-21', 'implied', 'all messages are between firstMessageAt and lastMessageAt', async (context) => {
    const { api, expect } = context
    const { id } = await wordiest(context)
    await withRetries(api, async () => {
      const conversation = await api.get(id, { includeMessages: true, messageLimit: 100 })
      const { firstMessageAt, lastMessageAt, messageCount } = conversation.attributes
      const times = messagesOf(conversation).map(({ timestamp }) => Date.parse(timestamp))
      expect(Math.max(...times)).toBe(Date.parse(lastMessageAt ?? ''))
      if (messageCount <= times.length) expect(Math.min(...times)).toBe(Date.parse(firstMessageAt ?? ''))
      else expect(Math.min(...times)).toBeGreaterThanOrEqual(Date.parse(firstMessageAt ?? ''))
    })
  }),

  reads('GET-22', 'implied', 'messages belong to their own conversation', async (context) => {
    const { api, target, expect, skip } = context
    const two = (await target.conversations()).filter(({ attributes }) => attributes.messageCount > 0).slice(0, 2)
    if (two.length < 2) skip('fewer than two conversations on the server have messages')
    const [ids = [], others = []] = (await Promise.all(two.map(({ id }) => api.get(id, { includeMessages: true })))).map((conversation) =>
      idsOf(messagesOf(conversation)),
    )
    expect(ids.filter((id) => others.includes(id))).toEqual([])
  }),

  reads('GET-23', 'implied', 'a messageLimit or includeMessages of another type is rejected or corrected', async (context) => {
    const { api, target } = context
    const [item] = await target.conversations()
    for (const query of ['includeMessages=perhaps', 'includeMessages=true&messageLimit=0', 'includeMessages=true&messageLimit=x']) {
      requireDocumentedError(context, query, await api.call('GET', `/conversations/${encodeURIComponent(item?.id ?? '')}?${query}`))
    }
  }),

  writes('GET-24', 'implied', 'a conversation without messages includes none', async ({ api, expect, skip }) => {
    const { id, attributes } = await api.create()
    if (attributes.messageCount > 0) skip('a new conversation has messages already')
    expect((await api.get(id, { includeMessages: true })).relationships?.messages).toEqual([])
  }),

  writes(
    'GET-25',
    'documented',
    'of more than 20 messages, 20 are included by default, and all with a higher messageLimit',
    async (context) => {
      const { api, target, expect, observe } = context
      const users = [await target.userId(), await target.otherUserId()]
      const { id } = await api.create({ assigneeId: users[1] })
      for (let said = 0; said <= BY_DEFAULT; said++) {
        expect((await api.act(id, 'transfer', { toAssigneeId: users[said % 2], notifyContact: true })).status).toBe(200)
        if (said === 0 && (await api.get(id)).attributes.messageCount === 0)
          return observe('notifying the contact of a transfer is no message')
      }
      const [bare, more] = await Promise.all([{}, { messageLimit: 21 }].map((query) => api.get(id, { includeMessages: true, ...query })))
      expect([messagesOf(bare).length, messagesOf(more).length]).toEqual([BY_DEFAULT, BY_DEFAULT + 1])
    },
  ),
]

/** The conversation with the most messages. */
async function wordiest({ target, skip }: RuleContext): Promise<Item> {
  const items = await target.conversations()
  const most = Math.max(...items.map(({ attributes }) => attributes.messageCount))
  if (most === 0) skip('no conversation on the server has a message')
  return items.find(({ attributes }) => attributes.messageCount === most) ?? skip('there is no conversation on the server')
}

function messagesOf(conversation: Conversation | undefined) {
  return conversation?.relationships?.messages ?? []
}
