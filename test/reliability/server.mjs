// A server in a process of its own, which tells what memory it holds when it is asked: `node --expose-gc server.mjs`, by fork.
import { createMock } from '../../dist/index.js'
import { startServer } from '../../dist/server.js'

const mock = createMock()
const { port } = await startServer(mock, { port: 0 })
process.on('message', () => {
  globalThis.gc()
  process.send?.({ heapUsed: process.memoryUsage().heapUsed })
})
process.send?.({ port })
