import { describe, expect, it } from 'vitest'
import { Feed } from '../../src/control/feed.js'
import { createMock } from '../../src/mock/create-mock.js'

function feed(): Feed {
  let id = 100
  return new Feed(createMock(), { nextId: () => ++id, shown: (request) => request })
}

function following({ after }: ReturnType<Feed['after']>): number[] {
  const ids: number[] = []
  for (let next = after.next; next !== undefined; next = next.next) ids.push(next.id)
  return ids
}

describe('a feed', () => {
  it('stores the last 1,000 entries, and reports when later ones are gone', () => {
    const after = feed()
    for (let i = 0; i < 1500; i++) after.publish('reset', {})

    expect(following(after.after(0))).toHaveLength(1000)
    expect(after.after(0).complete).toBe(false)
    expect(after.after(600).complete).toBe(false)
    expect(after.after(601)).toMatchObject({ complete: true, after: { id: 601 } })
    expect(following(after.after(1598))).toEqual([1599, 1600, 1601])
    expect(following(after.after(1601))).toEqual([])
    expect(following(after.after(9999))).toEqual([])
  })

  it('stores fewer large entries', () => {
    const after = feed()
    for (let i = 0; i < 40; i++) after.publish('change', { text: 'x'.repeat(1024 * 1024) })

    expect(following(after.after(0)).length).toBeLessThan(17)
    expect(following(after.after(0)).length).toBeGreaterThan(10)
  })

  it('publishes the changes of its mock until it ends', () => {
    const mock = createMock()
    let id = 0
    const after = new Feed(mock, { nextId: () => ++id, shown: ({ path }) => ({ path }) })
    mock.handle({ method: 'GET', path: '/nope' })
    expect(after.last).toMatchObject({ kind: 'request', text: 'id: 2\nevent: request\ndata: {"path":"/nope"}\n\n' })
    after.end()
    mock.messages.add('conv_abc123', { text: 'Hello' })
    mock.handle({ method: 'GET', path: '/nope' })

    expect(after.last.id).toBe(2)
  })
})
