import { errorOf } from '../client.js'
import { type Rule, rulesOf } from '../rule.js'
import { UNKNOWN_ID } from '../target.js'
import { getMessagesRules } from './get-messages.js'
import { type Item, MOST } from './listing.js'
import { CHANNEL_TYPES, changes, idsOf, isTimestamp, STATUSES } from './response-values.js'
import { requireDocumentedError } from './unspecified.js'
import { withRetries } from './with-retries.js'

const { reads, writes, answersFit } = rulesOf('getConversation', 'Get Conversation')

/** Fields of both the list and get. */
const SHOWN_BY_BOTH = ['status', 'channel', 'contact', 'assignee', 'unreadCount', 'messageCount', 'metadata', 'createdAt', 'updatedAt']

const getAttributesRules = [
  reads('GET-01', 'documented', 'it returns 200 with the conversation of the id', async ({ api, target, expect }) => {
    for (const { id } of (await target.conversations()).slice(-3)) {
      const { status, body } = await api.call('GET', `/conversations/${encodeURIComponent(id)}`)
      expect([status, body]).toMatchObject([200, { data: { id, type: 'conversation', attributes: expect.any(Object) } }])
    }
  }),

  reads('GET-02', 'documented', 'it shows status, channel, contact, counts, metadata and tags', async ({ api, target, expect }) => {
    for (const { id } of (await target.conversations()).slice(0, 3)) {
      const { attributes } = await api.get(id)
      expect(attributes, id).toMatchObject({
        status: expect.toBeOneOf([...STATUSES]),
        channel: { id: expect.any(String), type: expect.toBeOneOf([...CHANNEL_TYPES]), name: expect.any(String) },
        contact: { id: expect.any(String) },
        unreadCount: expect.toSatisfy(Number.isInteger),
        messageCount: expect.toSatisfy(Number.isInteger),
        metadata: expect.any(Object),
        tags: expect.any(Array),
      })
      expect(attributes.tags.filter((tag) => typeof tag !== 'string')).toEqual([])
    }
  }),

  reads(
    'GET-03',
    'documented',
    'it shows createdAt, updatedAt, firstMessageAt and lastMessageAt',
    async ({ api, target, expect, skip }) => {
      const spoken =
        (await target.conversations()).find(({ attributes }) => attributes.lastMessage) ?? skip('no conversation has a message')
      const { createdAt, updatedAt, firstMessageAt, lastMessageAt } = (await api.get(spoken.id)).attributes
      const timestamps = { createdAt, updatedAt, firstMessageAt, lastMessageAt }
      expect(Object.entries(timestamps).filter(([, timestamp]) => !isTimestamp(timestamp))).toEqual([])
      expect(Date.parse(updatedAt), 'updatedAt').toBeGreaterThanOrEqual(Date.parse(createdAt))
      expect(Date.parse(lastMessageAt ?? ''), 'lastMessageAt').toBeGreaterThanOrEqual(Date.parse(firstMessageAt ?? ''))
    },
  ),

  reads('GET-04', 'implied', 'it returns the same values as the list', async ({ api, expect }) => {
    await withRetries(api, async () => {
      const { data } = await api.list({ perPage: MOST })
      const chosen = [data[0], data.at(-1), data.find(({ attributes }) => attributes.assignee)].filter((item) => item !== undefined)
      for (const item of new Set(chosen)) {
        const { attributes } = await api.get(item.id)
        expect(attributes, item.id).toMatchObject(partOf(item))
        expect(attributes.assignee?.id, 'the assignee').toBe(item.attributes.assignee?.id)
      }
    })
  }),

  reads('GET-05', 'implied', 'lastMessageAt is the time of the last message that the list shows', async ({ api, expect, skip }) => {
    await withRetries(api, async () => {
      const spoken = (await api.list({ perPage: MOST })).data.filter(({ attributes }) => attributes.lastMessage)
      if (spoken.length === 0) skip('no conversation on the server has a message')
      const telling = spoken.filter(({ attributes }) => attributes.lastMessage?.timestamp !== attributes.updatedAt)
      for (const { id, attributes } of [...telling.slice(0, 2), ...spoken.slice(0, 1)]) {
        const { lastMessageAt } = (await api.get(id)).attributes
        expect(Date.parse(lastMessageAt ?? ''), id).toBe(Date.parse(attributes.lastMessage?.timestamp ?? ''))
      }
    })
  }),

  reads('GET-06', 'documented', 'a bot is shown with id, name, and whether it is active', async ({ api, target, expect, skip }) => {
    const botId = await target.botId()
    const [found] = (await api.list({ botId, perPage: 1 })).data
    if (found === undefined) return skip(`no conversation on the server has the bot ${botId}`)
    const { bot, assignee } = (await api.get(found.id)).attributes
    if (bot === undefined && assignee?.id === botId) return skip(`conversations of the bot ${botId} show it as their assignee alone`)
    expect(bot).toMatchObject({ id: botId, name: expect.any(String), active: expect.any(Boolean) })
  }),

  reads('GET-07', 'implied', 'every listed conversation can be fetched', async ({ api, expect, skip }) => {
    const { data, meta } = await api.list({ perPage: 2, sortOrder: 'asc' })
    const rest = (await api.list({ perPage: 2, page: Math.max(1, Math.ceil(meta.pagination.totalCount / 4)) })).data
    const ids = [...new Set(idsOf([...data, ...rest]))]
    if (ids.length === 0) skip('there is no conversation on the server')
    expect(idsOf(await Promise.all(ids.map((id) => api.get(id))))).toEqual(ids)
  }),

  reads('GET-08', 'implied', 'reading changes nothing', async ({ api, target, expect, observe }) => {
    const [item] = await target.conversations()
    const id = item?.id ?? ''
    await withRetries(api, async () => {
      const first = (await api.get(id, { includeMessages: true })).attributes
      const second = (await api.get(id)).attributes
      expect(changes(first, second, ['status', 'channel', 'contact', 'assignee', 'tags', 'messageCount', 'createdAt'])).toEqual([])
      for (const change of changes(first, second, ['unreadCount', 'updatedAt'])) observe(`by reading, ${change}`)
    })
  }),

  reads('GET-09', 'documented', 'an unknown conversation returns 404 CONVERSATION_NOT_FOUND', async ({ api, expect }) => {
    for (const query of [{}, { includeMessages: true }]) {
      const answer = await api.call('GET', `/conversations/${UNKNOWN_ID}`, { query })
      expect([answer.status, errorOf(answer).code]).toEqual([404, 'CONVERSATION_NOT_FOUND'])
    }
  }),

  reads('GET-10', 'implied', 'an id may be any text', async (context) => {
    for (const id of ['0', "' or 1=1 --", 'ü'.repeat(100)]) {
      const answer = await context.api.call('GET', `/conversations/${encodeURIComponent(id)}`)
      requireDocumentedError(context, `the id ${id.slice(0, 20)}`, answer)
      context.expect(answer.status, id).toBeGreaterThanOrEqual(400)
    }
  }),

  writes('GET-11', 'documented', 'it shows what a conversation was created with: contact, metadata and tags', async ({ api, expect }) => {
    const contact = { name: 'Jane Smith', ...api.newAddress() }
    const { id } = await api.create({ contact, metadata: { orderId: 'order_12345' }, tags: ['api-created', 'order-inquiry'] })
    const { attributes } = await api.get(id)
    expect(attributes).toMatchObject({ contact, metadata: { orderId: 'order_12345' } })
    expect([...attributes.tags].sort()).toEqual(['api-created', 'order-inquiry'])
  }),

  writes('GET-12', 'documented', 'it shows the bot that a conversation was created with', async ({ api, target, expect }) => {
    const botId = await target.botId()
    const { id } = await api.create({ botId })
    const { bot } = (await api.get(id)).attributes
    expect(bot).toMatchObject({ id: botId, name: expect.any(String), active: expect.any(Boolean) })
  }),
]

/** `GET /conversations/:id`. */
export const getConversationRules: readonly Rule[] = [...getAttributesRules, ...getMessagesRules, answersFit('GET-26')]

/** Fields that get must show too, where they have a value. */
function partOf({ attributes }: Item): object {
  return Object.fromEntries(Object.entries(attributes).filter(([name, value]) => SHOWN_BY_BOTH.includes(name) && (value ?? null) !== null))
}
