import { type TestAPI, test as vitestTest } from 'vitest'
import { DEFAULT_BASE_URL, handlers } from '../adapters/msw.js'
import { createMock, type Mock, type MockOptions } from '../mock/create-mock.js'
import { type Handlers, Network } from './network.js'

export interface MockFixtures {
  /** Options of the mock of each test, overridden by `test.extend({ mockOptions: { strict: true } })`. */
  readonly mockOptions: MockOptions
  /** Base URL of the mock: the platform's own; in a concurrent test a URL of its own, as several mocks run at a time. */
  readonly baseUrl: string
  /** A mock for this test only, which handles calls below `baseUrl`. */
  readonly mock: Mock
  /** Plain MSW beside the mock, until the test ends: `server.use(http.get('https://example.com/me', …))`. */
  readonly server: Pick<Handlers, 'use'>
}

/** Requests are intercepted for a process, not for a test: there can be only one server. */
const network = new Network()
let concurrent = 0

/**
 * vitest's `test` with a mock for each test, reached by MSW at the platform's URL.
 *
 * @example
 * test('closes a conversation', async ({ mock, baseUrl }) => {
 *   const { id } = mock.db.conversations.create()
 *   await fetch(`${baseUrl}/conversations/${id}/close`, { method: 'POST', headers: { authorization: 'Bearer key' } })
 *   expect(mock).toHaveEmitted('conversation.closed', { data: { id } })
 * })
 */
export const test: TestAPI<MockFixtures> = vitestTest.extend<MockFixtures>({
  mockOptions: {},
  baseUrl: async ({ task }, use) => use(task.concurrent === true ? `https://mock-${++concurrent}.linktor.test/v1` : DEFAULT_BASE_URL),
  mock: async ({ mockOptions }, use) => use(createMock(mockOptions)),
  server: [
    async ({ mock, baseUrl }, use) => {
      const { use: add, remove } = network.add(handlers(mock, { baseUrl }))
      await use({ use: add })
      remove()
    },
    { auto: true },
  ],
})
