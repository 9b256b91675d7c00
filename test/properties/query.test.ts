import fc from 'fast-check'
import { expect, it } from 'vitest'
import { generateWorld } from '../../fixtures/index.js'
import { type FilterField, SORT_FIELDS, type SortField } from '../../src/store/indexes.js'
import { type Condition, query } from '../../src/store/query.js'
import type { Conversation } from '../../src/store/records.js'
import { Store } from '../../src/store/store.js'
import { runs } from '../model/runs.js'

const NOW = '2024-06-01T00:00:00Z'
const WORLD = generateWorld({ conversations: 1500, seed: 1, now: NOW }) // enough for pages to be found by walking and by sorting
const CREATED = WORLD.conversations.map(({ createdAt }) => createdAt).sort()
const STATUSES = ['open', 'pending', 'closed'] as const

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom(...STATUSES, 'snoozed').map((status) => inGroups('status', [status])),
  fc.subarray(idsOf(WORLD.channels)).map((ids) => inGroups('channelId', ids)),
  fc.constantFrom(...idsOf(WORLD.users), 'user_none').map((id) => inGroups('assigneeId', [id])),
  fc.constantFrom(...idsOf(WORLD.bots)).map((id) => inGroups('botId', [id])),
  fc.constantFrom(...idsOf(WORLD.contacts)).map((id) => inGroups('contactId', [id])),
  fc.constantFrom(...CREATED).map((from): Condition => ({ matches: ({ createdAt }) => createdAt >= from, created: { from } })),
  fc.constantFrom(...CREATED).map((to): Condition => ({ matches: ({ createdAt }) => createdAt <= to, created: { to } })),
  fc.integer({ min: 2, max: 9 }).map((n): Condition => ({ matches: ({ order }) => order % n > 0 })),
)

const step = fc.record({
  /** Numbers of the conversations that are closed, opened or made pending before the query. */
  written: fc.array(fc.nat(WORLD.conversations.length - 1), { maxLength: 5 }),
  status: fc.constantFrom(...STATUSES),
  fork: fc.boolean(),
  conditions: fc.array(condition, { maxLength: 3 }),
  sortBy: fc.constantFrom(...SORT_FIELDS),
  sortOrder: fc.constantFrom('asc' as const, 'desc' as const),
  offset: fc.nat(1000).map((thousandths) => thousandths / 1000),
  limit: fc.integer({ min: 1, max: 100 }),
})

it('a query returns the page and the total that filtering and sorting all conversations would', () => {
  const property = fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
    let store = Store.of(WORLD, 1)
    for (const { written, status, fork, conditions, sortBy, sortOrder, limit, ...step } of steps) {
      if (fork) store = store.fork()
      for (const i of written) {
        const conversation = store.conversations.get(WORLD.conversations[i]?.id ?? '')
        if (conversation !== undefined) store.putConversation({ ...conversation, status, updatedAt: NOW })
      }
      const expected = naivelySorted(store, conditions, sortBy, sortOrder)
      const offset = Math.floor(step.offset * expected.length)
      const { conversations, total } = query(store, { conditions, sortBy, sortOrder, offset, limit })
      expect(total).toBe(expected.length)
      expect(idsOf(conversations)).toEqual(idsOf(expected.slice(offset, offset + limit)))
    }
  })
  fc.assert(property, runs(100))
})

function inGroups(index: FilterField, keys: readonly string[]): Condition {
  return { matches: (conversation) => keys.includes(conversation[index] ?? ''), groups: { index, keys } }
}

function naivelySorted({ conversations }: Store, conditions: readonly Condition[], sortBy: SortField, sortOrder: 'asc' | 'desc') {
  const matching: Conversation[] = [...conversations.values()].filter((each) => conditions.every(({ matches }) => matches(each)))
  const ascending = matching.sort((a, b) => {
    const [left, right] = [a[sortBy] ?? '', b[sortBy] ?? '']
    return left < right ? -1 : left > right ? 1 : a.revision - b.revision
  })
  return sortOrder === 'asc' ? ascending : ascending.reverse()
}

function idsOf(records: readonly { readonly id: string }[]): string[] {
  return records.map(({ id }) => id)
}
