import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isExact, type SearchText, TextIndex } from '../../src/store/text-index.js'

/** Few letters, so that texts have much in common; some of them beyond Latin-1, and two that are one code point. */
const text = (maxLength: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom('a', 'b', 'é', ' ', '\n', '\x02', '\x7f', '\x85', 'ł', 'Ţ', '☕', '😀', '\ud83d', '\ude00'), { maxLength })
    .map((letters) => letters.join(''))

function foundIn(sayings: readonly SearchText[], sought: string): string[] {
  return [...new TextIndex(sayings).find(sought)]
}

describe('TextIndex', () => {
  it('finds all that say a text, and no others where it is exact', () => {
    fc.assert(
      fc.property(fc.array(text(12), { maxLength: 40 }), text(4), (texts, sought) => {
        const sayings = texts.map((said, i): SearchText => [`conv_${i}`, said])
        const expected = sayings.filter(([, said]) => said.includes(sought)).map(([id]) => id)
        const found = foundIn(sayings, sought)
        expect(isExact(sought) ? found : found.filter((id) => expected.includes(id))).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  it.each(['7', '77', '777', 'order number 7'])('finds %j in each of many conversations that says it', (sought) => {
    const sayings: SearchText[] = Array.from({ length: 1000 }, (_, i) => [`conv_${i}`, `order number ${i * 7919} shipped`])
    const index = new TextIndex(sayings)
    const found = index.find(sought)
    const expected = sayings.filter(([, said]) => said.includes(sought)).map(([id]) => id)

    expect([...found]).toEqual(expected)
    expect(found.count).toBe(expected.length)
    expect(sayings.filter(([id]) => found.has(id)).map(([id]) => id)).toEqual(expected)
  })

  it('may take a letter beyond Latin-1 for another one', () => {
    const sayings = [
      ['conv_1', 'coffee \u2615'],
      ['conv_2', '\u0155'], // ŕ
      ['conv_3', 'tea'],
    ] as const

    expect(foundIn(sayings, '\u2615')).toEqual(['conv_1', 'conv_2'])
    expect([isExact('☕'), isExact('a\nb'), isExact('é')]).toEqual([false, false, true])
  })

  it('reads in what is said at the first search, once', () => {
    let reads = 0
    const index = new TextIndex(
      (function* (): Generator<SearchText> {
        reads++
        yield ['conv_1', 'hello']
      })(),
    )
    expect(reads).toBe(0)
    expect([...index.find('hell'), ...index.find('ello')]).toEqual(['conv_1', 'conv_1'])
    expect(reads).toBe(1)
  })
})
