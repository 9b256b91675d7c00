import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Indexes, Table } from '../../src/store/table.js'
import { runs } from '../model/runs.js'

interface Card {
  readonly id: string
  readonly rank: number
  readonly suit: string | undefined
}

type Name = 'rank' | 'suit' | 'id' | 'eager'

/** What is done to one of the tables there are: `table` says which, round and round. */
type Deed =
  | { readonly deed: 'put'; readonly table: number; readonly id: number; readonly rank: number; readonly suit: string | undefined }
  | { readonly deed: 'delete'; readonly table: number; readonly id: number }
  | { readonly deed: 'look'; readonly table: number; readonly index: Name }
  | { readonly deed: 'fork'; readonly table: number }

const indexes: Indexes<Card, Name> = {
  rank: { compare: (a, b) => a.rank - b.rank || ordered(a.id, b.id) },
  suit: { includes: ({ suit }) => suit !== undefined, compare: (a, b) => ordered(a.suit ?? '', b.suit ?? '') || ordered(a.id, b.id) },
  id: { compare: (a, b) => ordered(a.id, b.id) },
  eager: {
    eager: true,
    includes: ({ suit }) => suit === 'a',
    compare: (a, b) => b.rank - a.rank || ordered(a.id, b.id),
  },
}
const NAMES = ['rank', 'suit', 'id', 'eager'] as const

const table = fc.nat(6)
const id = fc.nat(15)
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.record({ deed: fc.constant('fork'), table }) },
  { weight: 3, arbitrary: fc.record({ deed: fc.constant('look'), table, index: fc.constantFrom(...NAMES) }) },
  { weight: 2, arbitrary: fc.record({ deed: fc.constant('delete'), table, id }) },
  { weight: 6, arbitrary: fc.record({ deed: fc.constant('put'), table, id, rank: fc.nat(4), suit: fc.constantFrom('a', 'b', undefined) }) },
)

describe('a table', () => {
  it('has every index as its records are, whichever was looked at when, and knows nothing of what is done to its forks', () => {
    const property = fc.property(fc.array(deed, { maxLength: 60, size: 'max' }), (deeds) => {
      const pairs = [{ table: Table.of(indexes, []), cards: new Map<string, Card>() }]
      for (const done of deeds) {
        const pair = pairs[done.table % pairs.length]
        if (pair === undefined) continue
        if (done.deed === 'fork' && pairs.length < 6) pairs.push({ table: pair.table.fork(), cards: new Map(pair.cards) })
        if (done.deed === 'look') expect(pair.table.index(done.index).toArray()).toEqual(naively(pair.cards, done.index))
        if (done.deed === 'delete') {
          pair.table.delete(String(done.id))
          pair.cards.delete(String(done.id))
        }
        if (done.deed === 'put') {
          const card = { id: String(done.id), rank: done.rank, suit: done.suit }
          pair.table.put(card)
          pair.cards.set(card.id, card)
        }
      }
      for (const { table, cards } of pairs) {
        for (const name of NAMES) expect(table.index(name).toArray()).toEqual(naively(cards, name))
        expect(table.size).toBe(cards.size)
      }
    })
    fc.assert(property, runs(600))
  }, 60_000)
})

function naively(cards: ReadonlyMap<string, Card>, name: Name): Card[] {
  const { includes = () => true, compare } = indexes[name]
  return [...cards.values()].filter(includes).sort(compare)
}

function ordered(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
