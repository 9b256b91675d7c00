import { describe, test } from 'vitest'
import { createMock, type MockOptions } from '../../src/index.js'
import { type Client, connect } from './client.js'
import type { Transport } from './transport.js'
import { transports } from './transports.js'

/** The frozen time of every mock's clock: that of the guide's "Create Conversation" example. */
export const NOW = '2024-01-15T11:00:00Z'

interface Fixtures {
  /** A client of a new mock with the guide's data. */
  readonly api: Client
  /** A client of a new mock with other options. */
  readonly start: (options: MockOptions) => Promise<Client>
}

type MockTest = ReturnType<typeof mockTest>

/** Tests that run over every transport. */
export function describeApi(name: string, tests: (test: MockTest) => void): void {
  for (const transport of transports) describe(`${name}, ${transport.name}`, () => tests(mockTest(transport)))
}

export function mockTest(transport: Transport) {
  return test.extend<Fixtures>({
    start: ({ onTestFinished }, use) =>
      use(async (options) => {
        const client = await connect(transport, frozenMock(options))
        onTestFinished(() => client.close())
        return client
      }),
    api: async ({ start }, use) => use(await start({})),
  })
}

export function frozenMock(options: MockOptions = {}) {
  const { now = NOW } = options
  const mock = createMock({ ...options, now })
  mock.clock.freeze()
  mock.clock.set(now)
  return mock
}
