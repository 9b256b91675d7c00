// Counts the work of a request at several sizes of the data, and fails when it grows with them: no time is measured, so it says the same
// on every machine.
import { NOW, SEED } from './contestants/data.mjs'
import { fromSource } from './from-source.mjs'
import { REQUESTS } from './guard-requests.mjs'
import { generateWorld } from './product.mjs'
import { significant } from './report.mjs'
import { workCounter } from './work-count.mjs'

const SIZES = [1000, 4000, 16_000]
const TIMES = 25
const COUNTS = ['visited', 'validators', 'serialized', 'steps']
const TITLES = {
  visited: 'Records visited',
  validators: 'Validators run',
  serialized: 'Characters serialized, of each one answered',
  steps: 'Steps: blocks of code that ran',
}
/** What is added to a count before it is compared: a growth from nothing, or from next to nothing, is told by what it comes to. */
const LITTLE = { visited: 1, validators: 0.1, serialized: 0.1, steps: 1 }
/** Searching by halves, in sixteen times the data, takes four steps more of some ten. */
const GROWTH = { atMost: 1.5 }

export async function measure() {
  const core = await fromSource('src/mock/create-mock.ts', 'src/store/ordered-set.ts', 'src/generated/request-validators.js')
  const count = await workCounter(core)
  const works = {}
  for (const size of SIZES) works[size] = await worksAt(size, core, count)
  const names = Object.keys(REQUESTS)
  const tables = COUNTS.map((what) => ({
    title: TITLES[what],
    rows: [
      ['', ...SIZES.map((size) => size.toLocaleString('en'))],
      ...names.map((name) => [name, ...SIZES.map((size) => significant(works[size][name][what]))]),
    ],
  }))
  return { title: 'Work of a request by the number of conversations', lines: [...growths(works), ...ceilings(works)], tables }
}

/**
 * What requests of each kind do at a size: the mean of some, which come after as many others that were not counted. Before each one, a
 * conversation is written to, or else a read would only be answered what it was answered before; that write counts with it.
 */
async function worksAt(conversations, { startMock }, count) {
  const world = generateWorld({ conversations, seed: SEED, now: NOW })
  const mock = startMock(world, { now: NOW })
  mock.clock.freeze()
  const works = {}
  for (const [name, { request }] of Object.entries(REQUESTS)) {
    let answered = 0
    const requests = Array.from({ length: 2 * TIMES }, (_, i) => request(world, i))
    let writes = 0
    const ask = (each) => {
      const { id } = world.conversations[(writes++ * 31) % world.conversations.length]
      mock.db.conversations.update(id, { priority: writes % 2 ? 'high' : 'low' })
      const { status, body } = mock.handle(each)
      if (status >= 400) throw new Error(`${name}: ${body}`)
      answered += body.length
    }
    for (const each of requests.slice(0, TIMES)) ask(each)
    answered = 0
    const work = await count(() => {
      for (const each of requests.slice(TIMES)) ask(each)
    })
    works[name] = {
      visited: work.visited / TIMES,
      validators: work.validators / TIMES,
      serialized: work.serialized / answered,
      steps: work.steps / TIMES,
    }
  }
  return works
}

function growths(works) {
  const [smallest, largest] = [works[SIZES[0]], works[SIZES.at(-1)]]
  return COUNTS.map((what) => {
    const grown = Object.keys(REQUESTS)
      .filter((name) => !REQUESTS[name].told)
      .map((name) => ({ name, by: (largest[name][what] + LITTLE[what]) / (smallest[name][what] + LITTLE[what]) }))
    const { name, by } = grown.reduce((most, other) => (other.by > most.by ? other : most))
    return { figure: `${TITLES[what]}, with sixteen times the data (most in ${name})`, value: by, unit: ' ×', limit: GROWTH }
  })
}

function ceilings(works) {
  return Object.entries(REQUESTS).flatMap(([name, { most = {} }]) =>
    Object.entries(most).map(([what, atMost]) => {
      const value = Math.max(...SIZES.map((size) => works[size][name][what]))
      return { figure: `${TITLES[what]}: ${name}`, value, unit: '', limit: { atMost } }
    }),
  )
}
