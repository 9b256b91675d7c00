import { beforeEach, describe, expect, it } from 'vitest'
import type { FaultSettings, Mock } from '../../src/index.js'
import { frozenMock, send } from '../kit/kit.js'

const CONVERSATION = '/conversations/conv_abc123'

let mock: Mock

beforeEach(() => {
  mock = frozenMock()
})

const status = () => send(mock, 'GET', CONVERSATION).status

describe('the list of faults', () => {
  it('contains the faults in effect, oldest first, with defaults', () => {
    expect(mock.faults.all()).toEqual([])
    mock.faults.fail('closeConversation', { status: 429, times: 2 })
    mock.faults.delay('*', '2s', { probability: 0.5 })
    mock.faults.drop('getConversation', { where: { query: { includeMessages: true } } })
    mock.faults.rateLimit({ after: 3 })
    mock.faults.malformed('*')
    mock.faults.slow('listConversations', { seconds: 5 })
    const id = expect.stringMatching(/^fault_[a-z0-9]{12}$/)
    expect(mock.faults.all()).toEqual([
      {
        id,
        kind: 'fail',
        operation: 'closeConversation',
        status: 429,
        code: 'RATE_LIMIT_EXCEEDED',
        message: 'A fault that was set: closeConversation fails with 429',
        retryAfter: 30,
        times: 2,
      },
      { id, kind: 'delay', operation: '*', duration: 2000, probability: 0.5 },
      { id, kind: 'drop', operation: 'getConversation', lost: 'request', where: { query: { includeMessages: true } } },
      { id, kind: 'rateLimit', after: 3, retryAfter: 60 },
      { id, kind: 'malformed', operation: '*' },
      { id, kind: 'slow', operation: 'listConversations', duration: 5000 },
    ])
    expect(new Set(mock.faults.all().map((fault) => fault.id)).size).toBe(6)
  })

  it('has the remaining times, and no faults that are used up', () => {
    mock.faults.fail('getConversation', { times: 2 })
    status()
    expect(mock.faults.all()).toMatchObject([{ times: 1 }])
    status()
    expect(mock.faults.all()).toEqual([])
  })

  it('is immutable', () => {
    mock.faults.drop('*', { where: { body: { metadata: { order: 1 } } } })
    const [fault] = mock.faults.all()
    expect(JSON.parse(JSON.stringify(fault))).toEqual(fault)
    expect(Object.isFrozen(fault)).toBe(true)
    expect(() => Object.assign(fault?.kind === 'drop' ? (fault.where?.body?.['metadata'] ?? {}) : {}, { order: 2 })).toThrow(TypeError)
  })

  it('can be set again unchanged, except for the ids', () => {
    mock.faults.fail('closeConversation', { code: 'CHANNEL_ERROR', status: 503, where: { query: { a: 'b' } } })
    mock.faults.slow('*', '1s', { times: 3, probability: 0.1 })
    mock.faults.drop('*', { lost: 'answer' })
    mock.faults.rateLimit({ after: 3, retryAfter: 5 })
    const settings = mock.faults.all().map(({ id: _, ...rest }): FaultSettings => rest)
    const other = frozenMock()
    for (const fault of settings) other.faults.set(fault)
    expect(other.faults.all()).toEqual(mock.faults.all())
  })

  it('is the same for the same seed, and after a reset', () => {
    const set = (mock: Mock) => mock.faults.set({ kind: 'fail', operation: '*' })
    const first = set(mock)
    expect(set(frozenMock())).toEqual(first)
    expect(set(frozenMock({ seed: 2 })).id).not.toBe(first.id)
    mock.reset()
    expect(mock.faults.all()).toEqual([])
    expect(set(mock)).toEqual(first)
  })

  it('contains only the rate limit after clear', () => {
    mock.faults.fail('*')
    const limit = mock.faults.set({ kind: 'rateLimit', after: 100 })
    mock.faults.drop('*', { times: 2 })
    mock.faults.clear()
    expect(mock.faults.all()).toEqual([limit])
  })

  it('is restored by a snapshot', () => {
    mock.faults.fail('getConversation', { times: 2 })
    mock.faults.rateLimit({ after: 100 })
    const [before, snapshot] = [mock.faults.all(), mock.snapshot()]
    status()
    mock.faults.clear()
    mock.faults.drop('*')
    mock.restore(snapshot)
    expect(mock.faults.all()).toEqual(before)
  })
})

describe('a fault that is set as data', () => {
  it('equals the one that its method sets', () => {
    const fault = mock.faults.set({ kind: 'fail', operation: 'getConversation', status: 503, times: 1 })
    expect(mock.faults.all()).toEqual([fault])
    expect([status(), status()]).toEqual([503, 200])
    mock.faults.set({ kind: 'delay', operation: '*', duration: '1s' })
    expect(mock.delayFor({ method: 'GET', path: CONVERSATION })).toBe(1000)
    mock.faults.set({ kind: 'rateLimit', after: 0 })
    expect(status()).toBe(429)
  })
})

describe('remove', () => {
  it('removes the fault with the id, and returns whether there was one', () => {
    const { id } = mock.faults.set({ kind: 'fail', operation: 'getConversation', status: 503 })
    const other = mock.faults.set({ kind: 'fail', operation: 'listConversations', status: 503 })
    expect(mock.faults.remove('fault_none')).toBe(false)
    expect(status()).toBe(503)
    expect(mock.faults.remove(id)).toBe(true)
    expect(mock.faults.remove(id)).toBe(false)
    expect(status()).toBe(200)
    expect(mock.faults.all()).toEqual([other])
  })

  it('removes faults that a snapshot has restored', () => {
    const { id } = mock.faults.set({ kind: 'fail', operation: 'getConversation', status: 503 })
    mock.restore(mock.snapshot())
    expect(mock.faults.remove(id)).toBe(true)
    expect(status()).toBe(200)
  })

  it('removes the rate limit in force, and restores the previous one', () => {
    const first = mock.faults.set({ kind: 'rateLimit', after: 5 })
    const second = mock.faults.set({ kind: 'rateLimit', after: 0 })
    expect(mock.faults.all()).toEqual([second])
    expect(mock.faults.remove(first.id)).toBe(false)
    expect(status()).toBe(429)
    expect(mock.faults.remove(second.id)).toBe(true)
    expect(mock.faults.all()).toEqual([first])
    expect(send(mock, 'GET', CONVERSATION)).toMatchObject({ status: 200, headers: { 'x-ratelimit-limit': '5' } })
    expect(mock.faults.remove(first.id)).toBe(true)
    expect(send(mock, 'GET', CONVERSATION)).toMatchObject({ headers: { 'x-ratelimit-limit': '1000' } })
  })
})

describe('the function that removes a fault, after a reset', () => {
  it('does not remove newer faults with the same ids', () => {
    const stop = mock.faults.fail('getConversation', { status: 503 })
    mock.reset()
    mock.faults.fail('getConversation', { status: 404 })
    stop()
    expect(status()).toBe(404)
  })
})
