import { rulesOf } from '../rule.js'
import { dividing, type Item, MOST, requireFilter } from './listing.js'
import { textOf, wordToSearch } from './message-text.js'
import { idsOf, STATUSES } from './response-values.js'
import { requireDocumentedError, unlessRejected } from './unspecified.js'
import { withRetries } from './with-retries.js'

const { reads, writes } = rulesOf('listConversations', 'List Conversations')

const HOUR = 3_600_000
/** Maximum offset of local midnight from midnight in UTC. */
const ZONE = 14 * HOUR
const DAY = 24 * HOUR

/** The filters by date of creation, and the search. The guide does not specify whether the bounds are inclusive. */
export const listDatesAndSearchRules = [
  reads('LIST-48', 'documented', 'startDate returns exactly the conversations created after it', (context) =>
    requireFilter(context, (items) => {
      const bound = momentAt(items, 0.5)
      return bound === undefined ? undefined : { query: { startDate: bound }, holds: (item) => side(item, bound, 'after') }
    }),
  ),

  reads('LIST-49', 'documented', 'endDate returns exactly the conversations created before it', (context) =>
    requireFilter(context, (items) => {
      const bound = momentAt(items, 0.5)
      return bound === undefined ? undefined : { query: { endDate: bound }, holds: (item) => side(item, bound, 'before') }
    }),
  ),

  reads('LIST-50', 'implied', 'startDate and endDate together return exactly the conversations created between them', (context) =>
    requireFilter(context, (items) => {
      const [startDate, endDate] = [momentAt(items, 0.25), momentAt(items, 0.75)]
      if (startDate === undefined || endDate === undefined || startDate === endDate) return undefined
      const holds = (item: Item) => {
        const [after, before] = [side(item, startDate, 'after'), side(item, endDate, 'before')]
        return after === false || before === false ? false : after && before
      }
      return { query: { startDate, endDate }, holds }
    }),
  ),

  reads('LIST-51', 'implied', 'dates are combined with the other filters: startDate and status', (context) =>
    requireFilter(context, (items) => {
      const bound = momentAt(items, 0.5)
      const later = items.filter((item) => bound !== undefined && side(item, bound, 'after'))
      const status = dividing(later, ({ attributes }) => attributes.status)
      if (bound === undefined || status === undefined) return undefined
      const holds = (item: Item) => item.attributes.status === status && side(item, bound, 'after')
      return { query: { startDate: bound, status }, holds }
    }),
  ),

  reads('LIST-52', 'implied', 'a startDate far in the future, or an endDate far in the past, returns nothing', async (context) => {
    const { api, expect } = context
    await withRetries(api, async () => {
      const [past, future] = ['1990-01-01T00:00:00Z', '2990-01-01T00:00:00Z']
      const queries = [{}, { startDate: past }, { endDate: future }, { startDate: future }, { endDate: past }]
      const pages = await Promise.all(queries.map((query) => api.list({ ...query, perPage: 1 })))
      const [all, ...counts] = pages.map(({ meta }) => meta.pagination.totalCount)
      expect(counts).toEqual([all, all, 0, 0])
    })
  }),

  reads('LIST-53', 'implied', 'a date-time may have an offset other than UTC', async (context) => {
    const { api, target, expect, skip } = context
    await withRetries(api, async () => {
      const bound = momentAt(await target.items(), 0.5)
      if (bound === undefined) return skip('fewer than three conversations on the server were created at different times')
      const elsewhere = new Date(Date.parse(bound) + 5.5 * HOUR).toISOString().replace(/(\.000)?Z$/, '+05:30')
      const [inUtc, there] = await Promise.all([
        api.list({ startDate: bound }),
        unlessRejected(context, `startDate=${elsewhere}`, api.list({ startDate: elsewhere })),
      ])
      if (there !== undefined) expect(there.meta.pagination.totalCount).toBe(inUtc.meta.pagination.totalCount)
    })
  }),

  ...(['startDate', 'endDate'] as const).map((name, i) =>
    reads(`LIST-${54 + i}`, 'implied', `${name} may be a date without a time, which covers whole days`, (context) =>
      requireFilter(context, (items) => {
        const date = momentAt(items, 0.25)?.slice(0, 10)
        if (date === undefined) return undefined
        const midnight = Date.parse(date)
        // In any time zone, and whether or not the day itself is included.
        const holds = ({ attributes }: Item) => {
          const created = Date.parse(attributes.createdAt)
          if (created < midnight - ZONE) return name === 'endDate'
          return created > midnight + DAY + ZONE ? name === 'startDate' : undefined
        }
        return { query: { [name]: date }, holds, mayBeRejected: `a bare date as ${name}` }
      }),
    ),
  ),

  reads('LIST-56', 'implied', 'an invalid date is accepted or rejected, without a server error', async (context) => {
    for (const name of ['startDate', 'endDate']) {
      requireDocumentedError(
        context,
        `${name}=yesterday`,
        await context.api.call('GET', '/conversations', { query: { [name]: 'yesterday' } }),
      )
    }
  }),

  reads('LIST-57', 'documented', 'search matches the name of the contact', (context) =>
    requireFilter(context, (items) => {
      const name = dividing(items, ({ attributes }) => attributes.contact.name || undefined)
      if (name === undefined) return undefined
      return { query: { search: name }, holds: ({ attributes }) => attributes.contact.name === name || undefined }
    }),
  ),

  reads('LIST-58', 'documented', 'search matches the last message', async ({ api, expect, skip }) => {
    await withRetries(api, async () => {
      const { data } = await api.list({ perPage: MOST })
      for (const { id, attributes } of data) {
        const { name, id: contactId } = attributes.contact
        const word = wordToSearch(textOf(attributes.lastMessage), [name])
        if (word === undefined) continue
        expect(idsOf((await api.list({ contactId, search: word })).data), word).toContain(id)
        return
      }
      skip('no last message on the server has a word to search for')
    })
  }),

  reads('LIST-59', 'documented', 'search matches earlier messages', async ({ api, target, expect, skip }) => {
    const talkative = (await target.conversations()).filter(({ attributes }) => attributes.messageCount > 1)
    for (const { id, attributes } of talkative.slice(0, 3)) {
      const { name, id: contactId } = attributes.contact
      const said = (await api.get(id, { includeMessages: true })).relationships?.messages.map(textOf) ?? []
      const word = said
        .slice(1, -1)
        .map((text) => wordToSearch(text, [name, said[0], said.at(-1)]))
        .find((found) => found !== undefined)
      if (word === undefined) continue
      expect(idsOf((await api.list({ contactId, search: word })).data), word).toContain(id)
      return
    }
    skip('no message on the server has a word to search for')
  }),

  reads('LIST-60', 'implied', 'a search that matches nothing returns an empty list, alone and with a status', async ({ api, expect }) => {
    const search = `zqx${api.runId}`
    const pages = await Promise.all(
      [{ search }, ...STATUSES.slice(0, 2).map((status) => ({ search, status }))].map((query) => api.list(query)),
    )
    for (const { data, meta } of pages) expect([idsOf(data), meta.pagination.totalCount]).toEqual([[], 0])
  }),

  writes('LIST-61', 'implied', 'a new conversation is between dates around its creation, and not outside', async (context) => {
    const { api, expect, observe } = context
    const { id, attributes } = await api.create()
    const contactId = attributes.contact.id
    const moment = (milliseconds: number): string =>
      new Date(Date.parse(attributes.createdAt) + milliseconds).toISOString().replace(/\.000Z$/, 'Z')
    const queries = [
      { startDate: moment(-1000), endDate: moment(1000) },
      { startDate: moment(1000) },
      { endDate: moment(-1000) },
      { startDate: moment(0) },
      { endDate: moment(0) },
    ]
    const found = await Promise.all(queries.map(async (query) => idsOf((await api.list({ contactId, ...query })).data).includes(id)))
    expect(found.slice(0, 3)).toEqual([true, false, false])
    const day = attributes.createdAt.slice(0, 10)
    const bare = await unlessRejected(context, 'a bare date', api.list({ contactId, startDate: day, endDate: day }))
    if (bare) observe(`bare dates as startDate and endDate ${bare.data.length === 1 ? 'include' : 'exclude'} their day`)
    observe(`startDate is ${found[3] ? 'inclusive' : 'exclusive'}, endDate is ${found[4] ? 'inclusive' : 'exclusive'}`)
  }),

  writes('LIST-62', 'documented', 'a new conversation is found by the name of its contact, and no other is', async (context) => {
    const { api, expect, observe } = context
    const name = `Zq${api.runId}List62`
    const { id } = await api.create({ contact: { name, ...api.newAddress() } })
    const [exact, other] = await Promise.all([name, name.toUpperCase()].map((search) => api.list({ search })))
    expect(idsOf(exact?.data ?? [])).toEqual([id])
    expect(exact?.meta.pagination.totalCount).toBe(1)
    observe(`search is ${other?.data.length === 0 ? 'case-sensitive' : 'case-insensitive'}`)
  }),
]

/** The distinct creation times of the conversations, sorted. */
function momentsOf(items: readonly Item[]): string[] {
  return [...new Set(items.map(({ attributes }) => attributes.createdAt))].sort((a, b) => Date.parse(a) - Date.parse(b))
}

/** The creation time at this fraction of all, with others before and after it. */
function momentAt(items: readonly Item[], part: number): string | undefined {
  const moments = momentsOf(items)
  return moments.length < 3 ? undefined : moments[Math.max(1, Math.floor((moments.length - 1) * part))]
}

function side({ attributes }: Item, bound: string, wanted: 'before' | 'after'): boolean | undefined {
  const distance = Date.parse(attributes.createdAt) - Date.parse(bound)
  return distance === 0 ? undefined : distance > 0 === (wanted === 'after')
}
