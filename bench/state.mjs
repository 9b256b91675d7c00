// How the state grows with the number of conversations: `npm run build && node --expose-gc bench/state.mjs [1000 10000 100000]`.
// Prints the table of docs/decisions/0002-state.md: medians of rounds, in microseconds, of requests handled in process.
import { generateWorld } from 'linktor-mock/fixtures'
import { fromSource } from './from-source.mjs'

const { startMock } = await fromSource('src/mock.ts')

const NOW = '2026-11-22T12:00:00Z'
const ROUNDS = 15
const headers = { authorization: 'Bearer key' }

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 10_000, 100_000]
const columns = sizes.map(measure)

console.log(`| | ${sizes.map((size) => size.toLocaleString('en')).join(' | ')} |`)
console.log(`|---|${sizes.map(() => '---:|').join('')}`)
for (const row of Object.keys(columns[0])) console.log(`| ${row} | ${columns.map((column) => column[row]).join(' | ')} |`)

function measure(conversations) {
  const before = heap()
  const generating = performance.now()
  const world = generateWorld({ conversations, seed: 1, now: NOW })
  const building = performance.now()
  const mock = startMock(world, { now: NOW })
  const ready = performance.now()
  const memory = heap() - before
  mock.clock.freeze()

  const id = world.conversations[conversations >> 1].id
  const assigneeId = world.conversations.find((conversation) => conversation.assigneeId).assigneeId
  const get = (path) => () => ({ method: 'GET', path, headers })
  const send = (method, path, body) => (i) => ({ method, path: path(i), headers, body: JSON.stringify(body(i)) })
  const any = (i) => world.conversations[(i * 7919) % conversations].id
  let contact = 0

  return {
    messages: world.messages.length.toLocaleString('en'),
    'generate, ms': (building - generating).toFixed(0),
    'tables and indexes, ms': (ready - building).toFixed(0),
    'heap, MB': (memory / 1e6).toFixed(0),
    'get one': run(mock, get(`/conversations/${id}`)),
    'list: page 1': run(mock, get('/conversations')),
    'list: page 50': run(mock, get('/conversations?page=50')),
    '`status=open`': run(mock, get('/conversations?status=open')),
    '`status=open&channelType=whatsapp&sortBy=createdAt`': run(
      mock,
      get('/conversations?status=open&channelType=whatsapp&sortBy=createdAt'),
    ),
    '`assigneeId&status=open&sortBy=messageCount`': run(
      mock,
      get(`/conversations?assigneeId=${assigneeId}&status=open&sortBy=messageCount`),
    ),
    '`startDate`, three days': run(mock, get('/conversations?startDate=2026-11-20')),
    '`startDate&status=open&channelType=sms`': run(mock, get('/conversations?startDate=2026-11-20&status=open&channelType=sms')),
    '`search=warranty`': run(mock, get('/conversations?search=warranty'), 20),
    create: run(
      mock,
      send(
        'POST',
        () => '/conversations',
        () => ({ channelId: world.channels[0].id, contact: { name: `New ${++contact}`, email: `new${contact}@example.com` } }),
      ),
    ),
    PATCH: run(
      mock,
      send(
        'PATCH',
        (i) => `/conversations/${any(i)}`,
        (i) => ({ priority: i % 2 ? 'high' : 'low' }),
      ),
    ),
    'close or reopen': run(
      mock,
      send(
        'POST',
        (i) => `/conversations/${id}/${i % 2 ? 'close' : 'reopen'}`,
        () => ({}),
      ),
    ),
    'reset after 10 PATCHes': reset(mock, any),
    snapshot: time(() => mock.snapshot(), 200),
  }
}

function run(mock, request, times = 200) {
  let i = 0
  return time(() => {
    const { status } = mock.handle(request(i++))
    if (status >= 400) throw new Error(`${JSON.stringify(request(i))}: ${status}`)
  }, times)
}

function reset(mock, any) {
  const rounds = Array.from({ length: ROUNDS }, () => {
    for (let i = 0; i < 10; i++) mock.handle({ method: 'PATCH', path: `/conversations/${any(i)}`, headers, body: '{"priority":"high"}' })
    const start = performance.now()
    mock.reset()
    return performance.now() - start
  })
  return microseconds(median(rounds))
}

function time(work, times) {
  for (let i = 0; i < times; i++) work()
  const rounds = Array.from({ length: ROUNDS }, () => {
    const start = performance.now()
    for (let i = 0; i < times; i++) work()
    return (performance.now() - start) / times
  })
  return microseconds(median(rounds))
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1]
}

function microseconds(milliseconds) {
  return Number((milliseconds * 1000).toPrecision(3)).toLocaleString('en')
}

function heap() {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}
