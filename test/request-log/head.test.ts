import { expect, test } from 'vitest'
import { createMock } from '../../src/index.js'

test.each([
  { path: '/nope', headers: { authorization: 'Bearer key' }, reason: /There is no HEAD \/nope/ },
  { path: '/conversations', headers: {}, reason: /API key/ },
  { path: '/conversations?page=0', headers: { authorization: 'Bearer key' }, reason: /page must be at least 1; got 0/ },
])('HEAD $path is recorded with its reason, though its response has no body', ({ path, headers, reason }) => {
  const mock = createMock()
  mock.handle({ method: 'HEAD', path, headers })

  expect(mock.requests.unexpected()).toMatchObject([{ request: expect.stringContaining('HEAD'), reasons: [expect.stringMatching(reason)] }])
})
