import { describe, expect, it } from 'vitest'
import { TextIndex } from '../../src/state/text-index.js'

describe('TextIndex', () => {
  it('finds every conversation that says a text', () => {
    const index = new TextIndex([
      ['conv_1', 'where is my refund?'],
      ['conv_2', 'thank you'],
      ['conv_1', 'thanks'],
    ])
    index.note('conv_3', 'a refund, please')
    expect(index.candidates('refund').toSorted()).toEqual(['conv_1', 'conv_3'])
    expect(index.candidates('thank').toSorted()).toEqual(['conv_1', 'conv_2'])
    expect(index.candidates('thank you')).toContain('conv_2')
  })

  it('finds few others', () => {
    const index = new TextIndex(Array.from({ length: 1000 }, (_, i) => [`conv_${i}`, `order number ${i * 7919} shipped`] as const))
    expect(index.candidates('zzzzzz')).toEqual([])
    const found = index.candidates(`${500 * 7919}`)
    expect(found).toContain('conv_500')
    expect(found.length).toBeLessThan(20)
  })

  it('finds each of many conversations, once', () => {
    const index = new TextIndex([])
    for (let i = 0; i < 1000; i++) index.note(`conv_${i}`, i % 3 === 0 ? 'coffee ☕☕☕' : 'tea')
    const found = index.candidates('☕☕☕')
    expect(found.length).toBe(new Set(found).size)
    expect(found.toSorted()).toEqual(Array.from({ length: 334 }, (_, i) => `conv_${i * 3}`).toSorted())
  })

  it('finds what was noted before the first search and after it', () => {
    const index = new TextIndex([['conv_1', 'hello']])
    index.note('conv_2', 'hello')
    expect(index.candidates('hello').toSorted()).toEqual(['conv_1', 'conv_2'])
    index.note('conv_3', 'hello')
    index.note('conv_1', 'goodbye')
    expect(index.candidates('hello').toSorted()).toEqual(['conv_1', 'conv_2', 'conv_3'])
    expect(index.candidates('goodbye')).toEqual(['conv_1'])
  })

  it('knows nothing of texts too short to have three characters', () => {
    const index = new TextIndex([['conv_1', 'hi']])
    index.note('conv_2', '')
    expect(index.candidates('hi!')).toEqual([])
  })
})
