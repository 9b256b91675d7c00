import { mockTest } from '../api/mock-test.js'
import type { ReceivedResponse, SentRequest, Transport } from '../api/transport.js'

interface Fixtures {
  /** Sends a request unchanged, and returns whatever response comes back. */
  readonly send: (request: SentRequest) => Promise<ReceivedResponse>
}

/** Tests of responses that the spec does not document. */
export function sendTest(transport: Transport) {
  return mockTest(transport).extend<Fixtures>({
    send: async ({ api }, use) => {
      const connection = await transport.connect(api.mock)
      await use(connection.send)
      await connection.close()
    },
  })
}
