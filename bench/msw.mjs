// The time of a request through MSW in Node: the mock in proportion to a handler that returns a constant with `HttpResponse.json`, in turn,
// in one process. The constant has the same bytes and headers; its handler does not read the body of the request, so `create` takes longer.
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { createMock, generateWorld, handlers } from './product.mjs'
import { significant } from './report.mjs'
import { inTurn, median, ratioOf } from './rounds.mjs'

const BASE = 'https://api.linktor.io/v1'
const LIMIT = { atMost: 1.15 }
const REQUESTS = 100
const headers = { authorization: 'Bearer key', 'content-type': 'application/json' }

export async function measure({ quick }) {
  const options = quick ? { rounds: 5, warmups: 2 } : { rounds: 61, warmups: 3 }
  const mock = createMock({ world: generateWorld({ conversations: 10_000, seed: 7 }) })
  const lines = []
  const rows = [['', 'bytes', 'constant, µs', 'mock, µs']]
  for (const { name, ...request } of requestsTo(mock)) {
    const { bytes, ...times } = await timesOf(mock, request, options)
    lines.push({ figure: `${name}: time, of a constant`, value: ratioOf(times.mock, times.constant), unit: ' ×', limit: LIMIT })
    rows.push([name, bytes, significant(median(times.constant)), significant(median(times.mock))])
  }
  const notes = [`${REQUESTS} requests a round, ${options.rounds} rounds in turn, medians.`]
  return { title: 'Through MSW in Node, with 10,000 conversations', lines, tables: [{ title: 'A request', rows }], notes }
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
      name: 'the last operation, with status 404',
      method: 'POST',
      path: '/webhooks/wh_none/deliveries/del_none/retry',
      body: () => undefined,
    },
  ]
}

async function timesOf(mock, { method, path, body }, options) {
  const response = mock.handle({ method, path, headers, body: body() })
  const value = JSON.parse(response.body)
  const url = `${BASE}${path.split('?')[0]}`
  const respond = () => HttpResponse.json(value, { status: response.status, headers: response.headers })
  const servers = {
    constant: setupServer(method === 'GET' ? http.get(url, respond) : http.post(url, respond)),
    mock: setupServer(...handlers(mock)),
  }
  return { bytes: response.body.length, ...(await inTurn(servers, timeOf, options)) }

  /** Returns the microseconds of a request, with its body read to the end. */
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
