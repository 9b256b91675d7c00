import { expect, test } from 'vitest'
import { createMock } from '../../src/index.js'

const headers = { authorization: 'Bearer key' }

test('a mistake is kept despite many later requests', () => {
  const mock = createMock()
  mock.handle({ method: 'GET', path: '/nope', headers })
  for (let i = 0; i < 1500; i++) mock.handle({ method: 'GET', path: '/conversations/conv_abc123', headers })

  expect(mock.requests.find({ path: '/nope' })).toBeUndefined()
  expect(mock.requests.unexpected()).toMatchObject([{ request: 'GET /nope' }])
  mock.reset()
  expect(mock.requests.unexpected()).toEqual([])
})

test('a mistake with a lost response is kept', () => {
  const mock = createMock()
  mock.faults.drop('assignConversation', { lost: 'answer' })
  mock.handle({ method: 'POST', path: '/conversations/conv_abc123/assign', headers, body: '{}' })

  expect(mock.requests.unexpected()).toMatchObject([{ operation: 'assignConversation', reasons: [expect.stringContaining('assigneeId')] }])
})

test('returned mistakes are immutable, because they are returned again', () => {
  const mock = createMock()
  const body = JSON.stringify({ reason: 'Done' })
  const { headers: answered } = mock.handle({ method: 'POST', path: '/conversations/conv_abc123/close', headers, body })
  const found = mock.requests.find({ operation: 'closeConversation' })

  expect(() => Object.assign(found?.body ?? {}, { reason: 'Other' })).toThrow(TypeError)
  expect(Object.isFrozen(answered)).toBe(false)
})
