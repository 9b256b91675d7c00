import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IdMap } from '../../src/store/id-map.js'
import { runs } from '../model/runs.js'

interface Thing {
  readonly id: string
  readonly version: number
}

/** What is done to one of the maps there are, `map` saying which, round and round: many things set, or a fork made. */
const deed = fc.record({
  map: fc.nat(20),
  fork: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  from: fc.constantFrom(0, 1, 100, 350, 900),
  count: fc.constantFrom(1, 2, 70, 400),
})

describe('a map by id', () => {
  it('is as a Map is, and knows nothing of what is set in its forks', () => {
    const property = fc.property(fc.array(deed, { maxLength: 20, size: 'max' }), (deeds) => {
      const pairs: Pair[] = [{ actual: new IdMap<Thing>(), expected: new Map<string, Thing>() }]
      for (const [version, { map, fork, from, count }] of deeds.entries()) {
        const pair = pairs[map % pairs.length]
        if (pair === undefined) continue
        if (fork && pairs.length < 8) pairs.push({ actual: pair.actual.fork(), expected: new Map(pair.expected) })
        else for (const thing of things(from, count, version)) set(pair, thing)
      }
      for (const { actual, expected } of pairs) {
        expect(actual.size).toBe(expected.size)
        expect([...actual].every((thing) => expected.get(thing.id) === thing)).toBe(true)
        expect([...actual].length).toBe(expected.size)
        for (const { id } of things(0, 1310, 0)) {
          if (actual.get(id) !== expected.get(id) || actual.has(id) !== expected.has(id))
            throw new Error(`get(${id}) is not what was set last`)
        }
      }
    })
    fc.assert(property, runs(100))
  }, 60_000)
})

interface Pair {
  readonly actual: IdMap<Thing>
  readonly expected: Map<string, Thing>
}

function set({ actual, expected }: Pair, thing: Thing): void {
  actual.set(thing)
  expected.set(thing.id, thing)
}

function things(from: number, count: number, version: number): Thing[] {
  return Array.from({ length: count }, (_, i) => ({ id: `thing_${from + i}`, version }))
}
