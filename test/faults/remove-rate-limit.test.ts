import { expect, it } from 'vitest'
import { createMock } from '../../src/index.js'

const list = { method: 'GET', path: '/conversations', headers: { authorization: 'Bearer key' } }

it('restores the previous limit, unless another one was set', () => {
  const mock = createMock({ rateLimit: 100 })
  const undoFirst = mock.faults.rateLimit({ after: 0 })
  const undoSecond = mock.faults.rateLimit({ after: 5 })
  undoFirst()
  expect(mock.handle(list)).toMatchObject({ status: 200, headers: { 'x-ratelimit-limit': '5' } })
  undoSecond()
  expect(mock.handle(list)).toMatchObject({ status: 429, headers: { 'x-ratelimit-limit': '0' } })
})

it('a removed limit restores the initial one', () => {
  const mock = createMock({ rateLimit: 100 })
  const undo = mock.faults.rateLimit({ after: 0, retryAfter: 10 })
  expect(JSON.parse(mock.handle(list).body).error.message).toBe('More than 0 requests in 10 s; try again in 10 s')
  undo()
  expect(mock.handle(list)).toMatchObject({ status: 200, headers: { 'x-ratelimit-limit': '100' } })
})
