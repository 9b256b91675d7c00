import { mockTest } from '../api/mock-test.js'
import type { ReceivedAnswer, SentRequest, Transport } from '../api/transport.js'

interface Fixtures {
  /** Sends a request as it is, and gives whatever comes of it. */
  readonly send: (request: SentRequest) => Promise<ReceivedAnswer>
}

/** Tests of answers that are none that the spec has. */
export function sendTest(transport: Transport) {
  return mockTest(transport).extend<Fixtures>({
    send: async ({ api }, use) => {
      const connection = await transport.connect(api.mock)
      await use(connection.send)
      await connection.close()
    },
  })
}
