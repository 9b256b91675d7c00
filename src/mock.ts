import { guideWorld } from '../fixtures/guide.js'
import { Api } from './api/api.js'
import { Memory } from './api/memory.js'
import { type MockFaults, mockFaults } from './api/mock-faults.js'
import type { ApiRequest, ApiResponse } from './api/request.js'
import { SCENARIOS, type Scenario } from './api/scenarios.js'
import { type Db, openDb } from './db/db.js'
import { Journal, type MockRequests } from './journal/journal.js'
import { Alarm } from './state/alarm.js'
import { Clock, type ClockFace, type Instant, type MockClock } from './state/clock.js'
import { Events, type MockEvents } from './state/events.js'
import type { World } from './state/records.js'
import { State } from './state/state.js'
import { toInstant, toTimestamp } from './state/timestamp.js'
import { parseWorld } from './state/world.js'
import { worldOf } from './state/world-of.js'

export interface MockOptions {
  /** The data to start with, which is frozen by it; by default the guide's own: `conv_abc123`, John Doe, Support Agent. */
  readonly world?: World
  /** What ids are made from: the same seed, clock and requests give the same bytes. By default 1. */
  readonly seed?: number
  /** What the clock shows at the start, running on from there; by default the world's `now`, or else the machine's time. */
  readonly now?: Instant
  /** The API keys that will do. Without any, each will that does not start with `invalid`. */
  readonly apiKeys?: readonly string[]
  /** Refuses parameters and fields that the spec does not know, which are ignored otherwise. */
  readonly strict?: boolean
  /** Requests a minute that a key may make before it is answered 429. Without it, none is refused. */
  readonly rateLimit?: number
  /** How well things go from the start and after each reset: `happy`, as by default, `flaky`, `slow`, `outage` or `rate-limited`. */
  readonly scenario?: Scenario
}

declare const ofAMock: unique symbol

/** A state to come back to, with the clock as it stood; see {@link Mock.snapshot}. Only the mock that it is of knows what is in it. */
export interface Snapshot {
  readonly [ofAMock]: true
}

interface Past {
  readonly memory: Memory
  readonly clock: ClockFace
}

/**
 * The Conversations API, with state, in this process.
 *
 * @example
 * const before = mock.snapshot()
 * const { status, body } = mock.handle({ method: 'GET', path: '/conversations?status=open', headers: { authorization: 'Bearer key' } })
 * mock.restore(before)
 */
export interface Mock {
  /**
   * Answers a request, from start to end in one turn: whatever it asks, with a success or an enveloped error.
   *
   * @throws TypeError when what is handed in is no request at all
   */
  handle(request: ApiRequest): ApiResponse
  /**
   * How long whoever carries a request, as an adapter does, is to wait before it hands it to `handle`, in milliseconds: what
   * `faults.delay` or the request's own `X-Mock-Delay` asks for. To ask counts as one of its times.
   */
  delayFor(request: ApiRequest): number
  /** Reads and writes the data, for whoever arranges a test and looks at what came of it. */
  readonly db: Db
  /** The mock's time. */
  readonly clock: MockClock
  /** What happened, as webhooks tell it. */
  readonly events: MockEvents
  /** The requests that were made, and how they were answered. */
  readonly requests: MockRequests
  /** What goes wrong, on purpose. */
  readonly faults: MockFaults
  /**
   * Goes back to how it was when it was created: data, clock, ids, limits, without faults but those of its scenario; events and
   * requests are forgotten, and those that still wait are not answered any more. Takes no time.
   */
  reset(): void
  /**
   * The data of now as a world, to be kept as JSON and started from again: `createMock({ world })`. Without what requests leave behind
   * besides, such as limits and idempotency keys.
   */
  world(): World
  /** The state of now, to come back to as often as wanted. Takes no time, whatever the amount of data. */
  snapshot(): Snapshot
  /**
   * Comes back to a snapshot: data, clock, ids, limits, faults.
   *
   * @throws TypeError for what is no snapshot of this mock
   */
  restore(snapshot: Snapshot): void
}

/**
 * A fake of Linktor's Conversations API: stateful, synchronous, with data to start with.
 *
 * @throws InvalidWorld when the world does not fit
 * @throws TypeError for any other option that does not, naming it
 * @example
 * const mock = createMock({ now: '2024-01-15T11:00:00Z' })
 * mock.handle({ method: 'POST', path: '/conversations/conv_abc123/close', headers: { authorization: 'Bearer key' } })
 * mock.db.conversations.get('conv_abc123').status // 'closed'
 */
export function createMock(options: MockOptions = {}): Mock {
  const { world } = checked(options)
  return startMock(world === undefined ? guideWorld : parseWorld(world), options)
}

/** The same over a world that is known to fit, as a generated one does: to look through a million messages takes seconds. */
export function startMock(world: World, options: Omit<MockOptions, 'world'> = {}): Mock {
  const { seed = 1, apiKeys = [], strict = false, rateLimit, scenario = 'happy' } = checked(options)
  const clock = new Clock(options.now ?? world.now)
  const events = new Events()
  const api = new Api({ apiKeys: new Set(apiKeys), strict, clock, events }, Memory.of(State.of(world, seed), seed, rateLimit))
  const requests = new Journal()
  const alarm = new Alarm(clock, settle)
  clock.onChange(() => {
    alarm.clear()
    settle()
  })
  events.beforeLooking(settle)
  const snapshots = new WeakMap<Snapshot, Past>()
  /** Which run of the mock, from one reset to the next, a request came in that waits. */
  const cameIn = new WeakMap<ApiRequest, number>()
  let run = 0
  const faults = mockFaults(
    () => api.memory,
    () => clock.millis(),
  )
  for (const fault of SCENARIOS[scenario]) faults.set(fault)
  const initial = snapshot()
  setAlarm()

  return {
    handle(request) {
      if ((cameIn.get(request) ?? run) !== run) return NO_ANSWER // of a test that is over
      const started = request?.receivedAt ?? performance.now()
      const at = clock.millis()
      const response = api.handle(request)
      requests.note({ request, response, at, duration: Math.max(0, performance.now() - started) })
      setAlarm()
      return response
    },
    delayFor(request) {
      cameIn.set(request, run)
      return api.delayFor(request)
    },
    db: openDb({
      state: () => {
        settle()
        return api.memory.state
      },
      now: () => toTimestamp(clock.millis()),
      written: setAlarm,
    }),
    clock,
    events,
    requests,
    faults,
    reset() {
      run++
      restore(initial)
      events.clear()
      requests.clear()
    },
    world() {
      settle()
      return worldOf(api.memory.state, toTimestamp(clock.millis()))
    },
    snapshot,
    restore,
  }

  function snapshot(): Snapshot {
    const snapshot = Object.freeze({}) as Snapshot
    snapshots.set(snapshot, { memory: api.memory.fork(), clock: clock.face() })
    return snapshot
  }

  function restore(to: Snapshot): void {
    const past = snapshots.get(to)
    if (past === undefined) throw new TypeError('restore: give what snapshot() of this same mock gave')
    api.memory = past.memory.fork()
    clock.turnBack(past.clock)
    alarm.clear()
    setAlarm()
  }

  function settle(): void {
    api.settle()
    setAlarm()
  }

  function setAlarm(): void {
    const next = api.memory.state.nextSnoozeEnd()
    alarm.set(next === undefined ? undefined : toInstant(next))
  }
}

const NO_ANSWER: ApiResponse = Object.freeze({ status: 0, headers: {}, body: '', notes: { unknown: [] } })
const OPTIONS = ['world', 'seed', 'now', 'apiKeys', 'strict', 'rateLimit', 'scenario']

function checked(options: MockOptions): MockOptions {
  if (typeof options !== 'object' || options === null) throw new TypeError(`createMock: options must be an object; got ${options}`)
  const strange = Object.keys(options).find((option) => !OPTIONS.includes(option))
  if (strange !== undefined) throw new TypeError(`createMock: there is no option ${strange}; there are ${OPTIONS.join(', ')}`)
  const { seed, apiKeys, rateLimit, strict, scenario } = options
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw wrong('seed', seed, 'a whole number')
  if (rateLimit !== undefined && (!Number.isSafeInteger(rateLimit) || rateLimit < 1)) {
    throw wrong('rateLimit', rateLimit, 'a whole number of requests a minute, at least 1')
  }
  if (apiKeys !== undefined && !(Array.isArray(apiKeys) && apiKeys.every((key) => typeof key === 'string' && /^\S+$/.test(key)))) {
    throw wrong('apiKeys', apiKeys, 'a list of keys, each text without white space')
  }
  const refused = apiKeys?.find((key) => key.startsWith('invalid'))
  if (refused !== undefined) throw wrong('apiKeys', refused, 'keys that do not start with "invalid", which the API never takes')
  if (strict !== undefined && typeof strict !== 'boolean') throw wrong('strict', strict, 'true or false')
  if (scenario !== undefined && !Object.hasOwn(SCENARIOS, scenario)) {
    throw wrong('scenario', scenario, `one of ${Object.keys(SCENARIOS).join(', ')}`)
  }
  return options
}

function wrong(option: string, value: unknown, wanted: string): TypeError {
  return new TypeError(`createMock: ${option} must be ${wanted}; got ${JSON.stringify(value) ?? String(value)}`)
}
