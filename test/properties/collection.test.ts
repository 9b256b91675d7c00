import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Collection, type Indexes, sortedIndex } from '../../src/store/collection.js'

interface Card {
  readonly id: string
  readonly suit?: string
  readonly value: number
  /** Distinct for each write. */
  readonly revision: number
}

const byValue = (a: Card, b: Card): number => a.value - b.value || a.revision - b.revision
const INDEXES: Indexes<Card, 'value' | 'even' | 'suit'> = {
  value: sortedIndex(byValue),
  even: sortedIndex(byValue, ({ value }) => value % 2 === 0),
  suit: { key: ({ suit }) => suit, compare: (a, b) => a.revision - b.revision },
}
const SUITS = ['clubs', 'hearts', undefined] as const
const IDS = 12

type Step =
  | { readonly do: 'put'; readonly id: number; readonly suit: (typeof SUITS)[number]; readonly value: number }
  | { readonly do: 'delete'; readonly id: number }
  | { readonly do: 'fork' }
  | { readonly do: 'look'; readonly index: 'value' | 'even' | 'suit' }

const step: fc.Arbitrary<readonly [collection: number, Step]> = fc.tuple(
  fc.nat(5),
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('put' as const), id: fc.nat(IDS), suit: fc.constantFrom(...SUITS), value: fc.nat(4) }),
    },
    fc.record({ do: fc.constant('delete' as const), id: fc.nat(IDS) }),
    fc.record({ do: fc.constant('fork' as const) }),
    fc.record({ do: fc.constant('look' as const), index: fc.constantFrom('value' as const, 'even' as const, 'suit' as const) }),
  ),
)

it('a Collection and its forks have the indexes that a rebuild would give', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const start = Array.from({ length: 6 }, (_, i) => card(i, SUITS[i % 3], i % 4, -i - 1))
      const pairs = [{ collection: new Collection(INDEXES, start), model: new Map(start.map((one) => [one.id, one])) }]
      let revision = 0
      for (const [at, step] of steps) {
        const pair = pairs[at % pairs.length]
        if (pair === undefined) throw new Error('there is always one')
        const { collection, model } = pair
        if (step.do === 'fork') pairs.push({ collection: collection.fork(), model: new Map(model) })
        if (step.do === 'look') expectIndexed(collection, model, [step.index])
        if (step.do === 'put') {
          const written = card(step.id, step.suit, step.value, ++revision)
          collection.put(written)
          model.set(written.id, written)
        }
        if (step.do === 'delete') {
          collection.delete(`card_${step.id}`)
          model.delete(`card_${step.id}`)
        }
      }
      for (const { collection, model } of pairs) {
        expect(collection.size).toBe(model.size)
        expect([...collection.values()].toSorted(byId)).toEqual([...model.values()].toSorted(byId))
        for (let id = 0; id <= IDS; id++) expect(collection.get(`card_${id}`)).toBe(model.get(`card_${id}`))
        expectIndexed(collection, model, ['value', 'even', 'suit'])
      }
    }),
    { numRuns: 500 },
  )
})

it('a Collection rebuilds an index that has missed thousands of writes', () => {
  const start = Array.from({ length: 3000 }, (_, i) => card(i, SUITS[i % 3], i % 4, -i - 1))
  const collection = new Collection(INDEXES, start)
  const model = new Map(start.map((one) => [one.id, one]))
  expectIndexed(collection, model, ['value', 'suit'])
  const fork = collection.fork()
  for (let i = 0; i < 2200; i++) {
    const written = card(2 * i, SUITS[i % 2], i % 5, i + 1)
    fork.put(written)
    model.set(written.id, written)
  }
  expectIndexed(fork, model, ['value', 'even', 'suit'])
  expectIndexed(collection, new Map(start.map((one) => [one.id, one])), ['value', 'even', 'suit'])
})

function expectIndexed(
  collection: Collection<Card, 'value' | 'even' | 'suit'>,
  model: ReadonlyMap<string, Card>,
  names: readonly ('value' | 'even' | 'suit')[],
): void {
  const cards = [...model.values()]
  if (names.includes('value')) expect(collection.sorted('value')).toEqual(cards.toSorted(byValue))
  if (names.includes('even')) expect(collection.sorted('even')).toEqual(cards.filter(({ value }) => value % 2 === 0).toSorted(byValue))
  if (!names.includes('suit')) return
  for (const suit of ['clubs', 'hearts', 'spades']) {
    const expected = cards.filter((card) => card.suit === suit).toSorted((a, b) => a.revision - b.revision)
    expect(collection.group('suit', suit)).toEqual(expected)
  }
}

function card(id: number, suit: (typeof SUITS)[number], value: number, revision: number): Card {
  return { id: `card_${id}`, ...(suit !== undefined && { suit }), value, revision }
}

function byId(a: Card, b: Card): number {
  return a.id < b.id ? -1 : 1
}
