import { describe, expect, it } from 'vitest'
import { type SearchText, TextIndex } from '../../src/store/text-index.js'
import { Texts } from '../../src/store/texts.js'

/** What conversations say, which a test may change as it likes. */
class Said {
  readonly texts: Map<string, string>
  /** How often all of it was read. */
  readings = 0

  constructor(texts: Iterable<SearchText>) {
    this.texts = new Map(texts)
  }

  sayings(): SearchText[] {
    this.readings++
    return [...this.texts]
  }

  /** As if each conversation had been written once, in their order. */
  get written(): number {
    return this.texts.size
  }

  get size(): number {
    return this.texts.size
  }

  newer(written: number): string[] {
    return [...this.texts.keys()].slice(written)
  }

  says(id: string, text: string): boolean {
    return this.texts.get(id)?.includes(text) === true
  }
}

describe('Texts', () => {
  it('finds what is said now', () => {
    const said = new Said([
      ['conv_1', 'where is my refund?'],
      ['conv_2', 'thank you'],
    ])
    const texts = new Texts(new TextIndex(said.sayings()), said.written)
    expect([...texts.find('REFUND', said)]).toEqual(['conv_1'])

    said.texts.set('conv_1', 'never mind').set('conv_2', 'a refund, please').set('conv_3', 'refund')
    for (const id of ['conv_1', 'conv_2']) texts.changed(id)
    const found = texts.find('refund', said)
    expect([...found]).toEqual(['conv_2', 'conv_3'])
    expect([found.count, found.has('conv_1'), found.has('conv_3'), found.has('conv_4')]).toEqual([2, false, true, false])
  })

  it('finds what was changed before the first search', () => {
    const said = new Said([['conv_1', 'hello']])
    const texts = new Texts(new TextIndex(said.sayings()), said.written)
    said.texts.set('conv_1', 'goodbye')
    texts.changed('conv_1')

    expect([...texts.find('hello', said)]).toEqual([])
    expect([...texts.find('goodbye', said)]).toEqual(['conv_1'])
  })

  it('reads all anew once many have come in', () => {
    const said = new Said([['conv_0', 'hello']])
    const texts = new Texts(new TextIndex(said.sayings()), said.written)
    const come = (from: number, to: number): void => {
      for (let i = from; i < to; i++) said.texts.set(`conv_${i}`, 'hello')
    }

    come(1, 1144)
    for (let i = 1; i < 1000; i++) texts.changed(`conv_${i}`) // they are counted once
    expect([texts.find('hello', said).count, said.readings]).toEqual([1144, 1])
    come(1144, 1145)
    expect([texts.find('hello', said).count, said.readings]).toEqual([1145, 2])
    come(1145, 1146)
    expect([texts.find('hello', said).count, said.readings]).toEqual([1146, 2])
  })

  it('leaves to a fork what the fork has changed', () => {
    const said = new Said([['conv_1', 'hello']])
    const texts = new Texts(new TextIndex(said.sayings()), said.written)
    const [fork, saidThere] = [texts.fork(), new Said(said.texts)]
    saidThere.texts.set('conv_1', 'goodbye')
    fork.changed('conv_1')

    expect([...fork.find('goodbye', saidThere)]).toEqual(['conv_1'])
    expect([...texts.find('hello', said)]).toEqual(['conv_1'])
  })

  it('looks closer at what is not exact', () => {
    const said = new Said([
      ['conv_1', 'coffee \u2615'],
      ['conv_2', '\u0155'], // ŕ, which the index takes for the same
    ])

    expect([...new Texts(new TextIndex(said.sayings()), said.written).find('\u0154', said)]).toEqual(['conv_2'])
  })

  it('reads all anew once many have changed', () => {
    const said = new Said(Array.from({ length: 1600 }, (_, i) => [`conv_${i}`, 'hello'] as const))
    const texts = new Texts(new TextIndex(said.sayings()), said.written)
    expect(texts.find('hello', said).count).toBe(1600)
    const change = (from: number, to: number): void => {
      for (let i = from; i < to; i++) {
        said.texts.set(`conv_${i}`, 'goodbye')
        texts.changed(`conv_${i}`)
      }
    }

    change(0, 1200)
    expect([texts.find('hello', said).count, said.readings]).toEqual([400, 1])
    change(1200, 1201)
    expect([texts.find('hello', said).count, said.readings]).toEqual([399, 2])
    change(0, 10)
    expect([texts.find('hello', said).count, said.readings]).toEqual([399, 2])
  })
})
