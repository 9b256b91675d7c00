// Run by scale.mjs: holds a mock of one size, and runs the measurements that it receives over IPC.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createMock, generateWorld } from './product.mjs'
import { REQUESTS } from './scale-requests.mjs'
import { NOW, SEED } from './servers/data.mjs'

const REPEATS = 200
const WRITES_BEFORE_RESET = 100

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc')
const conversations = Number(process.argv[2])
let mock
let data

process.on('message', async ({ name }) => {
  try {
    process.send(name === 'build' ? build() : { milliseconds: name === 'reset' ? resetTime() : requestTime(REQUESTS[name]) })
  } catch (error) {
    process.send({ error: error.stack })
  }
})

function build() {
  const start = performance.now()
  let world = generateWorld({ conversations, seed: SEED, now: NOW })
  const generated = performance.now()
  mock = createMock({ world, now: NOW })
  const ready = performance.now()
  data = dataOf(world)
  const messages = world.messages.length
  world = undefined // `serve` does not hold it either
  const searching = performance.now()
  mock.handle(REQUESTS['`search=warranty`'].request(data, 0))
  const firstSearch = performance.now() - searching
  for (const { request } of Object.values(REQUESTS)) mock.handle(request(data, 0)) // builds all indexes
  return { messages, generating: generated - start, creating: ready - generated, firstSearch, heap: heapInUse() }
}

/**
 * Returns the mean time of a request in milliseconds. The reset keeps the size of the data; the first request after it is not measured,
 * because it copies or builds indexes. A write before each read keeps the response from coming from a cache.
 */
function requestTime({ request, repeats = REPEATS }) {
  mock.reset()
  const requests = Array.from({ length: 1 + repeats }, (_, i) => request(data, i))
  let milliseconds = 0
  for (const [i, each] of requests.entries()) {
    if (each.method === 'GET') patch(i + repeats)
    const start = performance.now()
    const { status, body } = mock.handle(each)
    if (i > 0) milliseconds += performance.now() - start
    if (status >= 400) throw new Error(`${each.method} ${each.path}: ${body}`)
  }
  return milliseconds / repeats
}

/** Returns the time of a reset after writes, in milliseconds. */
function resetTime() {
  for (let i = 0; i < WRITES_BEFORE_RESET; i++) patch(i)
  const start = performance.now()
  mock.reset()
  return performance.now() - start
}

function patch(i) {
  mock.db.conversations.update(data.anyId(i), { priority: i % 2 ? 'high' : 'low' })
}

function dataOf(world) {
  const ids = world.conversations.map(({ id }) => id)
  const { assigneeId } = world.conversations.find((conversation) => conversation.assigneeId !== undefined)
  const channelId = world.channels[0].id
  let contacts = 0
  return {
    assigneeId,
    anyId: (i) => ids[(i * 7919) % ids.length],
    newConversation: () => ({ channelId, contact: { name: `New ${++contacts}`, email: `new${contacts}@example.com` } }),
  }
}

function heapInUse() {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
