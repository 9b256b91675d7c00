// A server in a child process, which reports its memory on request: `node --expose-gc server.mjs`, by fork.
import { createMock } from '../../dist/index.js'
import { startServer } from '../../dist/server.js'

const mock = createMock()
const { port } = await startServer(mock, { port: 0 })
process.on('message', () => {
  globalThis.gc()
  process.send?.({ heapUsed: process.memoryUsage().heapUsed })
})
process.send?.({ port })
