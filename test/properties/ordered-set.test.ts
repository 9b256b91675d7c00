import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OrderedSet } from '../../src/store/ordered-set.js'
import { runs } from '../model/runs.js'

/** What is done to one of the sets there are: `set` says which, round and round. */
type Deed =
  | { readonly deed: 'add' | 'delete' | 'move'; readonly set: number; readonly from: number; readonly step: number; readonly count: number }
  | { readonly deed: 'fork'; readonly set: number }

/** Members of a set are numbers below this. */
const SPACE = 6000
const MANY = 1500

const set = fc.nat(20)
const member = fc.nat(SPACE - 1)
const place = fc.integer({ min: -1, max: SPACE })
const few = fc.integer({ min: 0, max: 3 })

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { withCrossShrink: true },
  { weight: 2, arbitrary: fc.record({ deed: fc.constant('fork'), set }) },
  {
    weight: 3,
    arbitrary: fc.record({ deed: fc.constantFrom('add', 'delete', 'move'), set, from: member, step: fc.constant(1), count: few }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      deed: fc.constantFrom('add', 'delete', 'move'),
      set,
      from: member,
      step: fc.constantFrom(1, 2, 7, -1, 1031), // upwards, downwards, all over the place
      count: fc.integer({ min: 0, max: MANY }),
    }),
  },
)

describe('an ordered set', () => {
  it('is as a sorted array is, and knows nothing of what is done to its forks', () => {
    const property = fc.property(
      fc.array(deed, { maxLength: 20, size: 'max' }),
      fc.array(place, { minLength: 1, maxLength: 3 }),
      (deeds, places) => {
        const pairs = [new Pair(new OrderedSet(ascending), new Set())]
        for (const done of deeds) {
          const pair = pairs[done.set % pairs.length]
          if (done.deed === 'fork') pairs.push(...(pair === undefined || pairs.length > 8 ? [] : [pair.fork()]))
          else pair?.change(done)
        }
        for (const pair of pairs) pair.compare(places)
      },
    )
    fc.assert(property, runs(300))
  }, 60_000)

  it('walks and counts from any point, leaving out as many as it is told, and ends when it is told', () => {
    const property = fc.property(
      fc.uniqueArray(member, { maxLength: 1500, size: 'max' }),
      place,
      fc.nat(1600),
      fc.integer({ min: 1, max: 1600 }),
      (members, at, skip, wanted) => {
        const sorted = members.toSorted(ascending)
        const set = new OrderedSet(ascending, sorted)
        const before = (other: number): boolean => other < at
        const below = sorted.filter(before)
        const above = sorted.slice(below.length)

        expect(walked(wanted, (visit) => set.ascend(before, visit, skip))).toEqual(above.slice(skip, skip + wanted))
        expect(walked(wanted, (visit) => set.descend(before, visit, skip))).toEqual(below.toReversed().slice(skip, skip + wanted))
        expect(set.count(before)).toBe(below.length)
        expect(set.first(before)).toBe(above[0])
      },
    )
    fc.assert(property, runs(300))
  }, 60_000)
})

/** A set, and the members that it should have. */
class Pair {
  readonly #set: OrderedSet<number>
  readonly #members: Set<number>

  constructor(set: OrderedSet<number>, members: Set<number>) {
    this.#set = set
    this.#members = members
  }

  fork(): Pair {
    return new Pair(this.#set.fork(), new Set(this.#members))
  }

  change({ deed, from, step, count }: Exclude<Deed, { deed: 'fork' }>): void {
    for (let i = 0; i < count; i++) {
      const member = (((from + i * step) % SPACE) + SPACE) % SPACE
      if (deed === 'add' && !this.#members.has(member)) {
        this.#set.add(member)
        this.#members.add(member)
      } else if (deed === 'delete' && this.#set.delete(member) !== this.#members.delete(member)) {
        throw new Error(`delete(${member}) does not say whether it was there`)
      } else if (deed === 'move' && this.#members.has(member)) {
        this.#move(member, (((member + step * count) % SPACE) + SPACE) % SPACE)
      }
    }
  }

  #move(from: number, to: number): void {
    if (this.#members.has(to) && from !== to) return
    this.#set.replace(from, to)
    this.#members.delete(from)
    this.#members.add(to)
  }

  compare(places: readonly number[]): void {
    const sorted = [...this.#members].sort(ascending)
    expect(this.#set.size).toBe(sorted.length)
    expect(isDeepStrictEqual(this.#set.toArray(), sorted), 'toArray() is sorted and complete').toBe(true)
    for (const at of places) {
      const before = (other: number): boolean => other < at
      const position = sorted.filter(before).length
      expect(this.#set.count(before)).toBe(position)
      expect(this.#set.first(before)).toBe(sorted[position])
      expect(walked(300, (visit) => this.#set.ascend(before, visit))).toEqual(sorted.slice(position, position + 300))
      expect(walked(300, (visit) => this.#set.descend(before, visit))).toEqual(sorted.slice(0, position).slice(-300).reverse())
    }
  }
}

/** The members that a walk visits, which is told to end after as many as wanted. */
function walked(wanted: number, walk: (visit: (member: number) => boolean) => void): number[] {
  const members: number[] = []
  walk((member) => members.push(member) < wanted)
  return members
}

function ascending(a: number, b: number): number {
  return a - b
}
