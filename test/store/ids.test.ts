import { describe, expect, it } from 'vitest'
import { IdMaker, type IdPrefix } from '../../src/store/ids.js'

const PREFIXES: readonly IdPrefix[] = ['conv', 'msg', 'contact', 'ch', 'user', 'bot', 'evt', 'req']

describe('IdMaker', () => {
  it.each(PREFIXES)('generates ids that look like %s_abc123def456', (prefix) => {
    const ids = new IdMaker(1)
    for (let i = 0; i < 100; i++) expect(ids.make(prefix)).toMatch(new RegExp(`^${prefix}_[a-z0-9]{12}$`))
  })

  it.each([0, 1, -1, 2 ** 31, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])(
    'generates 100,000 ids of the seed %i, all different',
    (seed) => {
      const ids = new IdMaker(seed)
      const made = new Set<string>()
      for (let i = 0; i < 100_000; i++) made.add(ids.make('conv'))
      expect(made.size).toBe(100_000)
    },
  )

  it('generates the same ids for the same seed, and others for another', () => {
    expect(five(new IdMaker(7))).toEqual(five(new IdMaker(7)))
    expect(five(new IdMaker(7))).not.toEqual(five(new IdMaker(8)))
  })

  it('counts each prefix separately', () => {
    const ids = new IdMaker(7)
    for (let i = 0; i < 10; i++) ids.make('msg')
    expect(five(ids)).toEqual(five(new IdMaker(7)))
  })

  it('generates other letters for each prefix', () => {
    const ids = new IdMaker(7)
    const letters = PREFIXES.map((prefix) => ids.make(prefix).split('_')[1])
    expect(new Set(letters).size).toBe(PREFIXES.length)
  })

  it('skips ids in use', () => {
    const [first = '', second = '', third] = five(new IdMaker(7))
    const taken = new Set([first, second])
    expect(new IdMaker(7).make('conv', (id) => taken.has(id))).toBe(third)
  })

  it('continues independently after a fork', () => {
    const ids = new IdMaker(7)
    ids.make('conv')
    const fork = ids.fork()
    const rest = five(ids)
    expect(five(fork)).toEqual(rest)
    expect(five(fork)).not.toEqual(rest)
  })
})

function five(ids: IdMaker): string[] {
  return Array.from({ length: 5 }, () => ids.make('conv'))
}
