import { describe, expect, it } from 'vitest'
import { IdMap } from '../../src/store/id-map.js'

interface Numbered {
  readonly id: string
  readonly number: number
}

describe('IdMap', () => {
  it('gets what it was made of, and nothing else', () => {
    const map = new IdMap(records(3))
    expect(map.size).toBe(3)
    expect(map.get('id_1')).toEqual({ id: 'id_1', number: 1 })
    expect(map.has('id_1')).toBe(true)
    expect(map.get('id_3')).toBeUndefined()
    expect(map.has('id_3')).toBe(false)
    expect(map.get('__proto__')).toBeUndefined()
  })

  it('starts empty', () => {
    const map = new IdMap<Numbered>()
    expect(map.size).toBe(0)
    expect([...map]).toEqual([])
    expect(map.get('')).toBeUndefined()
  })

  it('writes a record in the place of the one with its id', () => {
    const map = new IdMap(records(3))
    map.set({ id: 'id_1', number: 100 })
    expect(map.get('id_1')?.number).toBe(100)
    expect(map.size).toBe(3)
  })

  it.each([0, 1, 2, 63, 64, 65, 1000])('finds every record as it grows from %i to many', (start) => {
    const map = new IdMap(records(start))
    for (const record of records(3000).slice(start)) map.set(record)
    expect(map.size).toBe(3000)
    expect(numbers(map)).toEqual(Array.from({ length: 3000 }, (_, i) => i))
    for (const record of records(3000)) expect(map.get(record.id)).toBe(record)
  })

  it('goes through its records in the same order for the same writes', () => {
    const make = () => {
      const map = new IdMap(records(100))
      for (const record of records(500)) map.set(record)
      return [...map].map(({ id }) => id)
    }
    expect(make()).toEqual(make())
  })

  it('keeps ids apart that are alike', () => {
    const ids = ['', 'a', 'A', 'aa', 'ab', 'ba', 'conv_1', 'conv_01', '☕', '☕☕', 'é', 'e\u0301']
    const map = new IdMap(ids.map((id, number) => ({ id, number })))
    for (const [number, id] of ids.entries()) expect(map.get(id)).toEqual({ id, number })
    expect(map.size).toBe(ids.length)
  })

  it('keeps ids apart whose hashes are the same', () => {
    const ids = ['c1je6huq', 'ck59bwi', 'c105e2pe', 'ctz5owo'] // in pairs, as id-map.ts hashes them
    const map = new IdMap(ids.map((id, number) => ({ id, number })))
    expect(ids.map((id) => map.get(id)?.number)).toEqual([0, 1, 2, 3])
    map.delete('c1je6huq')
    expect(ids.map((id) => map.get(id)?.number)).toEqual([undefined, 1, 2, 3])
  })

  it('takes records out, and nothing else', () => {
    const map = new IdMap(records(500))
    for (let i = 0; i < 500; i += 3) map.delete(`id_${i}`)
    map.delete('id_0')
    map.delete('id_500')
    const left = records(500).filter(({ number }) => number % 3 !== 0)
    expect(map.size).toBe(left.length)
    expect(numbers(map)).toEqual(left.map(({ number }) => number))
  })
})

describe('a fork of an IdMap', () => {
  it('has the same records', () => {
    const map = new IdMap(records(200))
    const fork = map.fork()
    expect(fork.size).toBe(200)
    expect([...fork]).toEqual([...map])
  })

  it('and its origin do not see each other, whichever writes', () => {
    const map = new IdMap(records(200))
    const fork = map.fork()
    fork.set({ id: 'id_7', number: -7 })
    map.set({ id: 'id_8', number: -8 })
    fork.set({ id: 'new', number: 1 })
    expect([map.get('id_7')?.number, fork.get('id_7')?.number]).toEqual([7, -7])
    expect([map.get('id_8')?.number, fork.get('id_8')?.number]).toEqual([-8, 8])
    expect([map.has('new'), fork.has('new')]).toEqual([false, true])
    expect([map.size, fork.size]).toEqual([200, 201])
  })

  it('and its origin do not see each other when either grows', () => {
    for (const grower of ['map', 'fork'] as const) {
      const map = new IdMap(records(10))
      const fork = map.fork()
      const growing = grower === 'map' ? map : fork
      const other = grower === 'map' ? fork : map
      for (const record of records(1000)) growing.set({ ...record, number: -1 })
      expect(growing.size).toBe(1000)
      expect(numbers(other)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    }
  })

  it('of a fork, and a second fork, stand by themselves', () => {
    const map = new IdMap(records(100))
    const forks = [map.fork(), map.fork()]
    forks.push(...forks.map((fork) => fork.fork()))
    for (const [i, fork] of forks.entries()) for (const { id } of records(100)) fork.set({ id, number: 1000 + i })
    for (const [i, fork] of forks.entries()) expect(new Set(numbers(fork))).toEqual(new Set([1000 + i]))
    expect(numbers(map)).toEqual(Array.from({ length: 100 }, (_, i) => i))
  })
})

function records(count: number): Numbered[] {
  return Array.from({ length: count }, (_, number) => known(number))
}

/** The same object for the same number. */
const made: Numbered[] = []
function known(number: number): Numbered {
  made[number] ??= { id: `id_${number}`, number }
  return made[number]
}

function numbers(map: IdMap<Numbered>): number[] {
  return [...map].map(({ number }) => number).sort((a, b) => a - b)
}
