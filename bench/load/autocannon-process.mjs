// Run by autocannon.mjs: sends the requests that its argument describes, and prints the result.
import autocannon from 'autocannon'

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
      ...(/\{(n|id|thousand)\}/.test(JSON.stringify(request)) && { setupRequest }),
    },
  ],
})

function setupRequest(template) {
  n++
  const filled = Object.entries(headers).map(([name, value]) => [name, fill(value)])
  return {
    ...template,
    path: fill(path),
    headers: Object.fromEntries(filled),
    ...(body !== undefined && { body: fill(body) }),
  }
}

/** Replaces the placeholders of a request: see load.mjs. @param {string} text */
function fill(text) {
  return text
    .replaceAll('{n}', String(n))
    .replaceAll('{thousand}', String(Math.floor(n / 1000)))
    .replaceAll('{id}', ids?.[n % ids.length] ?? '')
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
