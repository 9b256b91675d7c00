import { handlers } from '../../src/msw.js'
import { startServer } from '../../src/server.js'
import { Network } from '../../src/vitest/network.js'
import { sendByFetch, type Transport } from './transport.js'

const network = new Network()
let connections = 0

export const transports: readonly Transport[] = [
  {
    name: 'in process',
    connect: async (mock) => ({
      send: async (request) => {
        const response = mock.handle(request)
        const { status, headers, body } = (await response.later) ?? response
        return { status, headers, text: body }
      },
      close: async () => {},
    }),
  },
  {
    name: 'HTTP',
    connect: async (mock) => {
      const { url: baseUrl, close } = await startServer(mock, { port: 0, host: '127.0.0.1' })
      return { baseUrl, send: (request) => sendByFetch(baseUrl, request), close: () => close({ force: true }) }
    },
  },
  {
    name: 'MSW',
    connect: async (mock) => {
      const baseUrl = `https://mock-${++connections}.linktor.test/v1` // a test may have several mocks
      const { remove } = network.add(handlers(mock, { baseUrl }))
      const close = async () => {
        remove()
        network.close()
      }
      return { baseUrl, send: (request) => sendByFetch(baseUrl, request), close }
    },
  },
]
