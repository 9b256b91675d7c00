import { expect } from 'vitest'
import type { Client } from './client.js'
import { inbox } from './inbox.js'
import { describeApi } from './mock-test.js'

/** The conversations of the inbox that match each filter, by number. */
const FILTERS: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  status: { open: [1, 5, 6], pending: [2], snoozed: [3], closed: [4] },
  channelId: { ch_support: [1, 4], ch_sales: [2, 6], ch_chat: [3, 5], ch_nope: [] },
  channelType: { whatsapp: [1, 2, 4, 6], webchat: [3, 5], telegram: [], facebook: [], instagram: [], sms: [], email: [], rcs: [] },
  assigneeId: { user_ana: [1, 6], user_bo: [2], bot_sales: [4], bot_help: [], user_nope: [] },
  contactId: { contact_john: [1, 2], contact_maria: [3, 4, 6], contact_nameless: [5], contact_nope: [] },
  botId: { bot_help: [1, 3], bot_sales: [4, 6], user_ana: [], bot_nope: [] },
  startDate: {
    '2024-01-01': [1, 2, 3, 4, 5, 6],
    '2024-01-11': [2, 3, 4, 5, 6],
    '2024-01-13T12:00:00Z': [5, 6],
    '2024-01-13T12:00:00.001Z': [6],
    '2024-01-13T12:00:01Z': [6],
    '2024-01-14T11:00:00+02:00': [6],
    '2024-01-15': [],
  },
  endDate: {
    '2024-01-09': [],
    '2024-01-10': [1],
    '2024-01-11': [1, 2, 3],
    '2024-01-11T23:59:58Z': [1, 2],
    '2024-01-11T23:59:59Z': [1, 2, 3],
    '2024-01-11T23:59:59.999Z': [1, 2, 3],
    '2024-01-12T00:00:00Z': [1, 2, 3, 4],
    '2024-01-11T19:00:00-05:00': [1, 2, 3, 4],
    '2024-12-31': [1, 2, 3, 4, 5, 6],
  },
  search: {
    refund: [1, 6],
    'Refund,': [1],
    'JOHN DOE': [1, 2],
    jo: [1, 2],
    of: [4],
    '☕': [],
    silva: [3, 4, 6],
    'a s': [3, 4, 6],
    receipt: [1],
    '100%_sure': [1],
    'quote\nis': [2],
    'anything else': [6],
    'please\nhello': [],
    'offer of 18': [4],
    '+5511999999999': [],
    'maria@example.com': [],
    conv_1: [],
    ana: [],
    nobody: [],
  },
}

/** All of them in the default order: last updated first; of two with the same time, the one written later first. */
const BY_UPDATE = [6, 3, 1, 5, 4, 2]

const ORDERS: Readonly<Record<string, readonly number[]>> = {
  createdAt: [6, 5, 4, 3, 2, 1],
  updatedAt: BY_UPDATE,
  lastMessageAt: [6, 1, 4, 2, 3, 5],
  messageCount: [4, 1, 6, 3, 2, 5],
  unreadCount: [6, 1, 3, 5, 4, 2],
}

describeApi('GET /conversations', (baseTest) => {
  const test = baseTest.extend<{ readonly inboxApi: Client }>({
    inboxApi: async ({ start }, use) => use(await start({ world: inbox })),
  })

  test('returns items with only the attributes of the guide', async ({ api }) => {
    expect((await api.call('GET', '/conversations')).body).toEqual({
      data: [
        {
          id: 'conv_abc123',
          type: 'conversation',
          attributes: {
            status: 'open',
            channel: { id: 'ch_xyz789', type: 'whatsapp', name: 'WhatsApp Business' },
            contact: {
              id: 'contact_123',
              name: 'John Doe',
              phone: '+5511999999999',
              avatar: 'https://cdn.linktor.io/avatars/contact_123.jpg',
            },
            assignee: { id: 'user_456', type: 'user', name: 'Support Agent' },
            lastMessage: {
              id: 'msg_789',
              content: { type: 'text', text: 'Thanks for your help!' },
              direction: 'inbound',
              timestamp: '2024-01-15T10:35:00Z',
            },
            unreadCount: 2,
            messageCount: 15,
            metadata: { source: 'website', campaign: 'winter_sale', intent: 'order_status' },
            createdAt: '2024-01-15T10:00:00Z',
            updatedAt: '2024-01-15T10:35:00Z',
          },
        },
      ],
      meta: { pagination: { page: 1, perPage: 20, totalPages: 1, totalCount: 1 } },
    })
  })

  test('omits attributes without a value, whatever the state', async ({ inboxApi }) => {
    const { body } = await inboxApi.call('GET', '/conversations?contactId=contact_nameless')
    expect(body).toMatchObject({
      data: [
        {
          attributes: {
            status: 'open',
            channel: { id: 'ch_chat', type: 'webchat', name: 'Chat' },
            contact: { id: 'contact_nameless', phone: '+351911111111' },
            unreadCount: 0,
            messageCount: 0,
            metadata: {},
            createdAt: '2024-01-13T12:00:00Z',
            updatedAt: '2024-01-13T12:00:00Z',
          },
        },
      ],
    })
    expect(JSON.stringify(body)).not.toMatch(/null|assignee|lastMessage|"name":""/)
    for (const status of ['snoozed', 'closed']) {
      const { body: other } = await inboxApi.call('GET', `/conversations?status=${status}`)
      expect(JSON.stringify(other)).not.toMatch(/snoozedUntil|closedAt|closedBy|"tags"|"bot":/)
    }
  })

  test('returns the first 20, last updated first, by default', async ({ api }) => {
    for (let i = 0; i < 24; i++) {
      const time = `2024-01-14T10:00:${10 + i}Z`
      api.mock.db.conversations.create({ id: `conv_${i}`, createdAt: time, updatedAt: time })
    }
    const { ids, pagination } = await api.list()
    expect(ids).toEqual(['conv_abc123', ...Array.from({ length: 19 }, (_, i) => `conv_${23 - i}`)])
    expect(pagination).toEqual({ page: 1, perPage: 20, totalPages: 2, totalCount: 25 })
  })

  for (const [parameter, values] of Object.entries(FILTERS)) {
    for (const [value, left] of Object.entries(values)) {
      test(`${parameter}=${JSON.stringify(value)} returns ${left.length} of six`, async ({ inboxApi }) => {
        const { ids, pagination } = await inboxApi.list(query({ [parameter]: value }))
        expect(ids).toEqual(inOrder(BY_UPDATE, left))
        expect(pagination.totalCount).toBe(left.length)
      })
    }
  }

  test('two filters return their intersection', async ({ inboxApi }) => {
    for (const [name, values] of Object.entries(FILTERS)) {
      for (const [otherName, otherValues] of Object.entries(FILTERS)) {
        if (otherName <= name) continue
        for (const [value, left] of Object.entries(values).slice(0, 3)) {
          for (const [otherValue, otherLeft] of Object.entries(otherValues).slice(0, 3)) {
            const both = { [name]: value, [otherName]: otherValue }
            const expected = left.filter((number) => otherLeft.includes(number))
            expect({ both, ids: (await inboxApi.list(query(both))).ids }).toEqual({ both, ids: inOrder(BY_UPDATE, expected) })
          }
        }
      }
    }
  })

  test('all filters at once, with order and page, return the intersection', async ({ inboxApi }) => {
    const all = {
      status: 'open',
      channelId: 'ch_support',
      channelType: 'whatsapp',
      assigneeId: 'user_ana',
      contactId: 'contact_john',
      botId: 'bot_help',
      startDate: '2024-01-10T08:00:00Z',
      endDate: '2024-01-10T08:00:00Z',
      search: 'refund',
      sortBy: 'messageCount',
      sortOrder: 'asc',
      page: '1',
      perPage: '1',
    }
    expect(await inboxApi.list(query(all))).toEqual({
      ids: ['conv_1'],
      pagination: { page: 1, perPage: 1, totalPages: 1, totalCount: 1 },
    })
    for (const [name, other] of Object.entries({ status: 'closed', channelId: 'ch_chat', botId: 'bot_sales', search: 'nobody' })) {
      expect((await inboxApi.list(query({ ...all, [name]: other }))).ids).toEqual([])
    }
  })

  test('returns nothing if startDate is after endDate', async ({ inboxApi }) => {
    for (const sortBy of ['createdAt', 'updatedAt']) {
      const dates = { startDate: '2024-01-14', endDate: '2024-01-11', sortBy }
      expect((await inboxApi.list(query(dates))).ids).toEqual([])
      expect((await inboxApi.list(query({ ...dates, assigneeId: 'user_ana' }))).ids).toEqual([])
    }
  })

  for (const [sortBy, order] of Object.entries(ORDERS)) {
    test(`sorts by ${sortBy} in both directions, with and without a filter`, async ({ inboxApi }) => {
      const reversed = order.toReversed()
      expect((await inboxApi.list(query({ sortBy }))).ids).toEqual(inOrder(order))
      expect((await inboxApi.list(query({ sortBy, sortOrder: 'desc' }))).ids).toEqual(inOrder(order))
      expect((await inboxApi.list(query({ sortBy, sortOrder: 'asc' }))).ids).toEqual(inOrder(reversed))
      for (const [name, value] of Object.entries({ status: 'open', search: 'silva', contactId: 'contact_john', channelType: 'whatsapp' })) {
        const left = FILTERS[name]?.[value] ?? []
        expect((await inboxApi.list(query({ sortBy, [name]: value }))).ids).toEqual(inOrder(order, left))
        expect((await inboxApi.list(query({ sortBy, [name]: value, sortOrder: 'asc' }))).ids).toEqual(inOrder(reversed, left))
      }
    })
  }

  test.for([
    { given: '', pages: [[6, 3, 1, 5, 4, 2]], perPage: 20 },
    { given: 'status=open&', pages: [[6, 1], [5]], perPage: 2 },
    { given: '', pages: [[6], [3], [1], [5], [4], [2]], perPage: 1 },
    {
      given: '',
      pages: [
        [6, 3, 1, 5],
        [4, 2],
      ],
      perPage: 4,
    },
    {
      given: 'sortOrder=asc&',
      pages: [
        [2, 4],
        [5, 1],
        [3, 6],
      ],
      perPage: 2,
    },
    { given: 'search=silva&', pages: [[6, 3], [4]], perPage: 2 },
    { given: 'channelType=whatsapp&', pages: [[6, 1, 4], [2]], perPage: 3 },
    {
      given: 'startDate=2024-01-11&',
      pages: [
        [6, 3, 5],
        [4, 2],
      ],
      perPage: 3,
    },
  ])('splits $given into $pages.length pages of at most $perPage', async ({ given, pages, perPage }, { inboxApi }) => {
    const totalCount = pages.flat().length
    for (const [i, numbers] of [...pages, []].entries()) {
      expect(await inboxApi.list(`?${given}perPage=${perPage}&page=${i + 1}`)).toEqual({
        ids: inOrder(numbers),
        pagination: { page: i + 1, perPage, totalPages: pages.length, totalCount },
      })
    }
  })

  test('returns no pages when nothing matches', async ({ inboxApi }) => {
    expect((await inboxApi.list('?contactId=contact_nope')).pagination).toEqual({ page: 1, perPage: 20, totalPages: 0, totalCount: 0 })
  })

  test('accepts perPage from 1 to 100, and any page from 1', async ({ inboxApi }) => {
    expect((await inboxApi.list('?perPage=1')).pagination).toEqual({ page: 1, perPage: 1, totalPages: 6, totalCount: 6 })
    expect((await inboxApi.list('?perPage=100')).pagination).toEqual({ page: 1, perPage: 100, totalPages: 1, totalCount: 6 })
    expect(await inboxApi.list('?page=9007199254740991')).toEqual({
      ids: [],
      pagination: { page: 9007199254740991, perPage: 20, totalPages: 1, totalCount: 6 },
    })
  })

  test('never returns a conversation on two pages, even if all were updated in the same second', async ({ start }) => {
    const api = await start({ world: inbox })
    const numbers = Array.from({ length: 45 }, (_, i) => i + 10)
    for (const number of numbers) {
      const time = '2024-01-15T10:59:00Z'
      api.mock.db.conversations.create({ id: `conv_${number}`, channelId: 'ch_chat', createdAt: time, updatedAt: time })
    }
    for (const [sortOrder, order] of [['desc', numbers.toReversed()] as const, ['asc', numbers] as const]) {
      const shown: string[] = []
      for (let page = 1; page <= 5; page++) {
        const { ids } = await api.list(`?startDate=2024-01-15&perPage=10&page=${page}&sortOrder=${sortOrder}`)
        shown.push(...ids)
      }
      expect(shown).toEqual(inOrder(order))
    }
  })

  test('returns the pages that a naive filter returns, for many conversations', async ({ start }) => {
    const api = await start({ world: inbox })
    const { db } = api.mock
    for (let i = 0; i < 300; i++) {
      const time = `2024-01-${10 + (i % 5)}T10:00:${10 + (i % 7)}Z`
      db.conversations.create({
        status: i % 11 === 0 ? 'pending' : 'open',
        channelId: ['ch_support', 'ch_sales', 'ch_chat'][i % 3],
        contactId: i % 2 === 0 ? 'contact_john' : 'contact_maria',
        ...(i % 13 === 0 && { assigneeId: 'user_bo' }),
        ...(i % 4 === 0 && { botId: 'bot_help' }),
        createdAt: time,
        updatedAt: time,
      })
    }
    type Kept = ReturnType<typeof db.conversations.findMany>[number]
    const cases: readonly { readonly filter: string; readonly holds: (conversation: Kept) => boolean }[] = [
      { filter: 'assigneeId=user_bo', holds: (c) => c.assigneeId === 'user_bo' },
      { filter: 'botId=bot_help&status=pending', holds: (c) => c.botId === 'bot_help' && c.status === 'pending' },
      { filter: 'assigneeId=user_bo&botId=bot_help', holds: (c) => c.assigneeId === 'user_bo' && c.botId === 'bot_help' },
      { filter: 'channelId=ch_sales&status=pending', holds: (c) => c.channelId === 'ch_sales' && c.status === 'pending' },
      { filter: 'channelType=whatsapp&botId=bot_help', holds: (c) => c.channelId !== 'ch_chat' && c.botId === 'bot_help' },
      { filter: 'startDate=2024-01-13&assigneeId=user_bo', holds: (c) => c.createdAt >= '2024-01-13' && c.assigneeId === 'user_bo' },
      { filter: 'endDate=2024-01-11&status=open', holds: (c) => c.createdAt < '2024-01-12' && c.status === 'open' },
      { filter: 'channelId=ch_chat&botId=bot_help', holds: (c) => c.channelId === 'ch_chat' && c.botId === 'bot_help' },
    ]
    for (const { filter, holds } of cases) {
      for (const sortBy of ['createdAt', 'updatedAt'] as const) {
        const matching = db.conversations
          .findMany(holds)
          .toSorted((a, b) => (a[sortBy] < b[sortBy] ? 1 : a[sortBy] > b[sortBy] ? -1 : b.revision - a.revision))
          .map(({ id }) => id)
        expect(matching.length).toBeGreaterThan(0)
        for (const page of [1, 2, Math.ceil(matching.length / 7)]) {
          const { ids, pagination } = await api.list(`?${filter}&sortBy=${sortBy}&perPage=7&page=${page}`)
          expect({ filter, sortBy, page, ids }).toEqual({ filter, sortBy, page, ids: matching.slice((page - 1) * 7, page * 7) })
          expect(pagination.totalCount).toBe(matching.length)
          const upwards = await api.list(`?${filter}&sortBy=${sortBy}&perPage=7&page=${page}&sortOrder=asc`)
          expect(upwards.ids).toEqual(matching.toReversed().slice((page - 1) * 7, page * 7))
        }
      }
    }
  })

  test.for([
    ['ΑΣΤΡΟ', 'ΑΣ'],
    ['Κώστας', 'ΚΏΣ'],
    ['Straße', 'STRASSE'],
    ['İstanbul', 'istanbul'],
    ['Zoë', 'zoe\u0308'],
  ] as const)('decision 8: the contact or message %s is found by %s', async ([text, search], { api }) => {
    const find = async () => (await api.call('GET', `/conversations?search=${encodeURIComponent(search)}`)).body
    expect(await find()).toMatchObject({ meta: { pagination: { totalCount: 0 } } })
    api.mock.db.contacts.update('contact_123', { name: `Mr ${text}` })
    expect(await find()).toMatchObject({ meta: { pagination: { totalCount: 1 } } })
    api.mock.db.contacts.update('contact_123', { name: 'Other' })
    api.mock.db.messages.create({ conversationId: 'conv_abc123', text: `(${text})` })
    expect(await find()).toMatchObject({ meta: { pagination: { totalCount: 1 } } })
  })

  test('decision 7: dates may have any offset, and fractions of a second', async ({ api }) => {
    const { createdAt } = api.mock.db.conversations.get('conv_abc123')
    const local = (hours: number): string => new Date(Date.parse(createdAt) + hours * 3_600_000).toISOString().slice(0, 19)
    const count = async (query: string) => {
      const { body } = await api.call('GET', `/conversations?${query}`)
      return (body as { meta: { pagination: { totalCount: number } } }).meta.pagination.totalCount
    }
    for (const offset of ['%2B02', '%2B0200', '%2B02:00']) {
      expect(await count(`startDate=${local(2)}${offset}&endDate=${local(2)}${offset}`)).toBe(1)
    }
    expect(await count(`startDate=${local(-3)}.000-03`)).toBe(1)
    expect(await count(`startDate=${local(0)}.001Z`)).toBe(0)
    expect(await count(`endDate=${local(0)}.999Z`)).toBe(1)
    expect(await count('startDate=9999-12-31T23:59:59.9Z')).toBe(0)
    expect(await count('endDate=9999-12-31T23:59:59.9Z')).toBe(1)
  })

  test.for([
    ['2024-01-15T10:00:00+02:00', /in a query, "\+" is written "%2B"$/],
    ['2024-01-15T23:59:60Z', /^startDate must be no leap second: seconds go to 59/],
    ['0000-01-01T00:00:00%2B14:00', /between the years 0000 and 9999/],
  ] as const)('startDate=%s is rejected with the true reason', async ([date, reason], { api }) => {
    const { status, body } = await api.call('GET', `/conversations?startDate=${date}`)
    expect(status).toBe(400)
    expect(body).toMatchObject({ error: { details: [{ field: 'startDate', message: expect.stringMatching(reason) }] } })
  })

  test('an empty search matches everything', async ({ inboxApi }) => {
    expect((await inboxApi.list('?search=')).ids).toEqual(inOrder(BY_UPDATE))
  })

  test('decodes queries like forms: + for a space, percent-encoded UTF-8', async ({ inboxApi }) => {
    inboxApi.mock.db.messages.create({ conversationId: 'conv_5', text: 'Não & sim + ☕' })
    expect((await inboxApi.list('?search=john+doe')).ids).toEqual(inOrder(BY_UPDATE, [1, 2]))
    expect((await inboxApi.list('?search=n%C3%A3o%20%26%20sim%20%2B%20%E2%98%95')).ids).toEqual(['conv_5'])
    expect((await inboxApi.list('?search=N%C3%83O')).ids).toEqual(['conv_5'])
  })

  test('changes nothing', async ({ api }) => {
    const before = await api.conversation('conv_abc123')
    api.mock.clock.advance('1h')
    await api.list('?search=help')
    expect(await api.conversation('conv_abc123')).toEqual(before)
    expect(api.events()).toEqual([])
  })

  test.for([
    ...['0', '-1', 'x', '1.5', '', '1e2', '%201', '0x10'].map((value) => ({ given: `page=${value}`, fields: ['page'] })),
    ...['0', '101', '-20', 'all', '', '20.0'].map((value) => ({ given: `perPage=${value}`, fields: ['perPage'] })),
    ...['done', 'OPEN', '', 'open,closed'].map((value) => ({ given: `status=${value}`, fields: ['status'] })),
    ...['signal', 'WhatsApp', ''].map((value) => ({ given: `channelType=${value}`, fields: ['channelType'] })),
    ...['name', 'status', '', 'id'].map((value) => ({ given: `sortBy=${value}`, fields: ['sortBy'] })),
    ...['up', 'DESC', ''].map((value) => ({ given: `sortOrder=${value}`, fields: ['sortOrder'] })),
    ...['yesterday', '2024-13-01', '2024-02-30', '2024', '', '15/01/2024'].flatMap((value) => [
      { given: `startDate=${value}`, fields: ['startDate'] },
      { given: `endDate=${value}`, fields: ['endDate'] },
    ]),
    { given: 'startDate=2016-12-31T23:59:60Z', fields: ['startDate'] },
    { given: 'endDate=9999-12-31T23:59:59-01:00', fields: ['endDate'] },
    { given: 'channelId=', fields: ['channelId'] },
    { given: 'assigneeId=', fields: ['assigneeId'] },
    { given: 'contactId=', fields: ['contactId'] },
    { given: 'botId=', fields: ['botId'] },
    { given: 'status=open&status=closed', fields: ['status'] },
    { given: 'page=0&perPage=101&status=done&sortBy=x&sortOrder=y', fields: ['page', 'perPage', 'sortBy', 'sortOrder', 'status'] },
  ])('returns 400 for $given', async ({ given, fields }, { api }) => {
    const rejection = await api.rejected('GET', `/conversations?${given}`)
    expect({ ...rejection, fields: rejection.fields.toSorted() }).toEqual({ status: 400, code: 'VALIDATION_ERROR', fields })
  })

  test('names for each parameter what was wrong and what is valid', async ({ api }) => {
    expect(await api.reasons('GET', '/conversations?perPage=101&page=x&status=done&startDate=yesterday')).toEqual({
      perPage: 'perPage must be at most 100; got 101',
      page: 'page must be an integer; got "x"',
      status: 'status must be one of open, pending, snoozed, closed; got "done"',
      startDate:
        'startDate must be a date, such as "2024-01-15" or a date-time in ISO 8601 with its offset, such as "2024-01-15T10:00:00Z"; got "yesterday"',
    })
  })
})

function query(parameters: Readonly<Record<string, string>>): string {
  return `?${new URLSearchParams(parameters)}`
}

/** The ids of the matching numbers, in the given order. */
function inOrder(order: readonly number[], left: readonly number[] = order): string[] {
  return order.filter((number) => left.includes(number)).map((number) => `conv_${number}`)
}
