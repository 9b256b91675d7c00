import { describe, expect, it } from 'vitest'
import { IdempotencyStore } from '../../src/store/idempotency-store.js'
import { requestIdentity } from '../../src/store/request-identity.js'

describe('the identity of a request', () => {
  const identity = (path: string, body: unknown): string => requestIdentity('POST', path, body)

  type Case = [name: string, one: [path: string, body: unknown], other: [path: string, body: unknown]]

  it.each<Case>([
    ['order of fields', ['/a', { x: 1, y: { p: 1, q: 2 } }], ['/a', { y: { q: 2, p: 1 }, x: 1 }]],
    ['percent-encoding', ['/a/caf%C3%A9', {}], ['/a/café', {}]],
    ['order of parameters', ['/a?x=1&y=2', {}], ['/a?y=2&x=1', {}]],
    ['a field named __proto__', ['/a', JSON.parse('{"__proto__":1,"b":2}')], ['/a', JSON.parse('{"b":2,"__proto__":1}')]],
  ])('does not depend on the %s', (_, one, other) => {
    expect(identity(...one)).toBe(identity(...other))
  })

  it.each<Case>([
    ['order of items', ['/a', { x: [1, 2] }], ['/a', { x: [2, 1] }]],
    ['type', ['/a', { x: 1 }], ['/a', { x: '1' }]],
    ['absence of a body', ['/a', undefined], ['/a', {}]],
    ['a slash in a segment', ['/a%2Fb', {}], ['/a/b', {}]],
    ['null', ['/a', { x: null }], ['/a', {}]],
    ['a field named __proto__', ['/a', JSON.parse('{"__proto__":1}')], ['/a', {}]],
  ])('depends on the %s', (_, one, other) => {
    expect(identity(...one)).not.toBe(identity(...other))
  })

  it('differs for similar bodies', () => {
    const identities = Array.from({ length: 20_000 }, (_, i) => identity('/a', { i }))
    expect(new Set(identities).size).toBe(identities.length)
  })

  it('is short, whatever the body', () => {
    expect(identity('/a', { text: 'x'.repeat(1_000_000) }).length).toBeLessThan(60)
  })
})

describe('idempotency records', () => {
  it('have a bound in bytes: the oldest go', () => {
    const store = new IdempotencyStore()
    const answer = { data: 'x'.repeat(100_000) }
    for (let at = 0; at < 1000; at++) store.put({ key: `k${at}`, request: 'r', status: 200, answer, at })
    const left = [...store.records()]

    expect(left.length).toBeLessThan(170)
    expect(left.length).toBeGreaterThan(70)
    expect(store.find('k999', 1000)).toBeDefined()
    expect(store.find('k0', 1000)).toBeUndefined()
  })

  it('that are written again count once', () => {
    const store = new IdempotencyStore()
    const answer = { data: 'x'.repeat(1_000_000) }
    store.put({ key: 'other', request: 'r', status: 200, answer, at: 0 })
    for (let at = 0; at < 100; at++) store.put({ key: 'k', request: 'r', status: 200, answer, at })

    expect(store.find('other', 100)).toBeDefined()
  })
})
