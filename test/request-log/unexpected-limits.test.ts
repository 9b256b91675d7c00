import { expect, test } from 'vitest'
import { createMock } from '../../src/index.js'

const headers = { authorization: 'Bearer key' }

test('a mistake is not forgotten for the many requests that come after it', () => {
  const mock = createMock()
  mock.handle({ method: 'GET', path: '/nope', headers })
  for (let i = 0; i < 1500; i++) mock.handle({ method: 'GET', path: '/conversations/conv_abc123', headers })

  expect(mock.requests.find({ path: '/nope' })).toBeUndefined()
  expect(mock.requests.unexpected()).toMatchObject([{ request: 'GET /nope' }])
  mock.reset()
  expect(mock.requests.unexpected()).toEqual([])
})

test('a mistake whose answer is lost is one all the same', () => {
  const mock = createMock()
  mock.faults.drop('assignConversation', { lost: 'answer' })
  mock.handle({ method: 'POST', path: '/conversations/conv_abc123/assign', headers, body: '{}' })

  expect(mock.requests.unexpected()).toMatchObject([{ operation: 'assignConversation', reasons: [expect.stringContaining('assigneeId')] }])
})

test('what is found cannot be changed, for it is found again', () => {
  const mock = createMock()
  const body = JSON.stringify({ reason: 'Done' })
  const { headers: answered } = mock.handle({ method: 'POST', path: '/conversations/conv_abc123/close', headers, body })
  const found = mock.requests.find({ operation: 'closeConversation' })

  expect(() => Object.assign(found?.body ?? {}, { reason: 'Other' })).toThrow(TypeError)
  expect(Object.isFrozen(answered)).toBe(false)
})
