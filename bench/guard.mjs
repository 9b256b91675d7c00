// Counts the work of a request at two sizes of the data, and fails when it grows. It measures no time, so it returns the same on every
// machine, and is part of CI.
import { Session } from 'node:inspector/promises'
import { significant } from './report.mjs'

const SIZES = [1000, 10_000]
const REPEATS = 25
const NOW = '2026-11-22T12:00:00Z'
const headers = { authorization: 'Bearer key' }

/** A binary search in ten times the data takes four more steps. */
const MAX_GROWTH = 1.5
/** A read serializes its response and nothing else; a write also serializes the event for each webhook. */
const MAX_SERIALIZED = 1.1

/**
 * The steps of requests with `bounded` may not grow with the data. A filtered page may visit every match, so its steps are only reported:
 * the benchmark `scale` limits its time.
 */
const REQUESTS = {
  'page 1': { request: get(() => '/conversations') },
  'page 50': { request: get(() => '/conversations?page=50') },
  'status=open': { request: get(() => '/conversations?status=open&perPage=20') },
  'dates, status, channel type': {
    request: get(() => '/conversations?startDate=2026-11-10&status=open&channelType=whatsapp&perPage=10'),
  },
  'contactId=…': { request: get(({ contacts }, i) => `/conversations?contactId=${nth(contacts, i).id}`) },
  get: { bounded: true, request: get(({ conversations }, i) => `/conversations/${nth(conversations, i).id}`) },
  create: { bounded: true, writes: true, request: create },
  update: { bounded: true, writes: true, request: update },
}

export async function measure() {
  const counter = await startCounting()
  const product = await import('./product.mjs') // V8 counts blocks only in code that is loaded after counting started
  const works = {}
  for (const size of SIZES) works[size] = await worksAt(size, product, counter)
  return {
    title: 'Work of a request',
    lines: Object.entries(REQUESTS).flatMap(([name, request]) => linesOf(name, request, works)),
    tables: [
      tableOf('Steps (blocks of code that ran)', works, 'steps'),
      tableOf('Characters serialized per character of the response', works, 'serialized'),
    ],
  }
}

/** Returns the mean work of each kind of request at a size. */
async function worksAt(conversations, { createMock, generateWorld }, counter) {
  const world = generateWorld({ conversations, seed: 1, now: NOW })
  const mock = createMock({ world, now: NOW })
  mock.clock.freeze()
  const works = {}
  let writes = 0
  for (const [name, { request }] of Object.entries(REQUESTS)) {
    const requests = Array.from({ length: 2 * REPEATS }, (_, i) => request(world, i))
    let characters = 0
    for (const each of requests.slice(0, REPEATS)) handle(each) // builds indexes and the like
    characters = 0
    const { steps, serialized } = await counter(() => {
      for (const each of requests.slice(REPEATS)) handle(each)
    })
    works[name] = { steps: steps / REPEATS, serialized: serialized / characters }

    /** Writes to a conversation first, so that no response comes from a cache. */
    function handle(each) {
      mock.db.conversations.update(nth(world.conversations, writes++).id, { priority: writes % 2 ? 'high' : 'low' })
      const { status, body } = mock.handle(each)
      if (status >= 400) throw new Error(`${name}: ${body}`)
      characters += body.length
    }
  }
  return works
}

function linesOf(name, { bounded = false, writes = false }, works) {
  const [smallest, largest] = SIZES.map((size) => works[size][name])
  const growth = { figure: `${name}: steps with ten times the data`, value: largest.steps / smallest.steps, unit: ' ×' }
  const serialized = { figure: `${name}: characters serialized per character of the response`, value: largest.serialized, unit: '' }
  return [
    { ...growth, ...(bounded && { limit: { atMost: MAX_GROWTH } }) },
    { ...serialized, ...(!writes && { limit: { atMost: MAX_SERIALIZED } }) },
  ]
}

function tableOf(title, works, count) {
  const rows = Object.keys(REQUESTS).map((name) => [name, ...SIZES.map((size) => significant(works[size][name][count]))])
  return { title, rows: [['', ...SIZES.map((size) => size.toLocaleString('en'))], ...rows] }
}

/** Returns a function that runs an action, and returns the blocks of this package's code that ran and the characters of JSON that were written. */
async function startCounting() {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  let serialized = 0
  const { stringify } = JSON
  JSON.stringify = (...parameters) => {
    const text = stringify(...parameters)
    serialized += text?.length ?? 0
    return text
  }
  return async (action) => {
    await session.post('Profiler.takePreciseCoverage') // resets the counts
    serialized = 0
    action()
    const characters = serialized
    const { result } = await session.post('Profiler.takePreciseCoverage')
    return { serialized: characters, steps: stepsIn(result) }
  }
}

function stepsIn(scripts) {
  const functions = scripts.filter(({ url }) => url.includes('/dist/')).flatMap((script) => script.functions)
  return functions.flatMap(({ ranges }) => ranges).reduce((sum, { count }) => sum + count, 0)
}

function get(path) {
  return (world, i) => ({ method: 'GET', path: path(world, i), headers })
}

function create({ channels }, i) {
  const body = { channelId: nth(channels, 0).id, contact: { name: `New ${i}`, email: `new${i}@example.com` } }
  return { method: 'POST', path: '/conversations', headers, body: JSON.stringify(body) }
}

function update({ conversations }, i) {
  const body = JSON.stringify({ priority: i % 2 ? 'high' : 'low', tags: ['vip'] })
  return { method: 'PATCH', path: `/conversations/${nth(conversations, i).id}`, headers, body }
}

/** Picks records from all over the list, the same ones in each run. */
function nth(all, i) {
  return all[(i * 7919) % all.length]
}
