import type { Client, Query } from '../client.js'
import { rulesOf } from '../rule.js'
import { UNKNOWN_ID } from '../target.js'
import { dividing, type Item, MOST, requireFilter } from './listing.js'
import { CHANNEL_TYPES, idsOf, STATUSES } from './response-values.js'
import { queryText, requireDocumentedError, unlessRejected } from './unspecified.js'
import { withRetries } from './with-retries.js'

const { reads, writes } = rulesOf('listConversations', 'List Conversations')

/** The results of each filter, alone and combined. */
export const listFiltersRules = [
  ...STATUSES.map((status, i) =>
    reads(
      `LIST-${25 + i}`,
      status === 'snoozed' ? 'implied' : 'documented', // missing in the table of parameters, present in that of statuses
      `status=${status} returns exactly the ${status} conversations`,
      (context) =>
        requireFilter(context, () => ({
          query: { status },
          holds: ({ attributes }) => attributes.status === status,
          ...(status === 'snoozed' && { mayBeRejected: 'status=snoozed' }),
        })),
    ),
  ),

  reads('LIST-29', 'implied', 'every conversation is listed under exactly one status', async (context) => {
    const { api, expect } = context
    await withRetries(api, async () => {
      const byStatus = STATUSES.map((status) => {
        const page = api.list({ status, perPage: 1 })
        return status === 'snoozed' ? unlessRejected(context, 'status=snoozed', page) : page
      })
      const [whole, ...pages] = await Promise.all([api.list({ perPage: 1 }), ...byStatus])
      const counts = pages.map((page) => page?.meta.pagination.totalCount)
      const sum = counts.reduce<number>((total, count) => total + (count ?? 0), 0)
      const { totalCount } = whole.meta.pagination
      if (counts.includes(undefined)) expect(sum).toBeLessThanOrEqual(totalCount)
      else expect(sum).toBe(totalCount)
    })
  }),

  reads('LIST-30', 'documented', 'channelId returns exactly the conversations of the channel', (context) =>
    requireFilter(context, (items) => by('channelId', items, ({ attributes }) => attributes.channel.id)),
  ),

  reads('LIST-31', 'documented', 'channelType returns exactly the conversations of the channel type', (context) =>
    requireFilter(context, (items) => by('channelType', items, ({ attributes }) => attributes.channel.type)),
  ),

  reads('LIST-32', 'implied', 'every conversation is listed under exactly one channel type', async ({ api, expect }) => {
    await withRetries(api, async () => {
      const queries: Query[] = [{}, ...CHANNEL_TYPES.map((channelType) => ({ channelType }))]
      const pages = await Promise.all(queries.map((query) => api.list({ ...query, perPage: 1 })))
      const [whole, ...counts] = pages.map(({ meta }) => meta.pagination.totalCount)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(whole)
    })
  }),

  reads('LIST-33', 'documented', 'contactId returns exactly the conversations of the contact', (context) =>
    requireFilter(context, (items) => by('contactId', items, ({ attributes }) => attributes.contact.id)),
  ),

  ...(['user', 'bot'] as const).map((type, i) =>
    reads(`LIST-${34 + i}`, 'documented', `assigneeId returns exactly the conversations assigned to a ${type}`, (context) =>
      requireFilter(context, (items) => {
        const assigned = items.filter(({ attributes }) => attributes.assignee?.type === type)
        const id = dividing(assigned, ({ attributes }) => attributes.assignee?.id)
        return id === undefined ? undefined : { query: { assigneeId: id }, holds: ({ attributes }: Item) => attributes.assignee?.id === id }
      }),
    ),
  ),

  reads('LIST-36', 'documented', 'botId returns exactly the conversations of the bot', async ({ api, target, expect, skip }) => {
    const botId = await target.botId()
    await withRetries(api, async () => {
      const [found, whole] = await Promise.all([api.list({ botId, perPage: 3 }), api.list({ perPage: 3 })])
      if (found.data.length === 0) skip(`no conversation on the server has the bot ${botId}`)
      const bots = await Promise.all(idsOf(found.data).map(async (id) => botsOf(await api.get(id))))
      expect(bots).toEqual(bots.map(() => expect.arrayContaining([botId])))
      if (found.meta.pagination.totalCount > 3) return
      const others = idsOf(whole.data).filter((id) => !idsOf(found.data).includes(id))
      for (const id of others) expect((await api.get(id)).attributes.bot?.id, `the bot of ${id}, which is not found`).not.toBe(botId)
    })
  }),

  reads('LIST-37', 'implied', 'an unknown id returns an empty list', async (context) => {
    await Promise.all(
      ['channelId', 'contactId', 'assigneeId', 'botId'].map(async (name) => {
        const page = await unlessRejected(context, `an unknown ${name}`, context.api.list({ [name]: UNKNOWN_ID }))
        if (page === undefined) return
        context.expect(idsOf(page.data), name).toEqual([])
        context.expect(page.meta.pagination.totalCount, name).toBe(0)
      }),
    )
  }),

  reads('LIST-38', 'implied', 'two filters return what matches both: status and channelType', (context) =>
    requireFilter(context, (items) => {
      const status = dividing(items, ({ attributes }) => attributes.status)
      const channelType = dividing(
        items.filter(({ attributes }) => attributes.status === status),
        ({ attributes }) => attributes.channel.type,
      )
      if (status === undefined || channelType === undefined) return undefined
      const holds = ({ attributes }: Item): boolean => attributes.status === status && attributes.channel.type === channelType
      return { query: { status, channelType }, holds }
    }),
  ),

  reads('LIST-39', 'implied', 'three filters return what matches all: channelId, assigneeId and status', (context) =>
    requireFilter(context, (items) => {
      const assigned = items.filter(({ attributes }) => attributes.assignee)
      // Prefers an item for which each filter excludes a conversation that the other two match, so that the effect of each filter is visible.
      const selective = assigned.find((item) =>
        [0, 1, 2].every((but) => items.some((other) => agreements(item, other).every((agrees, i) => agrees === (i !== but)))),
      )
      const item = selective ?? assigned[0]
      const assigneeId = item?.attributes.assignee?.id
      if (item === undefined || assigneeId === undefined) return undefined
      const { status, channel } = item.attributes
      return { query: { channelId: channel.id, assigneeId, status }, holds: (other) => agreements(item, other).every(Boolean) }
    }),
  ),

  reads('LIST-40', 'implied', 'pagination applies to the filtered list', async ({ api, expect, skip }) => {
    await withRetries(api, async () => {
      const status = dividing((await api.list({ perPage: MOST })).data, ({ attributes }) => attributes.status)
      if (status === undefined) return skip('there is no conversation on the server')
      const [both, first, second] = await Promise.all([
        api.list({ status, perPage: 2 }),
        api.list({ status, perPage: 1, page: 1 }),
        api.list({ status, perPage: 1, page: 2 }),
      ])
      expect([...idsOf(first.data), ...idsOf(second.data)]).toEqual(idsOf(both.data))
      expect(first.meta.pagination.totalPages).toBe(both.meta.pagination.totalCount)
    })
  }),

  reads(
    'LIST-41',
    'implied',
    'an unknown status, type of channel or parameter is accepted or rejected, without a server error',
    async (context) => {
      for (const query of [{ status: 'done' }, { channelType: 'pigeon' }, { linktorMock: 'unknown' }]) {
        requireDocumentedError(context, queryText(query), await context.api.call('GET', '/conversations', { query }))
      }
    },
  ),

  writes('LIST-42', 'documented', 'a new conversation is found by its contactId, alone', async ({ api, expect }) => {
    const conversation = await api.create()
    const contactId = conversation.attributes.contact.id
    const { data, meta } = await api.list({ contactId })
    expect(idsOf(data)).toEqual([conversation.id])
    expect(data[0]?.attributes.contact.id).toBe(contactId)
    expect(meta.pagination).toMatchObject({ page: 1, totalPages: 1, totalCount: 1 })
  }),

  writes('LIST-43', 'documented', 'a new conversation is found by its status, and under no other', async (context) => {
    const { api, expect } = context
    const conversation = await api.create()
    const isFoundBy = finder(api, conversation)
    for (const status of STATUSES) {
      const found = await unlessRejected(context, `status=${status}`, isFoundBy({ status }))
      if (found !== undefined) expect(found, `by status=${status}`).toBe(conversation.attributes.status === status)
    }
  }),

  writes('LIST-44', 'documented', 'a new conversation is found by its channel and channel type, and under no other', async (context) => {
    const { api, target, expect } = context
    const conversation = await api.create()
    const isFoundBy = finder(api, conversation)
    const { id: channelId, type: channelType } = conversation.attributes.channel
    const another = (await target.conversations()).find(({ attributes }) => attributes.channel.id !== channelId)?.attributes.channel.id
    const otherTypes = CHANNEL_TYPES.filter((type) => type !== channelType).slice(0, 2)
    expect(await Promise.all([isFoundBy({ channelId }), isFoundBy({ channelType })])).toEqual([true, true])
    expect(await Promise.all(otherTypes.map((type) => isFoundBy({ channelType: type })))).toEqual([false, false])
    if (another !== undefined) expect(await isFoundBy({ channelId: another }), 'on another channel').toBe(false)
  }),

  ...(['user', 'bot'] as const).map((type, i) =>
    writes(`LIST-${45 + i}`, 'documented', `a new conversation is found by the ${type} it is assigned to`, async (context) => {
      const { api, target, expect } = context
      const assigneeId = type === 'user' ? await target.userId() : await target.botId()
      const isFoundBy = finder(api, await api.create({ assigneeId }))
      expect(await isFoundBy({ assigneeId })).toBe(true)
      expect(await unlessRejected(context, 'an unknown assigneeId', isFoundBy({ assigneeId: UNKNOWN_ID }))).not.toBe(true)
    }),
  ),

  writes(
    'LIST-47',
    'documented',
    'a new conversation is found by its bot, and one without a bot is not',
    async ({ api, target, expect }) => {
      const botId = await target.botId()
      const [withBot, without] = await Promise.all([api.create({ botId }), api.create()])
      expect(await finder(api, withBot)({ botId })).toBe(true)
      if (without.attributes.bot === undefined) expect(await finder(api, without)({ botId })).toBe(false)
    },
  ),
]

/** Whether two conversations have the same channel, assignee and status, in this order. */
function agreements({ attributes: one }: Item, { attributes: other }: Item): readonly boolean[] {
  return [one.channel.id === other.channel.id, one.assignee?.id === other.assignee?.id, one.status === other.status]
}

function by<T extends string>(name: string, items: readonly Item[], valueIn: (item: Item) => T | undefined) {
  const value = dividing(items, valueIn)
  return value === undefined ? undefined : { query: { [name]: value }, holds: (item: Item) => valueIn(item) === value }
}

/** Ids of the bots of a conversation: its `bot`, and its assignee if that is a bot. */
function botsOf({ attributes }: Awaited<ReturnType<Client['get']>>): (string | undefined)[] {
  return [attributes.bot?.id, attributes.assignee?.type === 'bot' ? attributes.assignee.id : undefined]
}

/** Returns a function that checks whether a query, limited to the contact, finds the conversation. */
function finder(api: Client, { id, attributes }: Awaited<ReturnType<Client['create']>>): (query: Query) => Promise<boolean> {
  return async (query) => idsOf((await api.list({ contactId: attributes.contact.id, ...query })).data).includes(id)
}
