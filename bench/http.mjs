// Requests a second over HTTP, beside peers and limits, each on the same core in turn.
import { rmSync } from 'node:fs'
import { BUSY_MICROSECONDS, bare, busy, express } from './contestants/constant.mjs'
import { dataOf, scratchFolder } from './contestants/data.mjs'
import { linktorMock } from './contestants/linktor-mock.mjs'
import { emulate, httpMiddleware, installPeers, jsonServer, mockoon, prism } from './contestants/peers.mjs'
import { CAN_PIN } from './cores.mjs'
import { GENERATOR, load } from './load/load.mjs'
import { median } from './median.mjs'
import { significant } from './report.mjs'
import { inTurn, ratioOf } from './rounds.mjs'

const CONVERSATIONS = 10_000
const STARTS = {
  'linktor-mock': linktorMock,
  bare,
  busy,
  express,
  prism,
  emulate,
  'json-server': jsonServer,
  'http-middleware': httpMiddleware,
  mockoon,
}
const READS = Object.keys(STARTS).filter((name) => name !== 'busy')
const WRITES = ['linktor-mock', 'bare', 'busy']
/** They come to their pace later than reads: in the fourth second or so, what was there at the start is collected for the first time. */
const WRITE_WARMUPS = 4
const READ_WARMUPS = 2

const READ_LIMITS = { bare: 0.5, express: 2, prism: 4, emulate: 2, 'json-server': 50 }
const REQUESTS = {
  list: { title: 'GET /conversations?status=open&perPage=20', contestants: READS, limits: READ_LIMITS, warmups: READ_WARMUPS },
  get: { title: 'GET /conversations/:id', contestants: READS, limits: READ_LIMITS, warmups: READ_WARMUPS },
  create: { title: 'POST /conversations', contestants: WRITES, limits: { bare: 0.35 }, warmups: WRITE_WARMUPS },
  update: { title: 'PATCH /conversations/:id', contestants: WRITES, limits: { bare: 0.35 }, warmups: WRITE_WARMUPS },
}

export async function measure({ quick }) {
  installPeers()
  // Processes of one and the same server differ by a tenth and more for as long as they run: so each is started several times.
  // Rounds are short, for what else a machine does comes and goes by seconds.
  const { starts, rounds } = quick ? { starts: 1, rounds: 2 } : { starts: 5, rounds: 3 }
  const seconds = 1
  const data = dataOf(CONVERSATIONS)
  const figures = mapped(REQUESTS, ({ contestants }) => Object.fromEntries(contestants.map((name) => [name, []])))
  for (let start = 0; start < starts; start++) {
    await withServers(data, async (servers) => {
      for (const [kind, { contestants, warmups }] of Object.entries(REQUESTS)) {
        const chosen = Object.fromEntries(contestants.map((name) => [name, servers[name]]))
        const options = { rounds, warmups: quick ? 1 : warmups, first: start * rounds }
        const measured = await inTurn(chosen, (server) => rateOf(server, kind, seconds), options)
        for (const name of contestants) figures[kind][name].push(...measured[name])
      }
    })
  }
  const pinned = CAN_PIN ? 'servers on one core, the load on another' : 'servers and load not held to cores, for taskset is not here'
  const times = `${starts} starts of each server, ${rounds} rounds in turn for each after those that warm up`
  return {
    title: `HTTP, requests a second with ${CONVERSATIONS.toLocaleString('en')} conversations`,
    lines: Object.entries(REQUESTS).flatMap(([kind, request]) => linesOf(request, figures[kind])),
    tables: Object.entries(REQUESTS).map(([kind, { title }]) => ({ title, rows: rowsOf(figures[kind]) })),
    notes: [`Load by ${GENERATOR} over 8 connections, ${seconds} s a round, ${times}, medians; ${pinned}.`],
  }
}

/** Starts all of them, and stops them when the act is over. */
async function withServers(data, act) {
  const folder = scratchFolder()
  const servers = {}
  try {
    for (const [name, start] of Object.entries(STARTS)) servers[name] = await start(data, folder)
    await act(servers)
  } finally {
    await Promise.all(Object.values(servers).map(({ stop }) => stop()))
    rmSync(folder, { recursive: true })
  }
}

function linesOf({ title, limits }, figures) {
  const rates = mapped(figures, (rounds) => rounds.map(({ perSecond }) => perSecond))
  const lines = Object.keys(rates)
    .filter((name) => name !== 'linktor-mock' && name !== 'busy')
    .map((name) => {
      const atLeast = limits[name]
      const value = ratioOf(rates['linktor-mock'], rates[name])
      return { figure: `${title}, of ${name}`, value, unit: ' ×', ...(atLeast !== undefined && { limit: { atLeast } }) }
    })
  if (rates['json-server'] !== undefined) {
    lines.push({ figure: `${title}: bare, of json-server`, value: ratioOf(rates.bare, rates['json-server']), unit: ' ×' })
  }
  if (rates.busy !== undefined) {
    const figure = `${title}: bare, busy for ${BUSY_MICROSECONDS} µs, of bare`
    lines.push({ figure, value: ratioOf(rates.busy, rates.bare), unit: ' ×' })
  }
  return lines
}

/** What is written is undone before the next one, so that the data is as large each time. */
async function rateOf(server, kind, seconds) {
  await server.reset?.()
  const before = server.cpuSeconds()
  const loaded = await load(server.origin, server.requests[kind], { seconds })
  const used = before === undefined ? undefined : (server.cpuSeconds() - before) / loaded.requests
  return { ...loaded, used }
}

function rowsOf(figures) {
  const rows = Object.entries(figures).map(([name, rounds]) => [
    name,
    significant(median(rounds.map(({ perSecond }) => perSecond))),
    significant(median(rounds.map(({ p50 }) => p50))),
    significant(median(rounds.map(({ p99 }) => p99))),
    ...processorTimes(rounds, figures['linktor-mock']),
  ])
  return [['', 'requests/s', 'p50, ms', 'p99, ms', 'processor time a request, µs', 'of that of linktor-mock'], ...rows]
}

/** Where others take time from the servers, the fastest loses the most requests; what a request takes of the processor stays as it is. */
function processorTimes(rounds, ours) {
  if (rounds[0].used === undefined) return ['', '']
  const times = rounds.map(({ used }) => used)
  const ratio = ratioOf(
    times,
    ours.map(({ used }) => used),
  )
  return [significant(median(times) * 1e6), `${significant(ratio)} ×`]
}

function mapped(object, of) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, of(value)]))
}
