// What a request costs through MSW: the mock beside a handler that answers a constant with `HttpResponse.json`, in turn, in one process.
// Run: npm run bench:msw. Exits with 1 when a line is above its limit. The constant has the same bytes and the same headers, and does not
// read what is sent to it: most of what `create` costs more is the reading of its body. The list has a limit, the others are told.
import { performance } from 'node:perf_hooks'
import { createMock } from 'linktor-mock'
import { generateWorld } from 'linktor-mock/fixtures'
import { handlers } from 'linktor-mock/msw'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'

const BASE = 'https://api.linktor.io/v1'
const LIMIT = 1.15
const ROUNDS = 61
const REQUESTS = 100
const headers = { authorization: 'Bearer key', 'content-type': 'application/json' }

const mock = createMock({ world: generateWorld({ conversations: 1000, seed: 7 }) })
const [channel] = mock.db.channels.findMany()
const { id } = mock.db.conversations.findMany()[500]
let created = 0

const lines = [
  { name: 'list of 20', limit: LIMIT, method: 'GET', path: '/conversations?status=open&perPage=20', body: () => undefined },
  { name: 'get', method: 'GET', path: `/conversations/${id}`, body: () => undefined },
  {
    name: 'create',
    method: 'POST',
    path: '/conversations',
    body: () => JSON.stringify({ channelId: channel.id, contact: { name: 'Ana', email: `ana${++created}@example.com` } }),
  },
]

const rows = []
for (const line of lines) rows.push(await measured(line))
console.log(`msw, ${REQUESTS} requests a round, ${ROUNDS} rounds in turn, medians of the rounds; Node ${process.version}\n`)
console.table(Object.fromEntries(rows.map(({ name, limit, ...row }) => [name, { ...row, limit: limit ?? '' }])))
if (rows.some(({ ratio, limit }) => ratio > limit)) {
  console.error(`A request through the mock must cost at most ${LIMIT} times what a constant costs.`)
  process.exit(1)
}

async function measured({ name, limit, method, path, body }) {
  const given = mock.handle({ method, path, headers, body: body() })
  const value = JSON.parse(given.body)
  const url = `${BASE}${path.split('?')[0]}`
  const answer = () => HttpResponse.json(value, { status: given.status, headers: given.headers })
  const servers = {
    constant: setupServer(method === 'GET' ? http.get(url, answer) : http.post(url, answer)),
    mock: setupServer(...handlers(mock)),
  }
  const times = { constant: [], mock: [] }
  for (let round = -3; round < ROUNDS; round++) {
    for (const [which, server] of Object.entries(servers)) {
      const time = await timeOf(server)
      if (round >= 0) times[which].push(time) // the first rounds warm up
    }
    mock.reset()
  }
  const constant = median(times.constant)
  const ours = median(times.mock)
  const ratio = median(times.mock.map((time, round) => time / times.constant[round])) // of neighbours: what else runs, hits both
  return {
    name,
    limit,
    bytes: given.body.length,
    'constant (µs)': Math.round(constant),
    'mock (µs)': Math.round(ours),
    ratio: round2(ratio),
  }

  /** Microseconds a request takes, read to the end. */
  async function timeOf(server) {
    server.listen({ onUnhandledRequest: 'error' })
    const start = performance.now()
    for (let i = 0; i < REQUESTS; i++) await (await fetch(BASE + path, { method, headers, body: body() })).text()
    const time = ((performance.now() - start) * 1000) / REQUESTS
    server.close()
    return time
  }
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
}

function round2(number) {
  return Math.round(number * 100) / 100
}
