// Requests per second over HTTP, in proportion to other servers, all on the same core, in turn.
import { rmSync } from 'node:fs'
import { CAN_PIN } from './cores.mjs'
import { GENERATOR, load } from './load/load.mjs'
import { significant } from './report.mjs'
import { inTurn, median, ratioOf } from './rounds.mjs'
import { bare, express } from './servers/constant.mjs'
import { dataOf, scratchFolder } from './servers/data.mjs'
import { linktorMock } from './servers/linktor-mock.mjs'
import { emulate, httpMiddleware, installPeers, jsonServer, mockoon, prism } from './servers/peers.mjs'

const CONVERSATIONS = 10_000
const SECONDS = 1
const SERVERS = {
  'linktor-mock': linktorMock,
  bare,
  express,
  prism,
  emulate,
  'json-server': jsonServer,
  'http-middleware': httpMiddleware,
  mockoon,
}
const READERS = Object.keys(SERVERS)
const WRITERS = ['linktor-mock', 'bare']

/** Writes warm up longer: after about four seconds, V8 first collects what was allocated at the start. `floor` is in proportion to `bare`. */
const REQUESTS = {
  list: { title: 'GET /conversations?status=open&perPage=20', servers: READERS, floor: 0.6, warmups: 2 },
  get: { title: 'GET /conversations/:id', servers: READERS, floor: 0.6, warmups: 2 },
  create: { title: 'POST /conversations', servers: WRITERS, floor: 0.3, warmups: 4 },
  update: { title: 'PATCH /conversations/:id', servers: WRITERS, floor: 0.3, warmups: 4 },
}

export async function measure({ quick }) {
  installPeers()
  // Processes of the same server differ by a tenth and more for as long as they run, so each server is started several times. Rounds are
  // short, because the other load on a machine changes within seconds.
  const { starts, rounds } = quick ? { starts: 1, rounds: 1 } : { starts: 5, rounds: 3 }
  const data = dataOf(CONVERSATIONS)
  const figures = mapValues(REQUESTS, ({ servers }) => Object.fromEntries(servers.map((name) => [name, []])))
  for (let start = 0; start < starts; start++) {
    await withServers(data, async (running) => {
      for (const [kind, { servers, warmups }] of Object.entries(REQUESTS)) {
        const subjects = Object.fromEntries(servers.map((name) => [name, running[name]]))
        const options = { rounds, warmups: quick ? 1 : warmups, first: start * rounds }
        const measured = await inTurn(subjects, (server) => rateOf(server, kind), options)
        for (const name of servers) figures[kind][name].push(...measured[name])
      }
    })
  }
  const pinned = CAN_PIN ? 'servers on one core, the load on another' : 'servers and load not pinned to cores, because there is no taskset'
  const repeats = `${starts} starts of each server, ${rounds} rounds in turn per start after the warm-up`
  return {
    title: `HTTP, with ${CONVERSATIONS.toLocaleString('en')} conversations`,
    lines: Object.entries(REQUESTS).flatMap(([kind, request]) => linesOf(request, figures[kind])),
    tables: Object.entries(REQUESTS).map(([kind, { title }]) => ({ title, rows: rowsOf(figures[kind]) })),
    notes: [`Load by ${GENERATOR} over 8 connections, ${SECONDS} s a round, ${repeats}, medians; ${pinned}.`],
  }
}

async function withServers(data, action) {
  const folder = scratchFolder()
  const servers = {}
  try {
    for (const [name, start] of Object.entries(SERVERS)) servers[name] = await start(data, folder)
    await action(servers)
  } finally {
    await Promise.all(Object.values(servers).map(({ stop }) => stop()))
    rmSync(folder, { recursive: true })
  }
}

function linesOf({ title, floor }, figures) {
  const { 'linktor-mock': ours, ...others } = mapValues(figures, (rounds) => rounds.map(({ perSecond }) => perSecond))
  return Object.entries(others).map(([name, theirs]) => ({
    figure: `${title}: requests/s, of ${name}`,
    value: ratioOf(ours, theirs),
    unit: ' ×',
    ...(name === 'bare' && { limit: { atLeast: floor } }),
  }))
}

/** Resets the mock before each round, so that created conversations do not add up. */
async function rateOf(server, kind) {
  await server.reset?.()
  const before = server.cpuSeconds()
  const loaded = await load(server.origin, server.requests[kind], { seconds: SECONDS })
  const cpuSeconds = before === undefined ? undefined : (server.cpuSeconds() - before) / loaded.requests
  return { ...loaded, cpuSeconds }
}

function rowsOf(figures) {
  const rows = Object.entries(figures).map(([name, rounds]) => [
    name,
    significant(median(rounds.map(({ perSecond }) => perSecond))),
    significant(median(rounds.map(({ p50 }) => p50))),
    significant(median(rounds.map(({ p99 }) => p99))),
    rounds[0].cpuSeconds === undefined ? '' : significant(median(rounds.map(({ cpuSeconds }) => cpuSeconds)) * 1e6),
  ])
  return [['', 'requests/s', 'p50, ms', 'p99, ms', 'processor time per request, µs'], ...rows]
}

function mapValues(object, map) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value)]))
}
