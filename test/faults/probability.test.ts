import { describe, expect, it } from 'vitest'
import type { Mock } from '../../src/index.js'
import { describeApi } from '../api/mock-test.js'
import { frozenMock, send } from '../kit/kit.js'

const CONVERSATION = '/conversations/conv_abc123'
const REQUEST = { method: 'GET', path: CONVERSATION }

const statuses = (mock: Mock, count: number, path = CONVERSATION) => Array.from({ length: count }, () => send(mock, 'GET', path).status)

describeApi('a fault with a probability', (test) => {
  test('applies to the same requests over every transport', async ({ api }) => {
    api.mock.faults.fail('getConversation', { status: 503, probability: 0.5 })
    const received: number[] = []
    for (let i = 0; i < 12; i++) received.push((await api.call('GET', CONVERSATION)).status)
    const other = frozenMock()
    other.faults.fail('getConversation', { status: 503, probability: 0.5 })
    expect(received).toEqual(statuses(other, 12))
  })
})

describe('a probability', () => {
  it.for([0.05, 0.3, 0.9])('of %d applies to about that share of the requests, for every seed', (probability) => {
    for (const seed of [1, 2, -7]) {
      const mock = frozenMock({ seed })
      mock.faults.delay('getConversation', 7, { probability })
      const delayed = Array.from({ length: 4000 }, () => mock.delayFor(REQUEST)).filter((delay) => delay === 7)
      expect(Math.abs(delayed.length / 4000 - probability)).toBeLessThan(0.04)
    }
  })

  it('of 1 applies to all of them', () => {
    const mock = frozenMock()
    mock.faults.fail('*', { status: 503, probability: 1 })
    expect(new Set(statuses(mock, 50))).toEqual(new Set([503]))
  })

  it('gives other draws for another seed', () => {
    const [one, other] = [1, 2].map((seed) => {
      const mock = frozenMock({ seed })
      mock.faults.fail('*', { status: 503, probability: 0.5 })
      return statuses(mock, 40)
    })
    expect(one).not.toEqual(other)
  })

  it('is drawn for each fault independently, so that another one shifts nothing', () => {
    const [alone, beside] = [frozenMock(), frozenMock()]
    for (const mock of [alone, beside]) mock.faults.fail('getConversation', { status: 503, probability: 0.5 })
    beside.faults.fail('listConversations', { status: 401, probability: 0.5 })
    beside.faults.delay('*', 5, { probability: 0.5 })
    const drawn = statuses(beside, 20).map((status) => {
      beside.delayFor(REQUEST)
      send(beside, 'GET', '/conversations')
      return status
    })
    expect(drawn).toEqual(statuses(alone, 20))
    expect(statuses(beside, 40, '/conversations').map((status) => status === 401)).not.toEqual(
      statuses(alone, 40).map((status) => status === 503),
    )
  })

  it('leaves other requests to the faults after it', () => {
    const mock = frozenMock()
    mock.faults.fail('*', { status: 401 })
    mock.faults.fail('*', { status: 503, probability: 0.5 })
    expect(new Set(statuses(mock, 40))).toEqual(new Set([401, 503]))
  })

  it('uses its times only when it applies', () => {
    const mock = frozenMock()
    mock.faults.fail('*', { status: 503, probability: 0.3, times: 5 })
    const received = statuses(mock, 200)
    expect(received.filter((status) => status === 503)).toHaveLength(5)
    expect(received.slice(0, 5)).toContain(200)
  })

  it('continues its draws after a restore, and restarts them after a reset', () => {
    const mock = frozenMock()
    mock.faults.fail('*', { status: 503, probability: 0.5 })
    const first = statuses(mock, 7)
    const snapshot = mock.snapshot()
    const then = statuses(mock, 40)
    mock.restore(snapshot)
    expect(statuses(mock, 40)).toEqual(then)
    mock.reset()
    expect(new Set(statuses(mock, 20))).toEqual(new Set([200]))
    mock.faults.fail('*', { status: 503, probability: 0.5 })
    expect(statuses(mock, 47)).toEqual([...first, ...then])
  })

  it('of a fault that is set after a restore is drawn as before', () => {
    const mock = frozenMock()
    mock.faults.delay('*', 5)
    const snapshot = mock.snapshot()
    const [first, again] = [0, 1].map(() => {
      mock.restore(snapshot)
      mock.faults.fail('*', { status: 503, probability: 0.5 })
      return statuses(mock, 40)
    })
    const unlike = frozenMock()
    unlike.faults.fail('*', { status: 503, probability: 0.5 })
    expect(again).toEqual(first)
    expect(statuses(unlike, 40)).not.toEqual(first) // the first fault in one mock, the second in the other
  })
})
