// Run by autocannon.mjs: makes the requests that its argument tells of, and prints what came of them.
import autocannon from 'autocannon'
import { filled } from './filled.mjs'

const { origin, request, seconds, connections } = JSON.parse(process.argv[2])
const { method, path, headers, body, ids } = request
let n = 0

const result = await autocannon({
  url: origin,
  connections,
  duration: seconds,
  requests: [
    {
      method,
      path,
      headers,
      ...(body !== undefined && { body }),
      ...(/\{(n|id|thousand)\}/.test(JSON.stringify(request)) && { setupRequest: next }),
    },
  ],
})

function next(given) {
  n++
  const shown = Object.entries(headers).map(([name, value]) => [name, filled(value, n, ids)])
  return {
    ...given,
    path: filled(path, n, ids),
    headers: Object.fromEntries(shown),
    ...(body !== undefined && { body: filled(body, n, ids) }),
  }
}

console.log(
  JSON.stringify({
    requests: result.requests.total,
    perSecond: result.requests.total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.errors + result.timeouts + result.non2xx,
  }),
)
