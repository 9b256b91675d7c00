import type { Rule } from '../rule.js'
import { rulesOf } from '../rule.js'
import { listDatesAndSearchRules } from './list-dates-and-search.js'
import { listFiltersRules } from './list-filters.js'
import { listPagesRules } from './list-pages.js'
import { listSortingRules } from './list-sorting.js'
import { MOST } from './listing.js'
import { CHANNEL_TYPES, idsOf, isTimestamp, STATUSES } from './response-values.js'

const { reads, answersFit } = rulesOf('listConversations', 'List Conversations')

const listItemRules = [
  reads('LIST-01', 'documented', 'the list returns 200 with conversations in data and pagination in meta', async ({ api, expect }) => {
    const { status, body } = await api.call('GET', '/conversations')
    const whole = expect.toSatisfy(Number.isInteger)
    expect([status, body]).toEqual([
      200,
      expect.objectContaining({
        data: expect.any(Array),
        meta: expect.objectContaining({
          pagination: expect.objectContaining({ page: whole, perPage: whole, totalPages: whole, totalCount: whole }),
        }),
      }),
    ])
  }),

  reads('LIST-02', 'documented', 'each item is a conversation with a unique id', async ({ api, expect }) => {
    const { data } = await api.list({ perPage: MOST })
    expect([...new Set(data.map(({ type }) => type))].filter((type) => type !== 'conversation')).toEqual([])
    expect(idsOf(data).filter((id) => typeof id !== 'string' || id === '')).toEqual([])
    expect(new Set(idsOf(data)).size, 'different ids').toBe(data.length)
  }),

  reads(
    'LIST-03',
    'documented',
    'each item shows status, channel, contact, unreadCount, messageCount and metadata',
    async ({ api, expect }) => {
      for (const { id, attributes } of (await api.list({ perPage: MOST })).data) {
        expect(attributes, id).toMatchObject({
          status: expect.toBeOneOf([...STATUSES]),
          channel: { id: expect.any(String), type: expect.toBeOneOf([...CHANNEL_TYPES]), name: expect.any(String) },
          contact: { id: expect.any(String) },
          unreadCount: expect.toSatisfy(isCount),
          messageCount: expect.toSatisfy(isCount),
          metadata: expect.any(Object),
        })
      }
    },
  ),

  reads(
    'LIST-04',
    'documented',
    'each item shows when it was created and updated, not updated before it was created',
    async ({ api, expect }) => {
      for (const { id, attributes } of (await api.list({ perPage: MOST })).data) {
        const { createdAt, updatedAt } = attributes
        expect({ createdAt, updatedAt }, id).toEqual({ createdAt: expect.toSatisfy(isTimestamp), updatedAt: expect.toSatisfy(isTimestamp) })
        expect(Date.parse(updatedAt), `${id}: updatedAt`).toBeGreaterThanOrEqual(Date.parse(createdAt))
      }
    },
  ),

  reads('LIST-05', 'documented', 'an assignee is shown with id, name, and a type: user or bot', async ({ api, expect, skip }) => {
    const assigned = (await api.list({ perPage: MOST })).data.filter(({ attributes }) => attributes.assignee)
    if (assigned.length === 0) skip('no conversation on the server has an assignee')
    for (const { id, attributes } of assigned) {
      const type = expect.toBeOneOf(['user', 'bot'])
      expect(attributes.assignee, id).toMatchObject({ id: expect.any(String), type, name: expect.any(String) })
    }
  }),

  reads('LIST-06', 'documented', 'the last message is shown with id, content, direction and timestamp', async ({ api, expect, skip }) => {
    const { data } = await api.list({ perPage: MOST })
    const spoken = data.filter(({ attributes }) => attributes.lastMessage || attributes.messageCount > 0)
    if (spoken.length === 0) skip('no conversation on the server has a message')
    for (const { id, attributes } of spoken) {
      expect(attributes.lastMessage, id).toMatchObject({
        id: expect.any(String),
        content: { type: expect.any(String) },
        direction: expect.toBeOneOf(['inbound', 'outbound']),
        timestamp: expect.toSatisfy(isTimestamp),
      })
    }
  }),
]

/** `GET /conversations`. */
export const listConversationsRules: readonly Rule[] = [
  ...listItemRules,
  ...listPagesRules,
  ...listFiltersRules,
  ...listDatesAndSearchRules,
  ...listSortingRules,
  answersFit('LIST-77'),
]

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0
}
