import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { components } from '../../src/generated/openapi.js'
import { createMock, type Mock } from '../../src/mock/create-mock.js'
import { mostly, sometimes } from '../model/chances.js'
import { expectContract } from '../model/contract.js'
import { folded } from '../model/folded.js'
import { runs } from '../model/runs.js'
import { NOW, type World } from '../model/small-world.js'

type Schemas = components['schemas']
type List = Schemas['ConversationListResponse']
type Conversation = Schemas['Conversation']
type Query = Readonly<Record<string, string | undefined>>

const COUNT = 300
const STATUSES = ['open', 'pending', 'snoozed', 'closed'] as const
const DAYS = ['2024-01-10', '2024-01-11', '2024-01-12'] as const
const TIMES = ['00:00:00', '12:00:00', '23:59:59'] as const
const WORDS = ['order', 'Invoice', 'REFUND', 'hello', 'Straße', 'İstanbul', 'two\nlines', '👍🏽 ok', 'ΟΔΟΣ', 'aaaa'] as const
const SORT_FIELDS = ['createdAt', 'updatedAt', 'lastMessageAt', 'messageCount', 'unreadCount'] as const

/** A part of a message or a name, in either case; rarely a text without matches. */
const search = fc
  .tuple(
    fc.constantFrom(...WORDS, 'Contact 1'),
    fc.constantFrom(...WORDS, 'nothing like it'),
    fc.nat(12),
    fc.integer({ min: 0, max: 14 }),
    fc.boolean(),
  )
  .map(([first, second, start, length, loud]) => inCase([...`${first} ${second}`].slice(start, start + length).join(''), loud))

const query: fc.Arbitrary<Query> = fc.record({
  status: sometimes(fc.constantFrom(...STATUSES), 4),
  channelId: sometimes(fc.constantFrom('ch_0', 'ch_1', 'ch_2', 'ch_none'), 4),
  channelType: sometimes(fc.constantFrom('whatsapp', 'email', 'sms'), 4),
  assigneeId: sometimes(fc.constantFrom('user_0', 'user_1', 'bot_0', 'user_none'), 4),
  contactId: sometimes(fc.constantFrom('contact_0', 'contact_1', 'contact_7', 'contact_none'), 8),
  botId: sometimes(fc.constantFrom('bot_0', 'bot_1', 'user_0'), 4),
  startDate: sometimes(fc.constantFrom('2024-01-09', ...DAYS, '2024-01-11T12:00:00Z', '2024-01-11T12:00:00.500Z', '2024-01-13'), 4),
  endDate: sometimes(fc.constantFrom('2024-01-09', ...DAYS, '2024-01-11T12:00:00Z', '2024-01-11T14:00:00+02:00', '2024-01-13'), 4),
  search: sometimes(search, 3),
  sortBy: mostly(fc.constantFrom(...SORT_FIELDS)),
  sortOrder: mostly(fc.constantFrom('asc', 'desc')),
})

describe('the pages of a list', () => {
  const { mock, order } = crowdedMock()
  const conversations = everyConversation(mock)

  it('contain each match once, in order, for any query and page size', () => {
    const property = fc.property(query, fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(7, 100)), (requested, perPage) => {
      const expected = naivelyListed(conversations, order, requested)
      const pages = pagesOf(mock, requested, perPage)
      const totals = { perPage, totalPages: Math.ceil(expected.length / perPage), totalCount: expected.length }

      expect(pages.flatMap(({ data }) => data.map(({ id }) => id))).toEqual(expected)
      expect(pages.map(({ meta }) => meta.pagination)).toEqual(pages.map((_, i) => ({ page: i + 1, ...totals })))
      expect(pages.slice(0, -1).every(({ data }) => data.length === perPage)).toBe(true)
    })
    fc.assert(property, runs(500))
  }, 120_000)

  it('contain each conversation as it is', () => {
    for (const { id, attributes } of pagesOf(mock, {}, 100).flatMap(({ data }) => data)) {
      const { status, metadata, createdAt, updatedAt, messageCount, unreadCount } = attributes
      expect(conversations.get(id)?.attributes).toMatchObject({ status, metadata, createdAt, updatedAt, messageCount, unreadCount })
    }
  })

  it('past the end are empty, with correct totals', () => {
    const property = fc.property(
      query,
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 2 ** 40 }),
      (requested, perPage, beyond) => {
        const total = naivelyListed(conversations, order, requested).length
        const page = Math.ceil(total / perPage) + beyond
        const { data, meta } = listed(mock, { ...requested, perPage: String(perPage), page: String(page) })

        expect(data).toEqual([])
        expect(meta.pagination).toEqual({ page, perPage, totalPages: Math.ceil(total / perPage), totalCount: total })
      },
    )
    fc.assert(property, runs(200))
  })
})

/** A mock of many conversations, most with equal sort keys, some written again since; and their ids, in the order of the last write. */
function crowdedMock(): { mock: Mock; order: readonly string[] } {
  const draw = drawer(20240115)
  const world = crowdedWorld(draw)
  const mock = createMock({ world, now: NOW })
  mock.clock.freeze()
  mock.clock.set(NOW)
  const order = world.conversations.map(({ id }) => id)
  for (let i = 0; i < COUNT / 3; i++) {
    const id = draw(order)
    expectContract(
      'updateConversation',
      mock.handle({ method: 'PATCH', path: `/conversations/${id}`, headers: KEY, body: JSON.stringify({ priority: 'high' }) }),
    )
    order.push(...order.splice(order.indexOf(id), 1))
  }
  return { mock, order }
}

function crowdedWorld(draw: <T>(values: readonly T[]) => T): World {
  const numbers = Array.from({ length: COUNT }, (_, i) => i)
  const conversations = numbers.map((i): World['conversations'][number] => {
    const status = draw(STATUSES)
    const assigneeId = draw([undefined, 'user_0', 'user_1', 'bot_0'])
    const botId = draw([undefined, 'bot_0', 'bot_1'])
    return {
      id: `conv_${i}`,
      status,
      channelId: draw(['ch_0', 'ch_1', 'ch_2']),
      contactId: `contact_${draw(numbers.slice(0, 20))}`,
      ...(assigneeId !== undefined && { assigneeId }),
      ...(botId !== undefined && { botId }),
      ...(status === 'snoozed' && { snoozedUntil: '2024-02-01T00:00:00Z' }),
      ...(status === 'closed' && { closedAt: '2024-01-13T00:00:00Z', closedById: 'user_0' }),
      createdAt: `${draw(DAYS)}T${draw(TIMES)}Z`,
      updatedAt: `2024-01-13T00:00:0${draw([0, 1])}Z`,
    }
  })
  const messages = conversations.flatMap(({ id }) =>
    numbers.slice(0, draw([0, 0, 1, 2, 3])).map((i): World['messages'][number] => ({
      id: `msg_${id}_${i}`,
      conversationId: id,
      direction: draw(['inbound', 'outbound']),
      content: { type: 'text', text: `${draw(WORDS)} ${draw(WORDS)}` },
      status: draw(['read', 'delivered']),
      timestamp: `2024-01-12T00:00:0${draw([0, 1, 2])}Z`,
    })),
  )
  return {
    version: 1,
    organization: { id: 'org_crowd', name: 'Crowd' },
    users: ['user_0', 'user_1'].map((id) => ({ id, name: id, email: `${id}@company.com` })),
    bots: ['bot_0', 'bot_1'].map((id) => ({ id, name: id })),
    channels: [
      { id: 'ch_0', type: 'whatsapp', name: 'WhatsApp' },
      { id: 'ch_1', type: 'whatsapp', name: 'WhatsApp too' },
      { id: 'ch_2', type: 'email', name: 'Mail' },
    ],
    contacts: numbers.slice(0, 20).map((i) => ({ id: `contact_${i}`, ...(i % 5 > 0 && { name: `Contact ${i}` }) })),
    conversations,
    messages,
  }
}

/** The expected list: all conversations filtered, then sorted; for equal keys the last written first. */
function naivelyListed(conversations: ReadonlyMap<string, Conversation>, order: readonly string[], requested: Query): string[] {
  const { status, channelId, channelType, assigneeId, contactId, botId, startDate, endDate, search, sortBy, sortOrder } = requested
  const matching = order.flatMap((id) => {
    const conversation = conversations.get(id)
    if (conversation === undefined) return []
    const { attributes: of, relationships } = conversation
    const texts = [of.contact.name, ...(relationships?.messages ?? []).map(({ content }) => ('text' in content ? content.text : undefined))]
    const matches =
      (status === undefined || of.status === status) &&
      (channelId === undefined || of.channel.id === channelId) &&
      (channelType === undefined || of.channel.type === channelType) &&
      (assigneeId === undefined || of.assignee?.id === assigneeId) &&
      (contactId === undefined || of.contact.id === contactId) &&
      (botId === undefined || of.bot?.id === botId) &&
      (startDate === undefined || Date.parse(of.createdAt) >= Date.parse(startDate)) &&
      (endDate === undefined || Date.parse(of.createdAt) <= Date.parse(endDate.length === 10 ? `${endDate}T23:59:59Z` : endDate)) &&
      (search === undefined || search === '' || texts.some((text) => text !== undefined && folded(text).includes(folded(search))))
    return matches ? { id, value: sortValue(conversation, sortBy) } : []
  })
  const sorted = matching.toSorted((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0)) // stable: equal keys keep the order of writing
  const ids = sorted.map(({ id }) => id)
  return sortOrder === 'asc' ? ids : ids.reverse()
}

function sortValue({ attributes }: Conversation, sortBy: string | undefined): string | number {
  return attributes[SORT_FIELDS.find((field) => field === sortBy) ?? 'updatedAt'] ?? ''
}

/** All pages up to the first that is not full, or past the last. */
function pagesOf(mock: Mock, requested: Query, perPage: number): List[] {
  const pages: List[] = []
  for (let page = 1; ; page++) {
    const list = listed(mock, { ...requested, page: String(page), perPage: String(perPage) })
    pages.push(list)
    if (page >= list.meta.pagination.totalPages) return pages
  }
}

function listed(mock: Mock, requested: Query): List {
  const parameters = Object.entries(requested).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const response = mock.handle({ method: 'GET', path: `/conversations?${new URLSearchParams(parameters)}`, headers: KEY })
  expect(response.status, response.body).toBe(200)
  expectContract('listConversations', response)
  return JSON.parse(response.body)
}

/** Each conversation with all its messages, by id. */
function everyConversation(mock: Mock): ReadonlyMap<string, Conversation> {
  const ids = Array.from({ length: COUNT }, (_, i) => `conv_${i}`)
  return new Map(
    ids.map((id) => {
      const response = mock.handle({ method: 'GET', path: `/conversations/${id}?includeMessages=true&messageLimit=100`, headers: KEY })
      expectContract('getConversation', response)
      return [id, JSON.parse(response.body).data]
    }),
  )
}

const KEY = { authorization: 'Bearer key' }

function inCase(text: string, loud: boolean): string {
  return loud ? text.toUpperCase() : text
}

/** Deterministic choices from lists (mulberry32). */
function drawer(seed: number): <T>(values: readonly T[]) => T {
  let state = seed
  return (values) => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    for (const value of values.slice(((bits ^ (bits >>> 14)) >>> 0) % values.length)) return value
    throw new RangeError('there is nothing to draw from')
  }
}
