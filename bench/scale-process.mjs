// Run by scale.mjs: one size of the data. Told to build it, and then what to ask and measure.
import { NOW, SEED } from './contestants/data.mjs'
import { fromSource } from './from-source.mjs'
import { collectGarbage } from './garbage.mjs'
import { generateWorld } from './product.mjs'
import { DEEDS } from './scale-deeds.mjs'

const TIMES = 200

const conversations = Number(process.argv[2])
let mock
let there

process.on('message', async ({ build, deed }) => {
  try {
    process.send(build ? await built() : { microseconds: measured(DEEDS[deed]) })
  } catch (error) {
    process.send({ error: error.stack })
  }
})

async function built() {
  const { startMock } = await fromSource('src/mock/create-mock.ts') // which does not look through a world that was generated
  const start = performance.now()
  let world = generateWorld({ conversations, seed: SEED, now: NOW })
  const generated = performance.now()
  mock = startMock(world, { now: NOW })
  const ready = performance.now()
  there = whatIsThere(world)
  const messages = world.messages.length
  world = undefined // as for whoever serves it
  const heapBefore = inUse()
  const searching = performance.now()
  mock.handle(DEEDS['`search=warranty`'].request(there, 0))
  const firstSearch = performance.now() - searching
  const heap = inUse()
  const { rss: resident } = process.memoryUsage()
  const peak = process.resourceUsage().maxRSS * 1024
  return {
    conversations,
    messages,
    generating: generated - start,
    tables: ready - generated,
    firstSearch,
    heapBefore,
    heap,
    resident,
    peak,
  }
}

/**
 * Microseconds of a request. What was created is undone first, so that a size stays the size that it is. Before each read a conversation
 * is written to, which is not measured: a read after which nothing was written is only answered what it was answered before.
 */
function measured({ request, grows, times = TIMES }) {
  if (grows) mock.reset()
  const requests = Array.from({ length: times }, (_, i) => request(there, i))
  let milliseconds = 0
  for (const [i, each] of requests.entries()) {
    if (each.method === 'GET') mock.db.conversations.update(there.any(i + times), { priority: i % 2 ? 'high' : 'low' })
    const start = performance.now()
    const { status, body } = mock.handle(each)
    milliseconds += performance.now() - start
    if (status >= 400) throw new Error(`${each.method} ${each.path}: ${body}`)
  }
  return (milliseconds * 1000) / times
}

function whatIsThere(world) {
  const ids = world.conversations.map(({ id }) => id)
  const { assigneeId } = world.conversations.find((conversation) => conversation.assigneeId !== undefined)
  const channelId = world.channels[0].id
  let contacts = 0
  return {
    assigneeId,
    any: (i) => ids[(i * 7919) % ids.length],
    newConversation: () => ({ channelId, contact: { name: `New ${++contacts}`, email: `new${contacts}@example.com` } }),
  }
}

function inUse() {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
