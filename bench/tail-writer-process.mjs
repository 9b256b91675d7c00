// Run by tail.mjs: creates and changes conversations at a steady rate, and receives the webhooks that tell of them.
import { once } from 'node:events'
import { Agent, createServer, request } from 'node:http'
import { filled } from './load/filled.mjs'

const TICK_MILLISECONDS = 5
const EVENTS = ['conversation.created', 'conversation.updated']

const agent = new Agent({ keepAlive: true, maxSockets: 4 })
const receiver = createServer((incoming, response) => {
  delivered++
  incoming.resume().on('end', () => response.end())
})
let target
let timer
let n = 0
let started = 0
let written = 0
let failed = 0
let reason = ''
let delivered = 0

process.on('message', async ({ start, write, rest }) => {
  try {
    if (start) process.send(await prepare(start))
    if (write) process.send(begin())
    if (rest) process.send(end())
  } catch (error) {
    process.send({ error: error.stack })
  }
})

/** Registers a webhook, where there is to be one. */
async function prepare(start) {
  target = start
  if (!start.hasWebhooks) return { registered: false }
  await once(receiver.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${receiver.address().port}/hook`
  const { status } = await fetch(`${target.origin}/v1/webhooks`, {
    method: 'POST',
    headers: target.requests.create.headers,
    body: JSON.stringify({ url, events: EVENTS }),
  })
  return { registered: status === 201, status }
}

function begin() {
  started = performance.now()
  written = failed = delivered = 0
  let sent = 0
  timer = setInterval(() => {
    const due = ((performance.now() - started) / 1000) * target.perSecond
    for (; sent < due; sent++) writeOne()
  }, TICK_MILLISECONDS)
  return { writing: true }
}

function end() {
  clearInterval(timer)
  return { seconds: (performance.now() - started) / 1000, written, failed, reason, delivered }
}

function writeOne() {
  n++
  const { method, path, headers, body, ids } = n % 2 === 0 ? target.requests.create : target.requests.update
  const sent = request(target.origin + filled(path, n, ids), { method, headers, agent }, (response) => {
    written++
    if (response.statusCode >= 300) refused(`${method} was answered ${response.statusCode}`)
    response.resume()
  })
  sent.on('error', (error) => refused(error.message))
  sent.end(filled(body, n, ids))
}

function refused(why) {
  failed++
  reason = why
}
