import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OverlayMap } from '../../src/store/overlay-map.js'

const KEYS = 3000 // more than the overlay holds before it is merged

type Step =
  | { readonly do: 'set' | 'delete'; readonly map: number; readonly key: number; readonly count: number }
  | { readonly do: 'fork'; readonly map: number }

const key = fc.nat(KEYS - 1)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('set' as const, 'delete' as const), map: fc.nat(9), key, count: fc.constantFrom(1, 2, 1500) }),
  fc.record({ do: fc.constant('fork' as const), map: fc.nat(9) }),
)

it('an OverlayMap and its forks behave like plain maps', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), fc.nat(2000), (steps, size) => {
      const entries = Array.from({ length: size }, (_, i) => [i, -i - 1] as const)
      const pairs = [{ map: new OverlayMap<number, number>(entries), model: new Map<number, number>(entries) }]
      let value = 0
      for (const step of steps) {
        const pair = pairs[step.map % pairs.length]
        if (pair === undefined) throw new Error('there is always one')
        if (step.do === 'fork') {
          pairs.push({ map: pair.map.fork(), model: new Map(pair.model) })
          continue
        }
        for (let i = 0; i < step.count; i++) {
          const at = (step.key + i) % KEYS
          if (step.do === 'delete') {
            pair.map.delete(at)
            pair.model.delete(at)
          } else {
            pair.map.set(at, ++value)
            pair.model.set(at, value)
          }
        }
      }
      for (const { map, model } of pairs) {
        expect(map.size).toBe(model.size)
        expect([...map.values()].toSorted((a, b) => a - b)).toEqual([...model.values()].toSorted((a, b) => a - b))
        for (let i = 0; i < KEYS; i += 7) expect([map.get(i), map.has(i)]).toEqual([model.get(i), model.has(i)])
      }
    }),
  )
})
