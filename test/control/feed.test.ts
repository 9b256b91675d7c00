import { describe, expect, it } from 'vitest'
import { Feed } from '../../src/control/feed.js'
import { createMock } from '../../src/mock/create-mock.js'

function feed(): Feed {
  let id = 100
  return new Feed(createMock(), { nextId: () => ++id, shown: (request) => request })
}

function following({ told }: ReturnType<Feed['after']>): number[] {
  const ids: number[] = []
  for (let next = told.next; next !== undefined; next = next.next) ids.push(next.id)
  return ids
}

describe('a feed', () => {
  it('keeps the last 1,000, and says when some of what followed is gone', () => {
    const told = feed()
    for (let i = 0; i < 1500; i++) told.publish('reset', {})

    expect(following(told.after(0))).toHaveLength(1000)
    expect(told.after(0).complete).toBe(false)
    expect(told.after(600).complete).toBe(false)
    expect(told.after(601)).toMatchObject({ complete: true, told: { id: 601 } })
    expect(following(told.after(1598))).toEqual([1599, 1600, 1601])
    expect(following(told.after(1601))).toEqual([])
    expect(following(told.after(9999))).toEqual([])
  })

  it('keeps fewer where they are large', () => {
    const told = feed()
    for (let i = 0; i < 40; i++) told.publish('change', { text: 'x'.repeat(1024 * 1024) })

    expect(following(told.after(0)).length).toBeLessThan(17)
    expect(following(told.after(0)).length).toBeGreaterThan(10)
  })

  it('tells of what happens to its mock until it ends', () => {
    const mock = createMock()
    let id = 0
    const told = new Feed(mock, { nextId: () => ++id, shown: ({ path }) => ({ path }) })
    mock.handle({ method: 'GET', path: '/nope' })
    expect(told.last).toMatchObject({ kind: 'request', text: 'id: 2\nevent: request\ndata: {"path":"/nope"}\n\n' })
    told.end()
    mock.messages.add('conv_abc123', { text: 'Hello' })
    mock.handle({ method: 'GET', path: '/nope' })

    expect(told.last.id).toBe(2)
  })
})
