// Run by linktor-mock.mjs: serves a generated world. The message `reset` over IPC resets the mock; `end` ends the process by itself, so that
// V8 writes a profile.
import { createMock, generateWorld, startServer } from '../product.mjs'
import { NOW, SEED } from './data.mjs'

const [port, conversations] = process.argv.slice(2).map(Number)
const mock = createMock({ world: generateWorld({ conversations, seed: SEED, now: NOW }), now: NOW })
const server = await startServer(mock, { port })

process.on('message', async (message) => {
  if (message === 'reset') mock.reset()
  process.send({ done: message })
  if (message !== 'end') return
  await server.close({ force: true })
  process.exit(0)
})
