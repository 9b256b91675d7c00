// What a request costs through MSW: the mock beside a handler that answers a constant with `HttpResponse.json`, in turn, in one process.
// The constant has the same bytes and the same headers, and does not read what is sent to it: most of what `create` costs more is the
// reading of its body.
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { median } from './median.mjs'
import { createMock, generateWorld, handlers } from './product.mjs'
import { significant } from './report.mjs'
import { inTurn, ratioOf } from './rounds.mjs'

const BASE = 'https://api.linktor.io/v1'
const LIMIT = { atMost: 1.15 }
const REQUESTS = 100
const headers = { authorization: 'Bearer key', 'content-type': 'application/json' }

export async function measure({ quick }) {
  const options = quick ? { rounds: 5, warmups: 2 } : { rounds: 61, warmups: 3 }
  const mock = createMock({ world: generateWorld({ conversations: 1000, seed: 7 }) })
  const lines = []
  const rows = [['', 'bytes', 'constant, µs', 'mock, µs']]
  for (const { name, ...request } of requestsTo(mock)) {
    const { bytes, ...times } = await timesOf(mock, request, options)
    lines.push({ figure: `${name}, of a constant`, value: ratioOf(times.mock, times.constant), unit: ' ×', limit: LIMIT })
    rows.push([name, bytes, significant(median(times.constant)), significant(median(times.mock))])
  }
  const notes = [`${REQUESTS} requests a round, ${options.rounds} rounds in turn, medians.`]
  return { title: 'Through MSW in Node, with 1,000 conversations', lines, tables: [{ title: 'A request', rows }], notes }
}

function requestsTo(mock) {
  const [channel] = mock.db.channels.findMany()
  const { id } = mock.db.conversations.findMany()[500]
  let created = 0
  return [
    { name: 'list of 20', method: 'GET', path: '/conversations?status=open&perPage=20', body: () => undefined },
    { name: 'get', method: 'GET', path: `/conversations/${id}`, body: () => undefined },
    {
      name: 'create',
      method: 'POST',
      path: '/conversations',
      body: () => JSON.stringify({ channelId: channel.id, contact: { name: 'Ana', email: `ana${++created}@example.com` } }),
    },
    {
      name: 'the last of the operations, refused: retry of no delivery',
      method: 'POST',
      path: '/webhooks/wh_none/deliveries/del_none/retry',
      body: () => undefined,
    },
  ]
}

async function timesOf(mock, { method, path, body }, options) {
  const given = mock.handle({ method, path, headers, body: body() })
  const value = JSON.parse(given.body)
  const url = `${BASE}${path.split('?')[0]}`
  const answer = () => HttpResponse.json(value, { status: given.status, headers: given.headers })
  const servers = {
    constant: setupServer(method === 'GET' ? http.get(url, answer) : http.post(url, answer)),
    mock: setupServer(...handlers(mock)),
  }
  return { bytes: given.body.length, ...(await inTurn(servers, timeOf, options)) }

  /** Microseconds a request takes, read to the end. */
  async function timeOf(server) {
    mock.reset()
    server.listen({ onUnhandledRequest: 'error' })
    const start = performance.now()
    for (let i = 0; i < REQUESTS; i++) await (await fetch(BASE + path, { method, headers, body: body() })).text()
    const time = ((performance.now() - start) * 1000) / REQUESTS
    server.close()
    return time
  }
}
